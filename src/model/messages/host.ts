// Messages of findings about hosts and about the cluster as a whole, by code.

import type {Messages} from '../message.ts';

export const hostMessages: Messages = {
  ReadingLost: {
    en: '{service} on {host} could not be read: {error}',
    ko: '{host}의 {service} 상태를 읽지 못했습니다: {error}',
  },
  ControllerLost: {
    en: '{host} is gone: unreachable ({error}), and {peers} confirm it. It may be dead or cut off; only fencing could tell',
    ko: '{host}이(가) 사라졌습니다: 접속할 수 없고({error}) {peers}이(가) 이를 확인했습니다. 전원이 꺼졌는지 네트워크만 끊겼는지는 펜싱 없이는 알 수 없습니다',
  },
  ManagementPathLost: {
    en: 'only our path to {host} is broken ({error}): {peers} still work with it. Do not treat it as down',
    ko: '{host}(으)로 가는 관리 경로만 끊겼습니다({error}): {peers}은(는) 계속 함께 동작 중입니다. 다운으로 취급하지 마십시오',
  },
  ControllerUnreachable: {
    en: '{host} cannot be reached ({error}), and no peer can say whether it is down',
    ko: '{host}에 접속할 수 없고({error}) 다운 여부를 확인해 줄 다른 컨트롤러도 없습니다',
  },
  ControllerRefusesUs: {
    en: '{host} refuses our login: {error}. That says nothing about its health',
    ko: '{host}이(가) 로그인을 거부합니다: {error}. 상태에 대해서는 아무것도 알 수 없습니다',
  },
  NodePartitioned: {
    en: '{host} answers us but is cut off from its peers (ports {links})',
    ko: '{host}은(는) 응답하지만 다른 컨트롤러와 단절되어 있습니다 (포트 {links})',
  },
  NoTolerance: {
    en: 'no further controller may fail: {services} would stop',
    ko: '더 이상 컨트롤러가 고장 나면 안 됩니다: {services} 서비스가 멈춥니다',
  },
  VipOnUnhealthyNode: {
    en: 'the VIP {vip} is on {host}, which is not healthy: {faults}',
    ko: 'VIP {vip}이(가) 정상이 아닌 {host}에 있습니다: {faults}',
  },
  SlurmTakeoverImminent: {
    en: 'slurmctld in control on {host} cannot write its state: heartbeat {age} s old, a standby takes over at {limit} s',
    ko: '{host}의 활성 slurmctld가 상태를 기록하지 못합니다: 하트비트 {age}초 경과, {limit}초에 대기 컨트롤러가 인계합니다',
  },
  DiskFilling: {en: '{path} on {host} is {percent} % full', ko: '{host}의 {path} 사용률이 {percent} %입니다'},
  DiskFull: {en: '{path} on {host} is {percent} % full', ko: '{host}의 {path}이(가) 거의 찼습니다: {percent} %'},
  DiskDatadirFull: {
    en: '{path} on {host} is {percent} % full: a full data directory makes this Galera node inconsistent and stops it',
    ko: '{host}의 {path}이(가) {percent} % 찼습니다: 데이터 디렉터리가 가득 차면 이 Galera 노드는 불일치 상태가 되어 중단됩니다',
  },
  InodesFilling: {
    en: '{path} on {host} has used {percent} % of its inodes',
    ko: '{host}의 {path} inode 사용률이 {percent} %입니다',
  },
  FilesystemReadOnly: {
    en: '{path} on {host} is mounted read-only',
    ko: '{host}의 {path}이(가) 읽기 전용으로 마운트되어 있습니다',
  },
  MemoryLow: {
    en: 'only {percent} % of the memory of {host} is available',
    ko: '{host}의 사용 가능한 메모리가 {percent} %뿐입니다',
  },
  HostCallsItselfOtherwise: {
    en: '{host} calls itself {actual}: Slurm and Galera will not find it by its name',
    ko: '{host}의 실제 호스트 이름이 {actual}입니다: Slurm과 Galera가 이름으로 찾지 못합니다',
  },
  ClockSkew: {
    en: "clocks of the controllers are {ms} ms apart, {host} most: Slurm's protection against two active controllers relies on them",
    ko: '컨트롤러 간 시계 차이가 {ms} ms입니다({host}이(가) 가장 큼): Slurm의 이중 활성 방지가 시계에 의존합니다',
  },
  OwnClockDiffers: {
    en: "this machine's own clock is {ms} ms off the controllers'",
    ko: '이 컴퓨터의 시계가 컨트롤러들과 {ms} ms 다릅니다',
  },
  TimeNotSynchronised: {
    en: 'chrony on {host} has no time source',
    ko: '{host}의 chrony가 시간 서버와 동기화되지 않았습니다',
  },
  UnitFailed: {en: '{unit} on {host} has failed', ko: '{host}의 {unit} 유닛이 실패했습니다'},
  UnitMasked: {
    en: '{unit} on {host} is {state}: it cannot start',
    ko: '{host}의 {unit}이(가) {state} 상태라 시작할 수 없습니다',
  },
  OperationLockHeld: {
    en: 'An operation holds the lock on {hosts}',
    ko: '작업이 {hosts}의 잠금을 잡고 있습니다',
  },
  RestartPending: {
    en: '{unit} on {host} runs with an older configuration: its restart is still due',
    ko: '{host}의 {unit}이(가) 이전 설정으로 동작 중입니다: 재시작이 남아 있습니다',
  },
  DrillResidue: {
    en: 'a drill left something on {host}: {what}',
    ko: '{host}에 훈련의 잔여물이 남아 있습니다: {what}',
  },
};
