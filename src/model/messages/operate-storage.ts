// Messages of refusals about restarting Galera, choosing a history, and healing Gluster, by code.

import type {Messages} from '../message.ts';

export const operateStorageMessages: Messages = {
  GaleraRestartGate: {
    en: 'The database on {host} is not ready for a rolling restart ({state}). All nodes must be Synced in one complete component first.',
    ko: '{host}의 데이터베이스가 순차 재시작할 상태가 아닙니다({state}). 먼저 모든 노드가 하나의 완전한 컴포넌트에서 Synced여야 합니다.',
  },
  GaleraRestartTooFew: {
    en: 'With {count} database nodes one that restarts leaves no spare: a failure meanwhile stops all. To accept that: --override GaleraRestartTooFew.',
    ko: '데이터베이스 노드가 {count}대뿐이라 재시작 중 고장이 나면 전체가 멈춥니다. 감수하려면 --override GaleraRestartTooFew를 쓰십시오.',
  },
  GaleraSplitUnseen: {
    en: '{host} could not be looked at ({why}): it may be another side. Make it reachable before anything is chosen.',
    ko: '{host}을(를) 확인할 수 없습니다({why}). 또 다른 쪽일 수 있습니다. 선택하기 전에 접속 가능하게 하십시오.',
  },
  GaleraNotSplit: {
    en: 'The databases that were seen have {count} history: there is nothing to choose. Use bootstrap-galera or start.',
    ko: '확인된 데이터베이스의 이력은 {count}개라 고를 것이 없습니다. bootstrap-galera 또는 start를 쓰십시오.',
  },
  GaleraChooseHistory: {
    en: 'Somebody has to choose which history lives: --keep with the first characters (at least 4) of one of {histories}. Stop the writers first; the table shows who serves and how far each side is.',
    ko: '남길 이력을 사람이 골라야 합니다. --keep에 {histories} 중 하나의 앞 4자 이상을 쓰십시오. 먼저 쓰기를 멈추십시오. 표에서 어느 쪽이 서비스 중이고 어디까지 진행했는지 볼 수 있습니다.',
  },
  GaleraThenBootstrap: {
    en: 'Nobody of the kept history serves now: afterwards run bootstrap-galera, which starts it and lets the others receive a full copy.',
    ko: '남길 이력 쪽에 서비스 중인 노드가 없습니다. 이후 bootstrap-galera를 실행하면 시작되고 나머지는 전체 사본을 받습니다.',
  },
  GlusterVolumeNotRead: {
    en: 'The volume could not be looked at ({why}). Repair glusterd first: start --phase 1.',
    ko: '볼륨을 확인할 수 없습니다({why}). 먼저 glusterd를 고치십시오: start --phase 1.',
  },
  GlusterEntriesSplit: {
    en: '{count} entries on {host} are in split brain: no heal decides them. List them with "gluster volume heal {volume} info split-brain", then settle-gluster-entry --path PATH --keep HOST for each.',
    ko: '{host}의 항목 {count}개가 스플릿 브레인이라 자동 치유로 해결되지 않습니다. "gluster volume heal {volume} info split-brain"으로 확인한 뒤 각각 settle-gluster-entry --path PATH --keep HOST를 쓰십시오.',
  },
  GlusterNoBrickThere: {
    en: '{host} has no brick of the volume. Those that have are {names}.',
    ko: '{host}에는 볼륨의 브릭이 없습니다. 대상: {names}.',
  },
  GlusterBrickAway: {
    en: 'The brick on {host} is offline: its copy would be left out. Bring it back first (heal-gluster).',
    ko: '{host}의 브릭이 꺼져 있어 사본이 빠지게 됩니다. 먼저 복구하십시오(heal-gluster).',
  },
  GlusterNothingSplit: {en: 'No entry of the volume is in split brain.', ko: '볼륨에 스플릿 브레인 항목이 없습니다.'},
  GlusterBrickServes: {
    en: 'The brick {path} on {host} is online and serves: there is nothing to replace.',
    ko: '{host}의 브릭 {path}이(가) 정상 서비스 중이라 교체할 것이 없습니다.',
  },
};
