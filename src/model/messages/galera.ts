// Messages of findings about galera, by code.

import type {Messages} from '../message.ts';

export const galeraMessages: Messages = {
  GaleraNotDeployedHere: {
    en: 'Galera is not deployed on {host}, though the cluster has it',
    ko: '클러스터에는 Galera가 있지만 {host}에는 배포되지 않았습니다',
  },
  GaleraSplitBrain: {
    en: 'Galera has split ({kind}): {names} are Primary apart from each other. Stop the writers; do not restart anything',
    ko: 'Galera 스플릿 브레인({kind}): {names}이(가) 서로 분리된 채 Primary입니다. 쓰기를 멈추고 아무것도 재시작하지 마십시오',
  },
  GaleraViewsDiffer: {
    en: 'Primary members disagree on who is in the cluster ({names}): a change of view, or the start of a split',
    ko: 'Primary 구성원들의 멤버 목록이 다릅니다({names}): 뷰 변경 중이거나 분리의 시작입니다',
  },
  GaleraNonPrimary: {
    en: 'no Primary component: {names} run but refuse queries. Do not restart them',
    ko: 'Primary 컴포넌트가 없습니다: {names}이(가) 실행 중이지만 쿼리를 거부합니다. 재시작하지 마십시오',
  },
  GaleraAllDown: {
    en: 'all {count} database servers were seen to be down; what brings them back: {remedy}',
    ko: '데이터베이스 서버 {count}대가 모두 다운된 것이 확인되었습니다. 되살리는 명령: {remedy}',
  },
  GaleraUnobservable: {
    en: 'no database server answers, and {names} cannot be seen: this is not "all down", never bootstrap on it',
    ko: '응답하는 데이터베이스 서버가 없고 {names}은(는) 확인할 수 없습니다: "모두 다운"이 아니므로 절대 부트스트랩하지 마십시오',
  },
  GaleraPartitionMinority: {
    en: '{host} is not in the Primary component ({status}): it serves nothing while the others do',
    ko: '{host}이(가) Primary 컴포넌트에 없습니다({status}): 다른 서버만 서비스 중입니다',
  },
  GaleraNodeDown: {
    en: 'MariaDB on {host} does not run ({state})',
    ko: '{host}의 MariaDB가 실행 중이 아닙니다({state})',
  },
  GaleraNodeLost: {
    en: 'Galera has lost {host}: the other members no longer list it',
    ko: 'Galera에서 {host}이(가) 이탈했습니다: 다른 구성원의 목록에 없습니다',
  },
  GaleraUnknownMember: {
    en: 'Galera lists {host} as a member, but no server runs there',
    ko: 'Galera는 {host}을(를) 구성원으로 표시하지만 그곳에는 서버가 실행 중이 아닙니다',
  },
  GaleraForeignNode: {
    en: 'somebody else is in this Galera cluster: {names} (configured members: {wanted})',
    ko: '설정에 없는 노드가 Galera 클러스터에 있습니다: {names} (설정된 구성원: {wanted})',
  },
  GaleraSizeCritical: {
    en: 'Galera lives on with {size} of {wanted} members: nothing else may fail',
    ko: 'Galera 구성원이 {wanted} 중 {size}뿐입니다: 더 이상 고장이 나면 안 됩니다',
  },
  GaleraArbitratorMissing: {
    en: 'the arbitrator on {host} is not in the Galera cluster ({state})',
    ko: '{host}의 중재자(arbitrator)가 Galera 클러스터에 없습니다({state})',
  },
  GaleraEvenSize: {
    en: '{count} database servers without an arbitrator: if they lose each other, both halves stop',
    ko: '중재자 없이 데이터베이스 서버가 {count}대입니다: 서로 단절되면 양쪽 모두 멈춥니다',
  },
  GaleraJoining: {
    en: 'MariaDB on {host} is joining: it receives the data and does not serve yet',
    ko: '{host}의 MariaDB가 합류 중입니다: 데이터를 받는 중이라 아직 서비스하지 않습니다',
  },
  GaleraDonor: {
    en: '{host} is the donor of a state transfer ({state})',
    ko: '{host}이(가) 상태 전송의 제공자입니다({state})',
  },
  GaleraSqlSilent: {
    en: 'MariaDB on {host} runs but does not answer: {error}',
    ko: '{host}의 MariaDB가 실행 중이지만 응답하지 않습니다: {error}',
  },
  GaleraNotSynced: {en: '{host} is not synced: {state}', ko: '{host}이(가) 동기화되지 않았습니다: {state}'},
  GaleraInconsistent: {
    en: '{host} holds data that differ from the cluster ({state}): it must be rebuilt from another member',
    ko: '{host}의 데이터가 클러스터와 다릅니다({state}): 다른 구성원에서 다시 받아야 합니다',
  },
  GaleraNotReady: {
    en: '{host} refuses queries: {fields} is OFF',
    ko: '{host}이(가) 쿼리를 거부합니다: {fields}이(가) OFF입니다',
  },
  GaleraOwnHistory: {
    en: 'the data of {host} have a history of their own ({own}, the cluster {cluster})',
    ko: '{host}의 데이터 이력이 클러스터와 다릅니다 ({own}, 클러스터 {cluster})',
  },
  GaleraEvicted: {
    en: '{host} has evicted members: {list}. They must be restarted',
    ko: '{host}이(가) 구성원을 축출했습니다: {list}. 해당 서버를 재시작해야 합니다',
  },
  GaleraQueue: {
    en: 'the {queue} queue of {host} is {length} long',
    ko: '{host}의 {queue} 큐 길이가 {length}입니다',
  },
  GaleraLinkFlaps: {
    en: 'the group communication of {host} is in state {state}: a link flaps',
    ko: '{host}의 그룹 통신 상태가 {state}입니다: 링크가 불안정합니다',
  },
  GaleraPeerDelayed: {
    en: '{host} hears some members late: {delayed}',
    ko: '{host}에서 일부 구성원의 응답이 지연됩니다: {delayed}',
  },
  GaleraDesynced: {
    en: '{host} is desynchronised ({count}) without a transfer: a backup may have left it so',
    ko: '{host}이(가) 전송 없이 비동기화(desync) 상태입니다({count}): 백업이 남긴 것일 수 있습니다',
  },
  GaleraFlowControl: {
    en: '{host} was held back by flow control {percent} % of the time',
    ko: '{host}이(가) 전체 시간의 {percent} % 동안 흐름 제어로 지연되었습니다',
  },
  GaleraConnections: {
    en: '{host} uses {used} of {most} connections ({percent} %)',
    ko: '{host}이(가) 연결 {most}개 중 {used}개를 사용 중입니다 ({percent} %)',
  },
  GaleraLag: {
    en: 'members are {count} transactions apart',
    ko: '구성원 간 트랜잭션 차이가 {count}개입니다',
  },
  GaleraAddressEmpty: {
    en: 'the files of {host} name no members ("{address}"): its next start would begin a second cluster',
    ko: '{host}의 설정에 구성원 목록이 없습니다("{address}"): 다음 시작 시 두 번째 클러스터가 만들어집니다',
  },
  GaleraAddressIncomplete: {
    en: 'wsrep_cluster_address of {host} lacks {names}',
    ko: '{host}의 wsrep_cluster_address에 {names}이(가) 빠져 있습니다',
  },
  GaleraStaleBootstrap: {
    en: 'something on {host} would make its next start a bootstrap: {what}',
    ko: '{host}의 다음 시작을 부트스트랩으로 만드는 잔여물이 있습니다: {what}',
  },
  GaleraIgnoresQuorum: {
    en: '{option} is on at {host}: a partition would let both sides write',
    ko: '{host}에 {option}이(가) 켜져 있습니다: 분리되면 양쪽 모두 쓰기를 허용합니다',
  },
  GaleraFlushOff: {
    en: 'innodb_flush_log_at_trx_commit is 0 on {host}: a power cut of all controllers loses acknowledged commits',
    ko: '{host}의 innodb_flush_log_at_trx_commit이 0입니다: 동시 정전 시 완료된 커밋을 잃습니다',
  },
  GaleraReadOnly: {en: 'MariaDB on {host} is read-only', ko: '{host}의 MariaDB가 읽기 전용입니다'},
  GaleraRejectsQueries: {
    en: 'MariaDB on {host} rejects queries (wsrep_reject_queries={value})',
    ko: '{host}의 MariaDB가 쿼리를 거부합니다 (wsrep_reject_queries={value})',
  },
  GaleraNamesDiffer: {
    en: 'database servers are configured for different clusters: {names}',
    ko: '데이터베이스 서버들이 서로 다른 클러스터 이름으로 설정되어 있습니다: {names}',
  },
  GaleraVersionsDiffer: {
    en: 'members run different versions: {versions}. Finish the upgrade',
    ko: '구성원들의 버전이 서로 다릅니다: {versions}. 업그레이드를 마치십시오',
  },
  GaleraSlowDetection: {
    en: 'evs.suspect_timeout is {suspect} on {host}: after the abrupt loss of a member all writes stand still for about {seconds} s. Phase 2 sets 1.5 s',
    ko: '{host}의 evs.suspect_timeout이 {suspect}입니다. 멤버를 갑자기 잃으면 모든 쓰기가 약 {seconds}초 멈춥니다. 2단계가 1.5초로 설정합니다',
  },
};
