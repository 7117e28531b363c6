// The rules behind the findings about Slurm, the virtual address and the controllers, in a sentence each.

import type {Messages} from '../message.ts';

export const controlRules: Messages = {
  SlurmNoController: {
    en: 'slurmctld runs nowhere, and every controller was seen or is confirmed to be gone: critical.',
    ko: '모든 컨트롤러를 확인(또는 중단이 확인)했고 slurmctld가 어디에도 없으면 위험.',
  },
  SlurmNobodyInControl: {
    en: 'The newest heartbeat is older than SlurmctldTimeout: critical.',
    ko: '최신 하트비트가 SlurmctldTimeout보다 오래되면 위험.',
  },
  SlurmTakeoverUnderWay: {
    en: 'The heartbeat is still fresh and its writer is gone: critical until a standby has taken over.',
    ko: '하트비트는 아직 유효하나 쓴 컨트롤러가 사라짐. 예비가 인계할 때까지 위험.',
  },
  SlurmHeartbeatLate: {
    en: 'The heartbeat is older than two beats and a second: warning.',
    ko: '하트비트가 두 주기와 1초보다 오래되면 경고.',
  },
  SlurmHeartbeatForeign: {
    en: 'The heartbeat names an index that slurm.conf does not have, or a controller there that is none of the configuration: critical.',
    ko: '하트비트의 인덱스가 slurm.conf에 없거나 그 컨트롤러가 설정에 없으면 위험.',
  },
  SlurmDualControl: {
    en: 'The writer of the heartbeat changed and changed back sooner than a takeover can, read by one controller: critical.',
    ko: '하트비트를 쓴 컨트롤러가 인계 시간보다 빨리 바뀌었다 돌아온 것을 한 컨트롤러가 읽으면 위험.',
  },
  SlurmControlDisputed: {
    en: 'slurmdbd knows another controller in control than the heartbeat: warning, critical after SlurmctldTimeout or if the writer does not answer.',
    ko: 'slurmdbd와 하트비트가 말하는 제어 컨트롤러가 다르면 경고, SlurmctldTimeout이 지나거나 쓴 쪽이 무응답이면 위험.',
  },
  SlurmControlUnknown: {
    en: 'slurmctld runs and no heartbeat could be read anywhere: unknown.',
    ko: 'slurmctld는 도는데 하트비트를 어디서도 읽지 못하면 알 수 없음.',
  },
  SlurmStateDirLocal: {
    en: 'StateSaveLocation is not on fuse.glusterfs: critical.',
    ko: 'StateSaveLocation이 fuse.glusterfs 위에 없으면 위험.',
  },
  SlurmStateDirDiverged: {
    en: 'Controllers read different paths or heartbeats: critical; different contents only once: warning.',
    ko: '컨트롤러마다 경로나 하트비트가 다르면 위험, 내용 차이가 한 번뿐이면 경고.',
  },
  SlurmStateDirUnreadable: {
    en: 'The heartbeat file cannot be read: critical on the controller in control, else warning.',
    ko: '하트비트 파일을 읽지 못함. 제어 중인 컨트롤러면 위험, 아니면 경고.',
  },
  SlurmctldDown: {
    en: 'The unit slurmctld does not run there: warning.',
    ko: '그곳의 slurmctld 유닛이 실행 중이 아니면 경고.',
  },
  SlurmctldNotAnswering: {
    en: 'slurmctld runs and scontrol ping calls it DOWN: critical for the one in control, else warning.',
    ko: 'slurmctld는 도는데 scontrol ping이 DOWN이라 함. 제어 중이면 위험, 아니면 경고.',
  },
  SlurmMungeDown: {
    en: 'munge does not run: critical on the controller in control, else warning.',
    ko: 'munge가 실행 중이 아님. 제어 중인 컨트롤러면 위험, 아니면 경고.',
  },
  SlurmMungeKeyDrift: {en: 'The digests of munge.key differ: critical.', ko: 'munge.key의 다이제스트가 다르면 위험.'},
  SlurmConfigDrift: {en: 'The digests of slurm.conf differ: warning.', ko: 'slurm.conf의 다이제스트가 다르면 경고.'},
  SlurmdbdDown: {
    en: 'slurm.conf names it for accounting and slurmdbd does not run there: warning.',
    ko: 'slurm.conf가 지정한 곳에서 slurmdbd가 돌지 않으면 경고.',
  },
  SlurmAccountingDown: {
    en: 'sacctmgr did not reach slurmdbd: warning; slurmctld keeps records up to a limit.',
    ko: 'sacctmgr가 slurmdbd에 닿지 못하면 경고. slurmctld가 한도까지 보관.',
  },
  SlurmAccountingQueue: {
    en: 'Records waiting for slurmdbd: above 25 % of the limit or for a minute warning, above 75 % critical.',
    ko: 'slurmdbd를 기다리는 기록이 한도의 25% 초과이거나 1분 지속되면 경고, 75% 초과면 위험.',
  },
  SlurmNodesDown: {
    en: 'Nodes that cannot work: above 5 % warning, above 20 % critical, fewer information.',
    ko: '일하지 못하는 노드 5% 초과 경고, 20% 초과 위험, 그 이하는 정보.',
  },
  SlurmKillTaskFailed: {
    en: 'A node is drained with the reason "Kill task failed": warning.',
    ko: '"Kill task failed" 이유로 drain된 노드가 있으면 경고.',
  },
  SlurmPartitionNotUp: {en: 'A partition is not UP: warning.', ko: '파티션이 UP이 아니면 경고.'},

  VipAbsent: {
    en: 'No kernel holds the address: warning during a takeover (three adverts and 2 s), then critical; at once if nobody is able to take it.',
    ko: '주소를 가진 커널이 없음. 인계 시간(광고 3회+2초)까지 경고, 이후 위험. 인계할 곳이 없으면 바로 위험.',
  },
  VipOwnerUnseen: {
    en: 'Nobody seen holds the address, and a controller that could hold it was not seen: unknown.',
    ko: '확인된 곳에는 주소가 없고 확인 못 한 컨트롤러가 있으면 알 수 없음.',
  },
  VipDuplicate: {
    en: 'Two kernels hold the address: critical if it stays over two samples, is long settled, or one has no daemon.',
    ko: '두 커널이 주소를 가짐. 두 표본 연속이거나 오래 지속됐거나 한쪽에 데몬이 없으면 위험.',
  },
  VipOrphaned: {
    en: 'The address is held where keepalived is dead, or settled in another state than MASTER: critical.',
    ko: 'keepalived가 죽었거나 MASTER가 아닌 상태로 굳은 곳에 주소가 있으면 위험.',
  },
  VipMasterWithoutAddress: {
    en: 'MASTER for longer than a takeover and the kernel has no address: critical.',
    ko: '인계 시간이 지났는데 MASTER인 곳의 커널에 주소가 없으면 위험.',
  },
  VipForeignMac: {
    en: 'A neighbour table has a MAC for the address that no controller has: critical.',
    ko: '이웃 테이블의 VIP MAC이 어느 컨트롤러의 것도 아니면 위험.',
  },
  VipStaleNeighbour: {
    en: "A neighbour table has another controller's MAC for the address: warning, critical after 60 s.",
    ko: '이웃 테이블이 VIP를 다른 컨트롤러의 MAC으로 알면 경고, 60초가 지나면 위험.',
  },
  VipFlapping: {
    en: 'Became MASTER more than twice in 10 minutes: warning.',
    ko: '10분간 MASTER가 된 횟수가 2회를 넘으면 경고.',
  },
  VipMaintenance: {
    en: 'The maintenance flag is set: warning, so that nobody forgets it.',
    ko: '유지보수 표시가 있으면 잊지 않도록 경고.',
  },
  VipOnUnhealthyNode: {
    en: 'The owner of the address is not Primary in Galera, its Gluster mount is missing, foreign, hangs or fails the write check, or nginx does not answer there and does elsewhere: critical.',
    ko: '주소를 가진 곳의 Galera가 Primary가 아니거나, Gluster 마운트가 없거나 다른 것이거나 멈추거나 쓰기 점검에 실패하거나, nginx가 그곳에서만 응답하지 않으면 위험.',
  },
  KeepalivedDown: {en: 'The unit keepalived does not run: warning.', ko: 'keepalived 유닛이 실행 중이 아니면 경고.'},
  KeepalivedFault: {
    en: 'VRRP state FAULT, other than by maintenance alone: warning.',
    ko: '유지보수 때문만이 아닌 VRRP FAULT 상태이면 경고.',
  },
  KeepalivedCheckFailing: {
    en: 'A functional check fails where the daemon is not in FAULT yet: warning.',
    ko: '아직 FAULT는 아니지만 기능 점검이 실패하면 경고.',
  },

  ReadingLost: {
    en: 'The controller answers and this reading did not succeed: unknown.',
    ko: '컨트롤러는 응답하나 이 항목을 읽지 못하면 알 수 없음.',
  },
  ControllerLost: {
    en: 'We cannot reach it, and its peers (Galera, Redis, Slurm, Gluster, ping) confirm that it is gone: warning.',
    ko: '접속할 수 없고 다른 컨트롤러들(Galera, Redis, Slurm, Gluster, ping)도 중단을 확인하면 경고.',
  },
  ManagementPathLost: {
    en: 'We cannot reach it, and a peer works with it right now: only our way is broken. Warning.',
    ko: '우리는 접속할 수 없으나 다른 컨트롤러가 지금 함께 동작함. 접속 경로만 문제이므로 경고.',
  },
  ControllerUnreachable: {
    en: 'We cannot reach it and nobody can say anything: unknown. Unreachable is not down.',
    ko: '접속할 수 없고 아무도 확인해 주지 못하면 알 수 없음. 접속 불가는 중단이 아님.',
  },
  ControllerRefusesUs: {
    en: 'Login or host key were refused: our way in is wrong, which says nothing about it. Unknown.',
    ko: '로그인이나 호스트 키가 거부됨. 접속 방법 문제이므로 알 수 없음.',
  },
  NodePartitioned: {
    en: 'Reachable for us, non-Primary in Galera and without any Gluster peer: critical.',
    ko: '우리는 접속되나 Galera non-Primary이고 Gluster 피어가 하나도 없으면 위험.',
  },
  NoTolerance: {
    en: 'The least tolerance of the deployed services is 0: warning, also when all is green.',
    ko: '배포된 서비스의 최소 여유가 0이면 모두 정상이어도 경고.',
  },
  DiskFilling: {
    en: 'Used at least thresholds.disk_warning_percent: warning.',
    ko: '사용률이 thresholds.disk_warning_percent 이상이면 경고.',
  },
  DiskFull: {
    en: 'Used at least thresholds.disk_critical_percent: critical.',
    ko: '사용률이 thresholds.disk_critical_percent 이상이면 위험.',
  },
  DiskDatadirFull: {
    en: 'More than 95 % used under the database: critical, a full one aborts the server.',
    ko: '데이터베이스 디스크 사용률이 95%를 넘으면 위험. 가득 차면 서버가 중단됨.',
  },
  InodesFilling: {
    en: 'Inodes used at least the disk thresholds: warning or critical.',
    ko: 'inode 사용률이 디스크 임계값 이상이면 경고 또는 위험.',
  },
  FilesystemReadOnly: {
    en: 'A file system that services need is mounted read-only: critical.',
    ko: '서비스에 필요한 파일 시스템이 읽기 전용이면 위험.',
  },
  MemoryLow: {
    en: 'Memory available below 5 %: warning; below 2 %: critical.',
    ko: '가용 메모리 5% 미만 경고, 2% 미만 위험.',
  },
  ClockSkew: {
    en: 'Controllers differ by thresholds.clock_skew_warning_ms or _critical_ms; the odd one out is named.',
    ko: '컨트롤러 시계 차이가 thresholds.clock_skew_warning_ms 또는 _critical_ms 이상. 가장 다른 곳을 지목.',
  },
  OwnClockDiffers: {
    en: 'All controllers agree and this machine differs: information.',
    ko: '컨트롤러는 모두 일치하고 이 장비만 다르면 정보.',
  },
  UnitFailed: {
    en: 'systemd counts a failed unit: warning if it is one of ours or a mount, else information.',
    ko: 'systemd에 실패한 유닛이 있음. 관리 대상이나 마운트면 경고, 아니면 정보.',
  },
  UnitMasked: {en: 'A managed unit is masked: warning.', ko: '관리 대상 유닛이 mask되어 있으면 경고.'},
  RestartPending: {
    en: 'A changed configuration waits for a restart (a mark in /var/lib/hpcha/pending): warning.',
    ko: '바뀐 설정이 재시작을 기다리면(/var/lib/hpcha/pending 표시) 경고.',
  },
  DrillResidue: {
    en: 'A table, a queue or a mark that only drills make was found: warning.',
    ko: '훈련만 만드는 테이블, 큐, 표시가 남아 있으면 경고.',
  },
  DrillRtoDisagrees: {
    en: 'The last drill of its kind from this machine took more than 1.5 times the predicted time and 0.5 s to recover: information here, a warning in its report. It stands until a newer drill agrees.',
    ko: '이 장비에서 한 같은 종류의 마지막 훈련이 예측의 1.5배에 0.5초를 더한 것보다 오래 걸렸음. 여기서는 정보, 보고서에서는 경고. 더 새로운 훈련이 예측과 맞을 때까지 남음.',
  },
  OperationLockHeld: {en: '/run/hpcha/op.json exists: information.', ko: '/run/hpcha/op.json이 있으면 정보.'},
};
