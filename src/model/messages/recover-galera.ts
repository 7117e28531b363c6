// Messages of refusals and notes about bringing Galera back, by code: what stands against it, and what to do.

import type {Messages} from '../message.ts';

export const recoverGaleraMessages: Messages = {
  GaleraPrimaryExists: {
    en: '{names} are in a Primary component and serve. With a Primary nothing is ever bootstrapped; a stopped node is started into it (start --phase 2).',
    ko: '{names}이(가) Primary 컴포넌트에서 서비스 중입니다. Primary가 있으면 절대 부트스트랩하지 않습니다. 중지된 노드는 합류시키십시오(start --phase 2).',
  },
  GaleraUnseenWithPrimary: {
    en: '{host} cannot be reached from here ({why}), while {names} are Primary: unreachable is not down. Repair the way to {host}; its database needs no bootstrap.',
    ko: '여기서 {host}에 접속할 수 없지만({why}) {names}이(가) Primary입니다. 접속 불가는 다운이 아닙니다. {host}(으)로 가는 경로를 고치십시오. 부트스트랩은 필요 없습니다.',
  },
  GaleraBootstrapSplit: {
    en: 'Two database clusters with different histories serve writes ({sides}). Bootstrapping would make it worse: stop the writers and use resolve-split-brain.',
    ko: '이력이 다른 데이터베이스 클러스터 두 개가 쓰기를 받고 있습니다({sides}). 부트스트랩은 상황을 악화시킵니다. 쓰기를 멈추고 resolve-split-brain을 쓰십시오.',
  },
  GaleraBootstrapBusy: {
    en: 'The database on {host} is on its way ({state}). Wait until it has arrived or given up, then run this again; killing it in a state transfer makes its data worthless.',
    ko: '{host}의 데이터베이스가 진행 중입니다({state}). 끝날 때까지 기다린 뒤 다시 실행하십시오. 상태 전송 중에 강제 종료하면 데이터를 쓸 수 없게 됩니다.',
  },
  GaleraUnseen: {
    en: '{host} could not be looked at ({why}); it may be alive, or ahead of the others. Make it reachable. Only if you have seen with your own eyes that it is powered off: --override GaleraUnseen:{host}; commits that only {host} holds are then lost.',
    ko: '{host}을(를) 확인할 수 없습니다({why}). 살아 있거나 더 앞서 있을 수 있습니다. 접속 가능하게 하십시오. 전원이 꺼진 것을 직접 확인한 경우에만 --override GaleraUnseen:{host}을(를) 쓰십시오. {host}에만 있는 커밋은 잃게 됩니다.',
  },
  GaleraUnseenAlive: {
    en: '{host} cannot be reached from here ({why}), but its database port answers {names}: it is alive and may be serving. Repair the way to it; there is no override for this.',
    ko: '여기서 {host}에 접속할 수 없지만({why}) 데이터베이스 포트가 {names}에 응답합니다. 살아서 서비스 중일 수 있습니다. 경로를 고치십시오. 무시할 수 없는 조건입니다.',
  },
  GaleraBelowMajority: {
    en: 'Only {count} of {total} database controllers can be seen: commits that a majority acknowledged may be held by {names} alone. Bring one of them back. If that is impossible: --override GaleraBelowMajority.',
    ko: '데이터베이스 컨트롤러 {total}대 중 {count}대만 확인됩니다. 과반이 승인한 커밋이 {names}에만 있을 수 있습니다. 그중 하나를 복구하십시오. 불가능하면 --override GaleraBelowMajority를 쓰십시오.',
  },
  GaleraNothingToLead: {
    en: 'No database node holds data that a cluster could start from. A first cluster is made by setup (start --phase 2), which sees that really everybody is empty.',
    ko: '클러스터를 시작할 데이터가 있는 데이터베이스 노드가 없습니다. 첫 클러스터는 setup(start --phase 2)이 모두 비어 있음을 확인하고 만듭니다.',
  },
  GaleraHistoriesApart: {
    en: 'The databases have different histories ({sides}): whoever joins the other loses its own. A person has to choose which one lives: resolve-split-brain --keep UUID.',
    ko: '데이터베이스들의 이력이 서로 다릅니다({sides}). 합류하는 쪽은 자기 이력을 잃습니다. 남길 이력은 사람이 골라야 합니다: resolve-split-brain --keep UUID.',
  },
  GaleraRecoveryFailed: {
    en: 'How far {host} came cannot be recovered ({why}): it may be ahead of the others. Look at its error log. To go on without its data: --override GaleraRecoveryFailed:{host}; it then receives a full copy.',
    ko: '{host}의 위치를 복구할 수 없습니다({why}). 다른 노드보다 앞서 있을 수 있습니다. 오류 로그를 확인하십시오. 그 데이터를 포기하고 진행하려면 --override GaleraRecoveryFailed:{host}. 이후 전체 사본을 받습니다.',
  },
  GaleraFlagsContradict: {
    en: 'More than one node claims to have left last ({hosts}): flags were set by hand, so none of them proves anything. To let the positions decide: --override GaleraFlagsContradict.',
    ko: '마지막으로 나갔다고 주장하는 노드가 둘 이상입니다({hosts}). 손으로 설정된 표시는 증거가 아닙니다. 위치로 결정하려면 --override GaleraFlagsContradict를 쓰십시오.',
  },
  GaleraFlagStale: {
    en: '{host} is ahead: it holds {own}, while {candidate}, which claims to have left last, holds {candidateAt}. Starting from {candidate} would lose commits. To start from the furthest instead: --override GaleraFlagStale:{host}.',
    ko: '{host}이(가) 더 앞서 있습니다({own}). 마지막으로 나갔다고 주장하는 {candidate}은(는) {candidateAt}입니다. {candidate}에서 시작하면 커밋을 잃습니다. 가장 앞선 노드에서 시작하려면 --override GaleraFlagStale:{host}.',
  },
  GaleraGrastateUnreadable: {
    en: 'grastate.dat on {host} cannot be read as one. Look at it, and at what wrote it, before anything starts there.',
    ko: '{host}의 grastate.dat를 해석할 수 없습니다. 시작하기 전에 내용과 원인을 확인하십시오.',
  },
  GaleraComponentsApart: {
    en: 'The {count} servers that run are not alone in one component (sizes as they see them: {sides}): making one side Primary could be the split. Mend the network between them on port 4567, or reach the member that is not seen, then run this again.',
    ko: '실행 중인 서버 {count}대가 하나의 컴포넌트를 이루지 않습니다(각자 보는 크기: {sides}). 한쪽을 Primary로 만들면 분리될 수 있습니다. 4567 포트의 네트워크를 고치거나 보이지 않는 구성원에 접속 가능하게 한 뒤 다시 실행하십시오.',
  },
  GaleraMemberDeaf: {
    en: '{host} gets no answer from the database of {peer}: the component would fall apart again. Mend the network between them, then run this again.',
    ko: '{host}이(가) {peer}의 데이터베이스에서 응답을 받지 못합니다. 컴포넌트가 다시 깨집니다. 두 노드 사이 네트워크를 고친 뒤 다시 실행하십시오.',
  },
};
