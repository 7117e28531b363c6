// The rules behind findings about how a cluster is set up: settings that make a failure dangerous before it happens (ha-operations §1).

import type {Messages} from '../message.ts';

export const postureRules: Messages = {
  GaleraEvenSize: {
    en: 'An even number of database servers and no arbitrator: information.',
    ko: '데이터베이스 서버가 짝수이고 중재자가 없으면 정보.',
  },
  GaleraFlushOff: {
    en: 'innodb_flush_log_at_trx_commit is 0: warning; information where the configuration asks for it.',
    ko: 'innodb_flush_log_at_trx_commit이 0이면 경고. 설정이 그렇게 요구했으면 정보.',
  },
  GaleraReadOnly: {en: 'read_only is ON: warning.', ko: 'read_only가 ON이면 경고.'},
  GaleraRejectsQueries: {
    en: 'wsrep_reject_queries is not NONE: warning.',
    ko: 'wsrep_reject_queries가 NONE이 아니면 경고.',
  },
  GaleraNamesDiffer: {
    en: 'The files of the servers set different values of wsrep_cluster_name: critical.',
    ko: '서버마다 wsrep_cluster_name이 다르면 위험.',
  },
  GaleraVersionsDiffer: {
    en: 'Members tell different versions of MariaDB or of Galera (wsrep_provider_version): warning.',
    ko: '구성원의 MariaDB 또는 Galera(wsrep_provider_version) 버전이 서로 다르면 경고.',
  },
  GaleraSlowDetection: {
    en: 'evs.suspect_timeout is PT5S or more: information.',
    ko: 'evs.suspect_timeout이 PT5S 이상이면 정보.',
  },
  GlusterShapeDiffers: {
    en: 'The volume’s replica count, arbiter included, is not the configured one: warning.',
    ko: '볼륨의 복제 수(아비터 포함)가 설정과 다르면 경고.',
  },
  GlusterOption: {
    en: 'Client quorum is not auto, server quorum is not server, self-heal is off, or entries are settled by age or size: warning.',
    ko: '클라이언트 정족수가 auto가 아님, 서버 정족수가 server가 아님, 자가 복구 꺼짐, 시각이나 크기로 자동 해결 중 하나면 경고.',
  },
  GlusterMountNotInFstab: {
    en: 'The volume is mounted and fstab has no line for the mount point: information.',
    ko: '볼륨은 마운트됐으나 fstab에 그 지점이 없으면 정보.',
  },
  GlusterMountOneServer: {
    en: 'The mount’s line in fstab has no backup-volfile-servers and there is more than one server: information.',
    ko: '서버가 둘 이상인데 fstab 줄에 backup-volfile-servers가 없으면 정보.',
  },
  RedisNotClustered: {
    en: 'cluster_enabled is 0 and the configuration says cluster mode: critical.',
    ko: '설정은 클러스터 모드인데 cluster_enabled가 0이면 위험.',
  },
  RedisMasterWithoutReplica: {
    en: 'A living master has no living replica on another controller: warning.',
    ko: '살아 있는 마스터의 살아 있는 복제본이 다른 컨트롤러에 없으면 경고.',
  },
  RedisMayEvict: {
    en: 'maxmemory-policy begins with allkeys or volatile: warning.',
    ko: 'maxmemory-policy가 allkeys나 volatile로 시작하면 경고.',
  },
  RedisSentinelLayout: {
    en: 'A sentinel knows fewer than three sentinels in all, or its quorum is below 2: warning.',
    ko: '센티널이 아는 센티널이 모두 세 개 미만이거나 정족수가 2 미만이면 경고.',
  },
  SlurmWithoutNodes: {
    en: 'Slurm is enabled and no compute node is named: phase 4 refuses.',
    ko: 'Slurm이 켜져 있으나 계산 노드가 없으면 4단계가 거부.',
  },
  SlurmAccountingLocalhost: {
    en: 'AccountingStorageHost is localhost and there is more than one SlurmctldHost: warning.',
    ko: 'SlurmctldHost가 둘 이상인데 AccountingStorageHost가 localhost이면 경고.',
  },
  SlurmTakeoverSlow: {
    en: 'SlurmctldTimeout is 60 s or more and there is a standby: information.',
    ko: '예비가 있는데 SlurmctldTimeout이 60초 이상이면 정보.',
  },
  SlurmMountNotAwaited: {
    en: 'The state lies on Gluster and slurmctld’s unit has neither RequiresMountsFor= for it nor a mount in Requires= or BindsTo=: warning.',
    ko: '상태가 Gluster에 있으나 slurmctld 유닛에 RequiresMountsFor=도, Requires=나 BindsTo=의 마운트도 없으면 경고.',
  },
  VipNeverMovesOnFailure: {
    en: 'nopreempt together with a check of a weight other than 0: warning.',
    ko: 'nopreempt와 가중치가 0이 아닌 점검이 함께 있으면 경고.',
  },
  VipUnchecked: {
    en: 'keepalived.conf has no vrrp_script: warning.',
    ko: 'keepalived.conf에 vrrp_script가 없으면 경고.',
  },
  VipCheckShallow: {
    en: 'A check’s command or script uses is-active, pidof, pgrep or killall -0 and asks no service anything: warning.',
    ko: '점검이 is-active, pidof, pgrep, killall -0만 쓰고 서비스에 묻지 않으면 경고.',
  },
  VipTwoBornMasters: {
    en: 'More than one keepalived.conf says state MASTER: warning.',
    ko: 'state MASTER인 keepalived.conf가 둘 이상이면 경고.',
  },
};
