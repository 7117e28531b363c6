// The rules behind findings about who belongs to a service, who was lost with its controller, and what could not be read.

import type {Messages} from '../message.ts';

export const memberRules: Messages = {
  GlusterNotDeployedHere: {
    en: 'The configuration wants GlusterFS there, other controllers have it and this one has not: warning.',
    ko: '설정상 GlusterFS가 있어야 하고 다른 컨트롤러에는 있으나 이곳에는 없으면 경고.',
  },
  GlusterPeerMissing: {
    en: 'One of the two does not have the other in its pool: critical.',
    ko: '둘 중 하나라도 상대를 풀의 구성원으로 갖고 있지 않으면 위험.',
  },
  GlusterPeerAsymmetry: {
    en: 'One sees the other connected and not the other way round: warning, critical in the second sample.',
    ko: '한쪽만 상대를 연결된 것으로 보면 경고, 두 번째 표본에서도 그러면 위험.',
  },
  GlusterPeersApart: {
    en: 'Both see each other disconnected while both controllers were seen: warning.',
    ko: '두 컨트롤러가 모두 확인됐는데 서로 연결이 끊긴 것으로 보면 경고.',
  },
  GlusterPeerRejected: {
    en: 'A peer is in the state "Peer Rejected": critical.',
    ko: '피어 상태가 "Peer Rejected"이면 위험.',
  },
  GlusterVolumeMissing: {
    en: 'The pool answers and has no volume of the configured name: critical.',
    ko: '풀은 응답하나 설정된 이름의 볼륨이 없으면 위험.',
  },
  GlusterVolumeStopped: {
    en: 'The volume exists and is not started: critical.',
    ko: '볼륨이 있으나 시작되지 않았으면 위험.',
  },
  GlusterHealPending: {
    en: 'Entries wait to be healed: information while a brick is down, warning in the second sample with all bricks up.',
    ko: '복구 대기 항목이 있음. 브릭이 중단된 동안은 정보, 모든 브릭이 정상인데 두 번째 표본에도 있으면 경고.',
  },
  GaleraNotDeployedHere: {
    en: 'The configuration wants MariaDB there, others have it and this one has not: warning.',
    ko: '설정상 MariaDB가 있어야 하고 다른 곳에는 있으나 이곳에는 없으면 경고.',
  },
  RedisNodeLost: {
    en: 'The controller is gone, as its peers confirm, and Redis with it: warning.',
    ko: '다른 노드들이 컨트롤러의 중단을 확인했고 Redis도 함께 잃었으면 경고.',
  },
  SlurmctldLost: {
    en: 'The controller is gone, as its peers confirm, and slurmctld with it: warning.',
    ko: '다른 노드들이 컨트롤러의 중단을 확인했고 slurmctld도 함께 잃었으면 경고.',
  },
  KeepalivedLost: {
    en: 'The controller is gone, as its peers confirm, and keepalived with it: warning.',
    ko: '다른 노드들이 컨트롤러의 중단을 확인했고 keepalived도 함께 잃었으면 경고.',
  },
  SlurmctldUnasked: {
    en: 'slurmctld runs there, and no controller could ask it with scontrol ping: unknown.',
    ko: 'slurmctld는 도는데 어느 컨트롤러도 scontrol ping으로 물어볼 수 없었으면 알 수 없음.',
  },
  SlurmConfUnread: {
    en: 'slurm.conf is not there or cannot be read: unknown.',
    ko: 'slurm.conf가 없거나 읽을 수 없으면 알 수 없음.',
  },
  SlurmNotCompared: {
    en: 'A digest could not be read, so a difference would go unseen: information.',
    ko: '다이제스트를 읽지 못해 차이가 있어도 보이지 않으므로 정보.',
  },
  SlurmStateDirUnknown: {
    en: 'Neither slurm.conf nor the mount table told where the state lies: unknown.',
    ko: 'slurm.conf와 마운트 테이블에서 상태의 위치를 알 수 없으면 알 수 없음.',
  },
  SlurmClusterUnread: {
    en: 'Nodes and jobs could not be asked for although somebody is in control: unknown.',
    ko: '제어 중인 컨트롤러가 있는데 노드와 작업을 조회하지 못하면 알 수 없음.',
  },
  SlurmBackupInControl: {
    en: 'A fresh heartbeat comes from another than the first SlurmctldHost: information.',
    ko: '최신 하트비트가 첫 번째 SlurmctldHost가 아닌 곳에서 오면 정보.',
  },
  SlurmNodesDrained: {
    en: 'Nodes are drained on purpose, for another reason than "Kill task failed": information.',
    ko: '"Kill task failed"가 아닌 이유로 노드가 drain되어 있으면 정보.',
  },
  SlurmNodesInvalid: {
    en: 'slurmctld marks nodes as INVALID_REG, with less than slurm.conf says: warning.',
    ko: 'slurmctld가 노드를 INVALID_REG(slurm.conf보다 자원이 적음)로 표시하면 경고.',
  },
  SlurmTakeoverImminent: {
    en: 'The mount of the controller in control does not answer while its heartbeat ages: warning, with the seconds that are left.',
    ko: '제어 중인 컨트롤러의 마운트가 응답하지 않고 하트비트가 오래됨. 남은 시간과 함께 경고.',
  },
  KeepalivedNotReady: {
    en: 'The daemon runs in a state that is neither MASTER, BACKUP nor FAULT: warning.',
    ko: '데몬이 MASTER, BACKUP, FAULT가 아닌 상태로 돌고 있으면 경고.',
  },
  KeepalivedStateUnknown: {
    en: 'The daemon runs and its event log says no state: unknown; information where the kernel holds the address.',
    ko: '데몬은 도는데 이벤트 기록에 상태가 없으면 알 수 없음. 커널이 주소를 가진 곳이면 정보.',
  },
  HostCallsItselfOtherwise: {
    en: 'The machine’s own hostname is not the configured one: warning.',
    ko: '장비의 호스트 이름이 설정과 다르면 경고.',
  },
  TimeNotSynchronised: {
    en: 'timedatectl says that the clock is not synchronised: warning.',
    ko: 'timedatectl이 시계가 동기화되지 않았다고 하면 경고.',
  },
};
