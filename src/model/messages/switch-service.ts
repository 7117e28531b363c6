// Messages of refusals about moving Redis and Slurm, by code: which condition is not met, and what to do.

import type {Messages} from '../message.ts';

export const switchServiceMessages: Messages = {
  RedisNoAgreedMaster: {
    en: 'Instances and sentinels do not agree on one Redis master (sentinels name {named}). Wait for the failover to end, then run this again.',
    ko: 'Redis 인스턴스와 센티널이 하나의 마스터에 동의하지 않습니다(센티널: {named}). 장애 조치가 끝난 뒤 다시 실행하십시오.',
  },
  RedisSentinelUnfit: {
    en: 'The sentinel of {host} could not help to move the master ({why}). A majority of them is needed: start --phase 3.',
    ko: '{host}의 센티널이 마스터 이동을 도울 수 없습니다({why}). 과반이 필요합니다: start --phase 3.',
  },
  RedisTargetUnknown: {
    en: '{host} has no Redis. Those that have are {names}.',
    ko: '{host}에는 Redis가 없습니다. 대상: {names}.',
  },
  RedisTargetIsMaster: {
    en: '{host} is the master already: choose another one.',
    ko: '{host}이(가) 이미 마스터입니다. 다른 컨트롤러를 고르십시오.',
  },
  RedisTargetUnseen: {
    en: 'Redis on {host} could not be looked at ({why}). Make it reachable: a switch without loss needs to see every instance.',
    ko: '{host}의 Redis를 확인할 수 없습니다({why}). 접속 가능하게 하십시오. 손실 없는 전환에는 모든 인스턴스를 볼 수 있어야 합니다.',
  },
  RedisTargetSilent: {
    en: 'Redis on {host} does not answer. Start it: start --phase 3.',
    ko: '{host}의 Redis가 응답하지 않습니다. 시작하십시오: start --phase 3.',
  },
  RedisTargetNoReplica: {
    en: 'Redis on {host} calls itself {role}, not a replica: it could not be promoted. Look at its role first.',
    ko: '{host}의 Redis는 복제본이 아니라 {role}입니다. 승격할 수 없으니 역할을 먼저 확인하십시오.',
  },
  RedisTargetLink: {
    en: 'The replica on {host} is not connected to its master ({state}). Wait until it is in step again.',
    ko: '{host}의 복제본이 마스터와 연결되어 있지 않습니다({state}). 다시 따라잡을 때까지 기다리십시오.',
  },
  RedisTargetNever: {
    en: 'The replica on {host} has priority 0: it is never promoted. Change replica-priority there first.',
    ko: '{host}의 복제본은 우선순위가 0이라 승격되지 않습니다. replica-priority를 먼저 바꾸십시오.',
  },
  RedisTargetBehind: {
    en: 'The replica on {host} is {bytes} bytes behind. Wait until it has caught up.',
    ko: '{host}의 복제본이 {bytes} 바이트 뒤처져 있습니다. 따라잡을 때까지 기다리십시오.',
  },
  RedisMastersApart: {
    en: 'Every Redis master is on a machine of its own: there is nothing to rebalance. To move one: --to HOST.',
    ko: 'Redis 마스터가 모두 서로 다른 장비에 있어 재배치할 것이 없습니다. 옮기려면 --to HOST를 쓰십시오.',
  },
  RedisCannotSpread: {
    en: '{hosts} holds more than one Redis master, and no controller without a master has a replica of one of them. Repair the replicas first (start --phase 3), or move one by hand: --to HOST.',
    ko: '{hosts}에 Redis 마스터가 둘 이상 있지만, 마스터가 없는 컨트롤러에 그 복제본이 없습니다. 먼저 복제본을 고치거나(start --phase 3) --to HOST로 옮기십시오.',
  },
  RedisClusterNotWhole: {
    en: 'No Redis node that was seen finds the cluster whole (cluster_state ok), so who owns which slots is not certain. Bring the missing nodes back first: start --phase 3.',
    ko: '확인된 Redis 노드 중 클러스터가 온전하다고(cluster_state ok) 보는 노드가 없어 슬롯의 주인을 알 수 없습니다. 빠진 노드를 먼저 복구하십시오: start --phase 3.',
  },
  RedisNoReplicaThere: {
    en: 'No master of another machine has its replica on {host}. Choose a controller that has one.',
    ko: '{host}에는 다른 장비 마스터의 복제본이 없습니다. 복제본이 있는 컨트롤러를 고르십시오.',
  },
  SlurmNoStandby: {
    en: 'slurm.conf names one controller only: there is nobody to take over. Enable Slurm on a second one.',
    ko: 'slurm.conf에 컨트롤러가 하나뿐이라 넘겨받을 곳이 없습니다. 두 번째 컨트롤러에 Slurm을 켜십시오.',
  },
  SlurmNobodySeenInControl: {
    en: 'No controller is seen in control of Slurm. Standbys take over by themselves within SlurmctldTimeout; look at the heartbeat and at the logs first.',
    ko: 'Slurm을 제어 중인 컨트롤러가 보이지 않습니다. 대기 컨트롤러가 SlurmctldTimeout 안에 스스로 넘겨받습니다. 먼저 하트비트와 로그를 확인하십시오.',
  },
  SlurmFirstStaysAway: {
    en: 'slurmctld on {host} is the first of SlurmctldHost and takes control back whenever it runs: it is kept stopped until takeover-slurm --to {host} (or the next boot).',
    ko: '{host}의 slurmctld는 SlurmctldHost의 첫 번째라 실행되면 언제든 제어를 되찾습니다. takeover-slurm --to {host}(또는 다음 부팅) 때까지 멈춰 둡니다.',
  },
  SlurmWriterSilent: {
    en: '{host} writes the heartbeat of Slurm and answers nobody: it is taking control just now (up to a minute under load), or it hangs. Look again after a minute; where it still answers nobody, go on: it is ended once control is elsewhere.',
    ko: '{host}이(가) Slurm 하트비트를 쓰면서 아무에게도 응답하지 않습니다. 지금 제어를 넘겨받는 중이거나(부하가 크면 1분까지) 멈춘 것입니다. 1분 뒤 다시 확인하고, 그때도 응답이 없으면 계속하십시오. 제어가 옮겨진 뒤 그 slurmctld를 끝냅니다.',
  },
  SlurmWriterSilentBeside: {
    en: '{host} writes the heartbeat of Slurm and answers nobody, and {others} has written it as well: {host} is taking control just now, or it hangs beside {others}. Look again after a minute; where both still write, go on: {host} is ended.',
    ko: '{host}이(가) Slurm 하트비트를 쓰면서 아무에게도 응답하지 않고, {others}도 하트비트를 썼습니다. {host}이(가) 지금 제어를 넘겨받는 중이거나 {others} 옆에서 멈춘 것입니다. 1분 뒤 다시 확인하고, 그때도 둘 다 쓰고 있으면 계속하십시오. {host}의 slurmctld를 끝냅니다.',
  },
  SlurmStateSplit: {
    en: '{count} entries of the volume are in split brain: the state of Slurm may be among them. Resolve that first (heal-gluster).',
    ko: '볼륨의 항목 {count}개가 스플릿 브레인입니다. Slurm 상태가 포함되었을 수 있으니 먼저 해결하십시오(heal-gluster).',
  },
  SlurmTargetUnknown: {
    en: '{host} is no controller of Slurm. Those are, in their order: {names}.',
    ko: '{host}은(는) Slurm 컨트롤러가 아닙니다. 순서대로: {names}.',
  },
  SlurmTargetInControl: {
    en: '{host} is in control already: choose another one.',
    ko: '{host}이(가) 이미 제어 중입니다. 다른 컨트롤러를 고르십시오.',
  },
  SlurmTargetUnseen: {
    en: 'Slurm on {host} could not be looked at ({why}). Make it reachable.',
    ko: '{host}의 Slurm을 확인할 수 없습니다({why}). 접속 가능하게 하십시오.',
  },
  SlurmTargetStopped: {
    en: 'slurmctld on {host} is {state}. Start it: start --phase 4.',
    ko: '{host}의 slurmctld가 {state} 상태입니다. 시작하십시오: start --phase 4.',
  },
  SlurmTargetSilent: {
    en: 'No controller gets an answer from slurmctld on {host}. Look at munge and at the network there.',
    ko: '어떤 컨트롤러도 {host}의 slurmctld에서 응답을 받지 못합니다. munge와 네트워크를 확인하십시오.',
  },
  SlurmTargetState: {
    en: '{host} cannot read the shared state of Slurm ({why}): it would begin without the jobs. Repair the mount first.',
    ko: '{host}이(가) Slurm의 공유 상태를 읽지 못합니다({why}). 작업 없이 시작하게 됩니다. 마운트를 먼저 고치십시오.',
  },
  SlurmTargetKey: {
    en: 'The munge key of {host} differs from the one in use. Converge it first: start --phase 4.',
    ko: '{host}의 munge 키가 사용 중인 것과 다릅니다. 먼저 맞추십시오: start --phase 4.',
  },
  SlurmTargetConfig: {
    en: 'slurm.conf on {host} differs from the one in use. Converge it first: start --phase 4.',
    ko: '{host}의 slurm.conf가 사용 중인 것과 다릅니다. 먼저 맞추십시오: start --phase 4.',
  },
  SlurmTargetClock: {
    en: 'The clock of {host} is {ms} ms off: the heartbeat protects only while clocks agree. Repair its time synchronisation first.',
    ko: '{host}의 시계가 {ms} ms 어긋나 있습니다. 하트비트 보호는 시계가 맞아야 유효합니다. 먼저 시간 동기화를 고치십시오.',
  },
  AlignNothing: {
    en: 'The virtual address and the control of Slurm are on {host} already.',
    ko: '가상 주소와 Slurm 제어가 이미 {host}에 함께 있습니다.',
  },
  PartUnknownHost: {
    en: '{host} is no controller of this cluster. Those are {names}.',
    ko: '{host}은(는) 이 클러스터의 컨트롤러가 아닙니다. 대상: {names}.',
  },
  PartNotSeen: {
    en: '{host} could not be looked at ({why}), so what would be left is not known. Make it reachable first.',
    ko: '{host}을(를) 확인할 수 없어({why}) 무엇이 남을지 알 수 없습니다. 먼저 접속 가능하게 하십시오.',
  },
  PartDatabase: {
    en: 'Galera would be left with {left} of {size} members, no majority: the database would stop. Bring the others back first.',
    ko: 'Galera 구성원이 {size} 중 {left}만 남아 과반이 되지 않습니다. 데이터베이스가 멈춥니다. 다른 노드를 먼저 복구하십시오.',
  },
  PartVolume: {
    en: 'The volume would be left with {left} of {count} bricks, below its quorum of {quorum}: writes would stop. Bring the others back first.',
    ko: '볼륨의 브릭이 {count} 중 {left}만 남아 정족수 {quorum}에 못 미칩니다. 쓰기가 멈춥니다. 다른 브릭을 먼저 복구하십시오.',
  },
  PartHealing: {
    en: '{count} entries are still to be healed: whoever leaves now may take the only good copy along. Wait for the heal (heal-gluster).',
    ko: '치유할 항목이 {count}개 남았습니다. 지금 나가면 유일한 정상 사본이 함께 사라질 수 있습니다. 치유를 기다리십시오(heal-gluster).',
  },
  PartRedis: {
    en: 'Redis would be left with {left} of {count} sentinels or without a replica in step: a failure could not be answered. Bring the others back first.',
    ko: 'Redis 센티널이 {count} 중 {left}만 남거나 따라잡은 복제본이 없게 됩니다. 다른 노드를 먼저 복구하십시오.',
  },
  PartRedisUnknown: {
    en: 'No Redis node finds the cluster whole now, so what would be left is not known. Bring the missing nodes back first: start --phase 3.',
    ko: '지금 클러스터가 온전하다고 보는 Redis 노드가 없어 무엇이 남을지 알 수 없습니다. 빠진 노드를 먼저 복구하십시오: start --phase 3.',
  },
  PartRedisVotes: {
    en: 'Only {left} of {total} Redis masters would be left, and {majority} must agree on any promotion: Redis would stop. Spread the masters first: switch-redis.',
    ko: 'Redis 마스터가 {total}개 중 {left}개만 남는데 승격에는 {majority}개의 동의가 필요합니다. Redis가 멈춥니다. 먼저 마스터를 나누십시오: switch-redis.',
  },
  PartRedisAlone: {
    en: 'The slots {slots} have no replica in step on another controller: their keys would go away with {host}. Bring a replica back first: start --phase 3.',
    ko: '슬롯 {slots}의 따라잡은 복제본이 다른 컨트롤러에 없습니다. {host}와(과) 함께 키를 잃습니다. 먼저 복제본을 복구하십시오: start --phase 3.',
  },
  PartMovesRedisSlots: {
    en: 'The Redis slots of {host} move to their replicas on {to}.',
    ko: '{host}의 Redis 슬롯이 {to}의 복제본으로 옮겨집니다.',
  },
  PartSlurm: {
    en: 'Slurm is controlled from {host}, and no standby could take over. Bring one back first: start --phase 4.',
    ko: 'Slurm을 {host}이(가) 제어 중이며 넘겨받을 대기 컨트롤러가 없습니다. 먼저 하나를 복구하십시오: start --phase 4.',
  },
  PartAddress: {
    en: '{host} holds the virtual address, and no other controller could take it. Look at their reasons: failover-vip --dry-run.',
    ko: '{host}이(가) 가상 주소를 갖고 있으며 받을 수 있는 컨트롤러가 없습니다. 이유 확인: failover-vip --dry-run.',
  },
  PartNoSpare: {
    en: '{service}: after that no further controller may fail.',
    ko: '{service}: 이후에는 더 이상 고장이 나면 안 됩니다.',
  },
  PartMovesAddress: {en: 'The virtual address moves to {to}.', ko: '가상 주소가 {to}(으)로 옮겨집니다.'},
  PartMovesRedis: {
    en: 'The Redis master moves to another controller.',
    ko: 'Redis 마스터가 다른 컨트롤러로 옮겨집니다.',
  },
  PartMovesSlurm: {en: 'Control of Slurm moves to {to}.', ko: 'Slurm 제어가 {to}(으)로 옮겨집니다.'},
};
