// Messages of findings about redis, by code.

import type {Messages} from '../message.ts';

export const redisMessages: Messages = {
  RedisNodeDown: {
    en: 'Redis on {host} (port {port}) is not running: {unit} is {state}',
    ko: '{host}의 Redis(포트 {port})가 실행 중이 아닙니다: {unit} 상태 {state}',
  },
  RedisNodeLost: {
    en: 'Redis on {host} is lost with its controller',
    ko: '{host}의 Redis를 컨트롤러와 함께 잃었습니다',
  },
  RedisNotAnswering: {
    en: 'Redis on {host} (port {port}) runs but does not answer: {error}',
    ko: '{host}의 Redis(포트 {port})가 실행 중이지만 응답하지 않습니다: {error}',
  },
  RedisLoading: {
    en: 'Redis on {host} (port {port}) is still loading its data',
    ko: '{host}의 Redis(포트 {port})가 아직 데이터를 읽어들이는 중입니다',
  },
  RedisAofFailing: {
    en: 'Redis on {host} (port {port}) cannot write its append-only file: writes are refused',
    ko: '{host}의 Redis(포트 {port})가 AOF 파일을 쓰지 못해 쓰기를 거부합니다',
  },
  RedisAofRewriteFailing: {
    en: 'Redis on {host} (port {port}) could not rewrite its append-only file; it keeps growing',
    ko: '{host}의 Redis(포트 {port})가 AOF 파일을 다시 쓰지 못해 파일이 계속 커집니다',
  },
  RedisSaveFailing: {
    en: 'The last snapshot of Redis on {host} (port {port}) failed',
    ko: '{host}의 Redis(포트 {port})의 마지막 스냅숏 저장이 실패했습니다',
  },
  RedisNoPersistence: {
    en: 'Redis on {host} (port {port}) keeps nothing on disk: if it restarts as master, all data is lost',
    ko: '{host}의 Redis(포트 {port})가 디스크에 아무것도 저장하지 않습니다: 마스터로 재시작하면 모든 데이터를 잃습니다',
  },
  RedisMemoryHigh: {
    en: 'Redis on {host} (port {port}) uses {percent} % of its maxmemory',
    ko: '{host}의 Redis(포트 {port})가 maxmemory의 {percent} %를 사용합니다',
  },
  RedisEvicting: {
    en: 'Redis on {host} (port {port}) threw away {count} keys to make room',
    ko: '{host}의 Redis(포트 {port})가 공간 확보를 위해 키 {count}개를 버렸습니다',
  },
  RedisReplicaLinkDown: {
    en: 'The replica on {host} has had no link to its master for {seconds} s',
    ko: '{host}의 복제본이 {seconds}초 동안 마스터와 연결되지 않았습니다',
  },
  RedisReplicaSyncing: {
    en: 'The replica on {host} is copying all data from its master',
    ko: '{host}의 복제본이 마스터에서 전체 데이터를 복사하는 중입니다',
  },
  RedisReplicaSilent: {
    en: 'The replica on {host} has heard nothing from its master for {seconds} s',
    ko: '{host}의 복제본이 {seconds}초 동안 마스터에서 아무것도 받지 못했습니다',
  },
  RedisReplicaLag: {
    en: 'The replica on {host} is {bytes} bytes behind its master',
    ko: '{host}의 복제본이 마스터보다 {bytes}바이트 뒤처져 있습니다',
  },
  RedisReplicaOfAnother: {
    en: 'The replica on {host} follows {follows}, but the master is {master}',
    ko: '{host}의 복제본이 {follows}을(를) 따르지만 마스터는 {master}입니다',
  },
  RedisReplicaWritable: {
    en: 'The replica on {host} accepts writes, which its master will overwrite',
    ko: '{host}의 복제본이 쓰기를 받아들이며, 그 내용은 마스터가 덮어씁니다',
  },
  RedisNoReplica: {
    en: 'The master on {host} has no replica that could take over',
    ko: '{host}의 마스터를 이어받을 수 있는 복제본이 없습니다',
  },
  RedisWritesRefused: {
    en: 'The master on {host} refuses writes: {good} good replicas, {wanted} wanted',
    ko: '{host}의 마스터가 쓰기를 거부합니다: 정상 복제본 {good}개, 필요 {wanted}개',
  },
  RedisUnboundedLoss: {
    en: 'min-replicas-to-write is off on {host}: cut off from its replicas, it goes on accepting writes that will be lost',
    ko: '{host}의 min-replicas-to-write가 꺼져 있습니다: 복제본과 끊겨도 쓰기를 계속 받고, 그 쓰기는 유실됩니다',
  },
  RedisTwoMasters: {
    en: 'Several Redis masters and no agreement: {masters}',
    ko: 'Redis 마스터가 여럿이고 합의가 없습니다: {masters}',
  },
  RedisSentinelsDisagree: {
    en: 'The sentinels do not agree who the master is: {masters}',
    ko: '센티널들이 마스터에 대해 합의하지 못합니다: {masters}',
  },
  RedisStaleMaster: {
    en: '{host} still calls itself master, but the sentinels made {master} master: writes on {host} will be discarded',
    ko: '{host}이(가) 여전히 마스터라고 하지만 센티널은 {master}을(를) 마스터로 정했습니다: {host}의 쓰기는 폐기됩니다',
  },
  RedisNoMaster: {
    en: 'Redis has no master (the sentinels name: {named})',
    ko: 'Redis 마스터가 없습니다 (센티널이 지목한 마스터: {named})',
  },
  RedisFailoverUnderWay: {
    en: 'A failover is under way: {to} has been promoted, the sentinels still name {from}',
    ko: '장애 조치가 진행 중입니다: {to}이(가) 승격되었지만 센티널은 아직 {from}을(를) 지목합니다',
  },
  RedisMasterLost: {
    en: 'The Redis master {master} is gone and no replica has been promoted yet',
    ko: 'Redis 마스터 {master}이(가) 사라졌고 아직 승격된 복제본이 없습니다',
  },
  RedisMasterDownAgreed: {
    en: 'The sentinels agree that the master {master} is down (seen by {by})',
    ko: '센티널들이 마스터 {master}의 다운에 합의했습니다 (확인: {by})',
  },
  RedisMasterSuspected: {
    en: 'The master {master} does not answer the sentinel on {by}',
    ko: '마스터 {master}이(가) {by}의 센티널에 응답하지 않습니다',
  },
  RedisSentinelDown: {
    en: 'The sentinel on {host} is not running ({state})',
    ko: '{host}의 센티널이 실행 중이 아닙니다 ({state})',
  },
  RedisSentinelNotAnswering: {
    en: 'The sentinel on {host} runs but says nothing about the master: {error}',
    ko: '{host}의 센티널이 실행 중이지만 마스터에 대해 답하지 않습니다: {error}',
  },
  RedisNoQuorum: {
    en: 'The sentinel on {host} could not fail over now: {answer}',
    ko: '{host}의 센티널이 지금 장애 조치를 할 수 없습니다: {answer}',
  },
  RedisStaleSentinels: {
    en: 'The sentinel on {host} knows {others} others instead of {expected}: dead ones count in every majority until SENTINEL RESET',
    ko: '{host}의 센티널이 다른 센티널을 {expected}개가 아닌 {others}개로 압니다: 죽은 센티널도 SENTINEL RESET 전까지 과반 계산에 들어갑니다',
  },
  RedisSentinelsMissing: {
    en: 'The sentinel on {host} knows only {others} of {expected} others',
    ko: '{host}의 센티널이 다른 센티널 {expected}개 중 {others}개만 압니다',
  },
  RedisSentinelTilt: {
    en: 'The sentinel on {host} distrusts its clock (TILT) and does not act',
    ko: '{host}의 센티널이 시계를 신뢰하지 못해(TILT) 동작하지 않습니다',
  },
  RedisClusterDown: {
    en: 'The Redis cluster is down',
    ko: 'Redis 클러스터가 중단되었습니다',
  },
  RedisClusterStateFail: {
    en: 'Redis on {host} (port {port}) finds the cluster failed while others do not: it is cut off',
    ko: '{host}의 Redis(포트 {port})만 클러스터를 실패로 봅니다: 고립된 상태입니다',
  },
  RedisClusterSlotsMissing: {
    en: 'Only {assigned} of 16384 slots have an owner: part of the keys has no home',
    ko: '슬롯 16384개 중 {assigned}개만 담당 노드가 있습니다: 일부 키를 저장할 곳이 없습니다',
  },
  RedisClusterSlotsFailing: {
    en: '{slots} slots belong to a failed master',
    ko: '슬롯 {slots}개가 장애 마스터에 속해 있습니다',
  },
  RedisClusterSlotsSuspected: {
    en: '{slots} slots belong to a master that may be failing',
    ko: '슬롯 {slots}개가 장애가 의심되는 마스터에 속해 있습니다',
  },
  RedisClusterTooSmall: {
    en: 'Only {masters} masters hold slots: losing one leaves no majority',
    ko: '슬롯을 가진 마스터가 {masters}개뿐입니다: 하나를 잃으면 과반이 없습니다',
  },
  RedisClusterDisagreement: {
    en: 'The nodes do not agree who owns which slots',
    ko: '노드들이 슬롯 담당에 대해 합의하지 못합니다',
  },
  RedisClusterNodeFailed: {
    en: 'The cluster has marked {node} on {host} as failed',
    ko: '클러스터가 {host}의 {node}을(를) 장애로 표시했습니다',
  },
  RedisClusterNodeSuspected: {
    en: 'The cluster suspects {node} on {host} to be failing',
    ko: '클러스터가 {host}의 {node}을(를) 장애로 의심합니다',
  },
  RedisClusterLeftover: {
    en: 'The cluster still lists a node that it cannot reach by name: {node} ({flags})',
    ko: '클러스터에 주소를 알 수 없는 노드가 남아 있습니다: {node} ({flags})',
  },
  RedisClusterColocatedMasters: {
    en: '{host} holds {count} of {masters} masters: if it dies next, nothing can fail over',
    ko: '{host}이(가) 마스터 {masters}개 중 {count}개를 가지고 있습니다: 다음에 이 호스트가 죽으면 장애 조치를 할 수 없습니다',
  },
  RedisMasterWithoutReplica: {
    en: 'The master {node} has no replica on another controller',
    ko: '마스터 {node}의 복제본이 다른 컨트롤러에 없습니다',
  },
  RedisNotClustered: {
    en: 'Redis on {host} (port {port}) is not in cluster mode, which the configuration demands',
    ko: '{host}의 Redis(포트 {port})가 설정이 요구하는 클러스터 모드가 아닙니다',
  },
  RedisMayEvict: {
    en: 'Redis on {host} (port {port}) may throw keys away when memory runs out (maxmemory-policy {policy}): sessions and locks vanish silently. Phase 3 sets noeviction',
    ko: '{host}의 Redis(포트 {port})는 메모리가 부족하면 키를 버릴 수 있습니다(maxmemory-policy {policy}). 세션과 잠금이 소리 없이 사라집니다. 3단계가 noeviction으로 설정합니다',
  },
  RedisSentinelLayout: {
    en: '{sentinels} sentinels with a quorum of {quorum}: if the machine of the master dies, nobody can fail over, or one alone decides. Three with a quorum of 2 are the least',
    ko: '센티널 {sentinels}개, 정족수 {quorum}: 마스터 머신이 죽으면 장애 조치가 되지 않거나 혼자 결정하게 됩니다. 최소 3개와 정족수 2가 필요합니다',
  },
};
