// Messages of findings about gluster, by code.

import type {Messages} from '../message.ts';

export const glusterMessages: Messages = {
  GlusterNotDeployedHere: {
    en: 'GlusterFS is not deployed on {host}, though the cluster has it',
    ko: '클러스터에는 GlusterFS가 있지만 {host}에는 배포되지 않았습니다',
  },
  GlusterdDown: {
    en: 'glusterd on {host} does not run ({state}): bricks may still serve, but nothing can be managed from there',
    ko: '{host}의 glusterd가 실행 중이 아닙니다({state}): 브릭은 동작할 수 있지만 관리할 수 없습니다',
  },
  GlusterPeerMissing: {
    en: '{host} and {peer} do not know each other as members of one pool',
    ko: '{host}와(과) {peer}이(가) 서로를 같은 풀의 구성원으로 알지 못합니다',
  },
  GlusterPeerAsymmetry: {
    en: '{host} and {peer} disagree on whether they are connected',
    ko: '{host}와(과) {peer}의 연결 상태 인식이 서로 다릅니다',
  },
  GlusterPeersApart: {
    en: 'glusterd on {host} and {peer} have lost their connection (port 24007)',
    ko: '{host}와(과) {peer}의 glusterd 연결이 끊겼습니다 (포트 24007)',
  },
  GlusterPeerRejected: {
    en: '{host} sees {peer} as "{state}": their configurations differ',
    ko: '{host}이(가) {peer}을(를) "{state}"로 봅니다: 구성 정보가 서로 다릅니다',
  },
  GlusterVolumeMissing: {
    en: 'the pool has no volume {volume} (it has: {volumes})',
    ko: '풀에 볼륨 {volume}이(가) 없습니다 (있는 볼륨: {volumes})',
  },
  GlusterVolumeStopped: {en: 'volume {volume} is stopped', ko: '볼륨 {volume}이(가) 중지되어 있습니다'},
  GlusterVolumeUnseen: {
    en: 'no controller could tell the state of volume {volume}: {error}',
    ko: '볼륨 {volume}의 상태를 어느 컨트롤러에서도 확인하지 못했습니다: {error}',
  },
  GlusterVolumeBusy: {
    en: 'volume {volume} cannot be asked while the pool notices the loss of {gone}; all reachable mounts answer',
    ko: '풀이 {gone}의 손실을 처리하는 동안 볼륨 {volume}을(를) 조회할 수 없습니다; 접속 가능한 마운트는 모두 응답합니다',
  },
  GlusterBrickDown: {
    en: 'the brick {brick} of {host} is offline',
    ko: '{host}의 브릭 {brick}이(가) 오프라인입니다',
  },
  GlusterBrickUnreachable: {
    en: 'the brick {brick} of {host} runs, but clients cannot connect to it',
    ko: '{host}의 브릭 {brick}은(는) 실행 중이지만 클라이언트가 연결할 수 없습니다',
  },
  GlusterBrickUnseen: {
    en: 'nobody can tell whether the brick {brick} of {host} is online',
    ko: '{host}의 브릭 {brick}이(가) 온라인인지 확인할 수 없습니다',
  },
  GlusterQuorumLost: {
    en: 'volume {volume} has lost its quorum, files cannot be written: bricks of {names} are down',
    ko: '볼륨 {volume}의 쿼럼이 깨져 쓰기가 불가능합니다: {names}의 브릭이 다운되었습니다',
  },
  GlusterHealPending: {
    en: '{count} entries of {volume} wait to be healed: not every copy is current',
    ko: '{volume}의 항목 {count}개가 복구(heal) 대기 중입니다: 일부 복제본이 최신이 아닙니다',
  },
  GlusterHealUnknown: {
    en: 'the heal state of {volume} is not known: a connected brick did not tell',
    ko: '{volume}의 복구 상태를 알 수 없습니다: 연결된 브릭이 응답하지 않았습니다',
  },
  GlusterSplitBrainFiles: {
    en: '{count} entries of {volume} are in split-brain on {host}: only a person can choose the right copy',
    ko: '{host}에서 {volume}의 항목 {count}개가 스플릿 브레인 상태입니다: 올바른 복제본은 사람이 선택해야 합니다',
  },
  GlusterSelfHealDown: {
    en: 'the self-heal daemon of {host} does not run: copies there will not be repaired',
    ko: '{host}의 자가 복구 데몬이 실행 중이 아닙니다: 복제본이 복구되지 않습니다',
  },
  GlusterShapeDiffers: {
    en: 'volume {volume} has replica {replica}, the configuration wants {wanted}',
    ko: '볼륨 {volume}의 복제 수는 {replica}이지만 설정은 {wanted}입니다',
  },
  GlusterOption: {
    en: 'volume option {option} of {volume} is {value}, wanted is {wanted}',
    ko: '{volume}의 볼륨 옵션 {option}이(가) {value}입니다. {wanted}(이)어야 합니다',
  },
  GlusterMountMissing: {
    en: '{path} is not mounted on {host}',
    ko: '{host}에 {path}이(가) 마운트되어 있지 않습니다',
  },
  GlusterMountForeign: {
    en: '{path} on {host} is a {fstype} filesystem, not the volume',
    ko: '{host}의 {path}은(는) 볼륨이 아니라 {fstype} 파일 시스템입니다',
  },
  GlusterMountHung: {
    en: 'the mount {path} on {host} does not answer: {error}',
    ko: '{host}의 마운트 {path}이(가) 응답하지 않습니다: {error}',
  },
  GlusterMountOneServer: {
    en: 'the mount of {path} on {host} knows one server only (no backup-volfile-servers in fstab): while that one is away it cannot be mounted. Phase 1 names the others',
    ko: '{host}의 {path} 마운트가 서버 하나만 압니다(fstab에 backup-volfile-servers 없음). 그 서버가 없으면 마운트할 수 없습니다. 1단계가 나머지를 기록합니다',
  },
  GlusterMountNotInFstab: {
    en: '{path} on {host} is not in fstab: it will not come back after a reboot',
    ko: '{host}의 {path}이(가) fstab에 없습니다: 재부팅 후 마운트되지 않습니다',
  },
  GlusterWriteCheckStale: {
    en: 'nothing could be written to {path} on {host} for {seconds} s',
    ko: '{host}의 {path}에 {seconds}초 동안 쓰기가 성공하지 못했습니다',
  },
};
