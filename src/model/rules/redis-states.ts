// The rules behind findings about what Redis instances, sentinels and cluster nodes say of themselves and each other.

import type {Messages} from '../message.ts';

export const redisStateRules: Messages = {
  RedisLoading: {
    en: 'INFO says loading or async_loading: warning.',
    ko: 'INFO의 loading 또는 async_loading이 1이면 경고.',
  },
  RedisAofRewriteFailing: {
    en: 'aof_last_bgrewrite_status is not ok: warning.',
    ko: 'aof_last_bgrewrite_status가 ok가 아니면 경고.',
  },
  RedisNoPersistence: {
    en: 'appendonly is no and save is empty: warning.',
    ko: 'appendonly가 no이고 save가 비어 있으면 경고.',
  },
  RedisReplicaSyncing: {
    en: 'master_sync_in_progress is 1 and the link is not up yet: warning.',
    ko: 'master_sync_in_progress가 1이고 링크가 아직 up이 아니면 경고.',
  },
  RedisReplicaOfAnother: {
    en: 'master_host is not the master that all agree on: warning.',
    ko: 'master_host가 합의된 마스터가 아니면 경고.',
  },
  RedisReplicaWritable: {en: 'slave_read_only is 0: warning.', ko: 'slave_read_only가 0이면 경고.'},
  RedisNoMaster: {
    en: 'No instance calls itself master, and none that could is unseen: critical.',
    ko: '마스터라 하는 인스턴스가 없고 확인하지 못한 것도 없으면 위험.',
  },
  RedisFailoverUnderWay: {
    en: 'A replica calls itself master and the sentinels still name the old one, which is down: critical until they agree.',
    ko: '복제본이 마스터라 하나 센티널은 아직 중단된 옛 마스터를 지목. 합의할 때까지 위험.',
  },
  RedisMasterLost: {
    en: 'The master that the sentinels name is on a controller that is gone, and nobody is promoted yet: critical.',
    ko: '센티널이 지목한 마스터의 컨트롤러가 사라졌고 아직 승격이 없으면 위험.',
  },
  RedisSentinelDown: {
    en: 'The unit of the sentinel does not run: warning.',
    ko: '센티널 유닛이 실행 중이 아니면 경고.',
  },
  RedisSentinelNotAnswering: {
    en: 'The sentinel runs and does not say what it knows of the master: unknown.',
    ko: '센티널은 도는데 마스터에 대해 답하지 않으면 알 수 없음.',
  },
  RedisStaleSentinels: {
    en: 'num-other-sentinels is above the number of the other controllers: warning.',
    ko: 'num-other-sentinels가 다른 컨트롤러 수보다 많으면 경고.',
  },
  RedisSentinelsMissing: {
    en: 'num-other-sentinels is below the number of the other controllers: warning.',
    ko: 'num-other-sentinels가 다른 컨트롤러 수보다 적으면 경고.',
  },
  RedisClusterStateFail: {
    en: 'cluster_state is fail on this node and ok on another: critical.',
    ko: '이 노드의 cluster_state는 fail인데 다른 노드는 ok이면 위험.',
  },
  RedisClusterSlotsMissing: {
    en: 'cluster_slots_assigned is not 16384: critical.',
    ko: 'cluster_slots_assigned가 16384가 아니면 위험.',
  },
  RedisClusterSlotsFailing: {
    en: 'cluster_slots_fail above 0: critical.',
    ko: 'cluster_slots_fail이 0보다 크면 위험.',
  },
  RedisClusterSlotsSuspected: {
    en: 'cluster_slots_pfail above 0 and none failed: warning.',
    ko: 'cluster_slots_pfail이 0보다 크고 실패한 슬롯은 없으면 경고.',
  },
  RedisClusterTooSmall: {
    en: 'Fewer than three masters own slots: warning; after one loss no majority can vote.',
    ko: '슬롯을 가진 마스터가 셋 미만이면 경고. 하나를 잃으면 과반 투표가 불가능.',
  },
  RedisClusterNodeFailed: {
    en: 'The cluster’s own nodes flag it as fail, a majority agrees: warning.',
    ko: '클러스터 노드들이 fail로 표시(과반 합의)하면 경고.',
  },
  RedisClusterNodeSuspected: {
    en: 'A node flags it as fail?, alone until a majority agrees: warning.',
    ko: '한 노드가 fail?로 표시하면 경고. 과반이 합의하기 전까지는 의심.',
  },
  RedisClusterLeftover: {
    en: 'A node is listed with the flags handshake or noaddr: warning.',
    ko: 'handshake 또는 noaddr 표시의 노드가 목록에 남아 있으면 경고.',
  },
};
