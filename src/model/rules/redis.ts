// The rules behind the findings about Redis, in a sentence each: when one is found, and how bad it is.

import type {Messages} from '../message.ts';

export const redisRules: Messages = {
  RedisNodeDown: {en: 'The unit does not run: warning.', ko: '유닛이 실행 중이 아니면 경고.'},
  RedisNotAnswering: {
    en: 'The unit runs and Redis does not answer: unknown, until its peers confirm that it is down.',
    ko: '유닛은 실행 중이나 무응답. 다른 노드가 중단을 확인할 때까지 알 수 없음.',
  },
  RedisAofFailing: {en: 'aof_last_write_status is not ok: critical.', ko: 'aof_last_write_status가 ok가 아니면 위험.'},
  RedisSaveFailing: {
    en: 'rdb_last_bgsave_status is not ok: critical where Redis then refuses writes, else warning.',
    ko: 'rdb_last_bgsave_status가 ok가 아님. 그 때문에 쓰기가 거부되면 위험, 아니면 경고.',
  },
  RedisMemoryHigh: {
    en: 'used_memory above 80 % of maxmemory: warning; above 95 %: critical.',
    ko: 'used_memory가 maxmemory의 80% 초과 경고, 95% 초과 위험.',
  },
  RedisEvicting: {en: 'evicted_keys grew between two samples: warning.', ko: '두 표본 사이 evicted_keys가 늘면 경고.'},
  RedisReplicaLinkDown: {
    en: 'master_link_status is not up: warning, critical after 60 s.',
    ko: 'master_link_status가 up이 아니면 경고, 60초가 지나면 위험.',
  },
  RedisReplicaSilent: {
    en: 'Nothing heard from the master for more than 10 s: warning.',
    ko: '마스터로부터 10초 넘게 소식이 없으면 경고.',
  },
  RedisReplicaLag: {
    en: 'More bytes behind than thresholds.redis_lag_bytes: warning.',
    ko: 'thresholds.redis_lag_bytes보다 많이 뒤처지면 경고.',
  },
  RedisNoReplica: {
    en: 'The master has no replica that would serve if promoted now: critical.',
    ko: '지금 승격해 서비스할 수 있는 복제본이 없으면 위험.',
  },
  RedisWritesRefused: {
    en: 'Fewer good replicas than min-replicas-to-write: the master refuses writes. Critical.',
    ko: '정상 복제본이 min-replicas-to-write보다 적어 쓰기가 거부되면 위험.',
  },
  RedisUnboundedLoss: {
    en: 'min-replicas-to-write is 0, or min-replicas-max-lag, which switches it off: a cut-off master goes on taking writes that will be lost. Warning.',
    ko: 'min-replicas-to-write가 0이거나 min-replicas-max-lag가 0이어서 꺼져 있으면 고립된 마스터의 쓰기가 유실될 수 있어 경고.',
  },
  RedisTwoMasters: {
    en: 'Two instances call themselves master and the sentinels do not agree on one: critical.',
    ko: '두 인스턴스가 마스터라 하고 센티널도 합의하지 못하면 위험.',
  },
  RedisSentinelsDisagree: {
    en: 'Sentinels name different masters: warning, critical if it was so in the sample before.',
    ko: '센티널들이 서로 다른 마스터를 말하면 경고, 앞 표본에서도 그랬으면 위험.',
  },
  RedisStaleMaster: {
    en: 'An instance calls itself master beside the one that the sentinels agree on: critical if it accepts writes, or stays longer than 10 s and failover-timeout.',
    ko: '센티널이 합의한 마스터 외에 마스터라 하는 인스턴스. 쓰기를 받거나 10초와 failover-timeout보다 오래 남으면 위험.',
  },
  RedisNoQuorum: {
    en: 'SENTINEL CKQUORUM does not answer OK: critical.',
    ko: 'SENTINEL CKQUORUM의 답이 OK가 아니면 위험.',
  },
  RedisMasterDownAgreed: {
    en: 'A sentinel flags the master o_down: a quorum agrees. Critical.',
    ko: '센티널이 마스터를 o_down으로 표시(정족수 합의)하면 위험.',
  },
  RedisMasterSuspected: {
    en: 'A sentinel flags the master s_down, alone: warning.',
    ko: '한 센티널만 마스터를 s_down으로 표시하면 경고.',
  },
  RedisSentinelTilt: {
    en: 'sentinel_tilt is 1: it distrusts its clock and does not act. Warning.',
    ko: 'sentinel_tilt가 1이면 시계를 믿지 못해 동작하지 않음. 경고.',
  },
  RedisClusterDown: {
    en: 'cluster_state is not ok on every node that answers: critical.',
    ko: '응답하는 모든 노드의 cluster_state가 ok가 아니면 위험.',
  },
  RedisClusterDisagreement: {
    en: 'Nodes differ about who owns which slots: warning, critical if they did in the sample before.',
    ko: '노드들의 슬롯 소유 의견이 다르면 경고, 앞 표본에서도 그랬으면 위험.',
  },
  RedisClusterColocatedMasters: {
    en: 'One controller holds so many masters that without it no majority is left: warning.',
    ko: '한 컨트롤러에 마스터가 몰려 그것을 잃으면 과반이 남지 않으면 경고.',
  },
};
