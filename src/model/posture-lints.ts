// What makes a cluster less available than it looks, as the earlier scripts left it (ha-operations §1): how it is found, and what mends it.

import type {Message} from './message.ts';

export type PostureLint = {
  readonly id: string;
  readonly what: Message;
  /** Codes of the findings that tell it; none: it is not a setting but a way of doing things, which this program does otherwise. */
  readonly codes: readonly string[];
  /** The command that mends it; null: a person has to decide, or there is nothing to mend. */
  readonly mends: string | null;
  /** Why no command mends it, or how it is done here. */
  readonly instead?: Message;
};

export const postureLints: readonly PostureLint[] = [
  {
    id: 'L01',
    what: {en: 'bootstrap decided by one node alone', ko: '한 노드만 보고 부트스트랩 결정'},
    codes: [],
    mends: null,
    instead: {
      en: 'bootstrap-galera compares all nodes; no phase bootstraps data',
      ko: 'bootstrap-galera가 모든 노드를 비교',
    },
  },
  {
    id: 'L02',
    what: {en: 'a failed look taken for "nobody is active"', ko: '조회 실패를 "활성 노드 없음"으로 처리'},
    codes: ['GaleraUnobservable', 'ControllerUnreachable', 'ReadingLost'],
    mends: null,
    instead: {en: 'silence is unknown, and nothing is planned upon it', ko: '무응답은 알 수 없음으로 처리'},
  },
  {
    id: 'L03',
    what: {
      en: 'wsrep_cluster_address empty or without all members',
      ko: 'wsrep_cluster_address가 비었거나 구성원 누락',
    },
    codes: ['GaleraAddressEmpty', 'GaleraAddressIncomplete'],
    mends: 'start --phase 2',
  },
  {
    id: 'L04',
    what: {en: 'running the Redis phase again destroys data', ko: 'Redis 단계를 다시 실행하면 데이터 파괴'},
    codes: [],
    mends: null,
    instead: {
      en: 'phases converge; a second run changes nothing',
      ko: '단계는 수렴하며 두 번째 실행은 아무것도 바꾸지 않음',
    },
  },
  {
    id: 'L05',
    what: {en: 'munge keys differ', ko: 'munge 키 불일치'},
    codes: ['SlurmMungeKeyDrift'],
    mends: 'start --phase 4',
  },
  {
    id: 'L06',
    what: {
      en: 'Slurm keeps its state on a local disk, or controllers read different ones',
      ko: 'Slurm 상태가 로컬이거나 컨트롤러마다 다름',
    },
    codes: ['SlurmStateDirLocal', 'SlurmStateDirDiverged'],
    mends: null,
    instead: {
      en: 'a person decides whose jobs live; then start --phase 4',
      ko: '어느 작업 목록을 남길지 사람이 정한 뒤 start --phase 4',
    },
  },
  {
    id: 'L07',
    what: {en: 'a failing check never moves the address', ko: '점검이 실패해도 주소가 옮겨지지 않음'},
    codes: ['VipNeverMovesOnFailure', 'VipUnchecked'],
    mends: 'start --phase 5',
  },
  {
    id: 'L08',
    what: {en: 'checks see processes only', ko: '점검이 프로세스 존재만 확인'},
    codes: ['VipCheckShallow'],
    mends: 'start --phase 5',
  },
  {
    id: 'L09',
    what: {en: 'several controllers born MASTER', ko: '여러 컨트롤러가 state MASTER'},
    codes: ['VipTwoBornMasters'],
    mends: 'start --phase 5',
  },
  {
    id: 'L10',
    what: {
      en: 'a Redis Cluster master without a replica elsewhere',
      ko: '다른 장비에 복제본이 없는 Redis Cluster 마스터',
    },
    codes: ['RedisMasterWithoutReplica', 'RedisClusterColocatedMasters'],
    mends: 'start --phase 3; switch-redis',
  },
  {
    id: 'L11',
    what: {en: 'fewer than three sentinels, or a quorum of one', ko: '센티널 세 개 미만이거나 정족수 1'},
    codes: ['RedisSentinelLayout', 'RedisSentinelsMissing'],
    mends: 'start --phase 3',
  },
  {
    id: 'L12',
    what: {en: 'keys may be evicted; loss in a partition is unbounded', ko: '키 제거 가능, 분리 시 무제한 유실'},
    codes: ['RedisMayEvict', 'RedisUnboundedLoss'],
    mends: 'start --phase 3',
  },
  {
    id: 'L13',
    what: {en: 'commits are not on disk when they are acknowledged', ko: '완료된 커밋이 디스크에 없음'},
    codes: ['GaleraFlushOff'],
    mends: 'start --phase 2',
  },
  {
    id: 'L14',
    what: {en: 'a lost member is noticed late', ko: '구성원 손실 감지가 느림'},
    codes: ['GaleraSlowDetection'],
    mends: 'start --phase 2',
  },
  {
    id: 'L15',
    what: {en: 'shape or quorum options of the volume', ko: '볼륨 형태와 정족수 옵션'},
    codes: ['GlusterShapeDiffers', 'GlusterOption'],
    mends: 'start --phase 1',
  },
  {
    id: 'L16',
    what: {en: 'a volume deleted on a bad answer', ko: '잘못된 응답에 볼륨 삭제'},
    codes: [],
    mends: null,
    instead: {
      en: 'no plan of this program deletes a volume or a mount point',
      ko: '볼륨이나 마운트 지점을 지우는 계획이 없음',
    },
  },
  {
    id: 'L17',
    what: {
      en: 'the mount knows one server; slurmctld does not wait for it',
      ko: '마운트가 서버 하나만 알고 slurmctld가 기다리지 않음',
    },
    codes: ['GlusterMountOneServer', 'GlusterMountNotInFstab', 'SlurmMountNotAwaited'],
    mends: 'start --start-phase 1 --end-phase 4',
  },
  {
    id: 'L18',
    what: {en: 'every controller accounts to itself', ko: '컨트롤러마다 자기 slurmdbd에 기록'},
    codes: ['SlurmAccountingLocalhost'],
    mends: 'start --phase 4',
  },
  {
    id: 'L19',
    what: {en: 'SlurmctldTimeout of a minute and more', ko: '1분 이상의 SlurmctldTimeout'},
    codes: ['SlurmTakeoverSlow'],
    mends: 'start --phase 4',
  },
  {
    id: 'L20',
    what: {en: 'an even number of database servers', ko: '짝수의 데이터베이스 서버'},
    codes: ['GaleraEvenSize', 'GaleraArbitratorMissing'],
    mends: null,
    instead: {
      en: 'add a controller, or let one without a server run the arbitrator',
      ko: '컨트롤러 추가 또는 중재자 운용',
    },
  },
  {
    id: 'L21',
    what: {en: 'success believed from an exit code', ko: '종료 코드만 보고 성공 판단'},
    codes: [],
    mends: null,
    instead: {en: 'a step succeeds when its checks were seen to hold', ko: '점검이 확인되어야 단계가 성공'},
  },
  {
    id: 'L22',
    what: {en: 'passwords on command lines', ko: '명령줄의 비밀번호'},
    codes: [],
    mends: null,
    instead: {
      en: 'secrets travel by stdin, protocol, or files of mode 0600',
      ko: '비밀은 stdin, 프로토콜, 0600 파일로만 전달',
    },
  },
];
