// The rules behind the findings about Galera, in a sentence each: when one is found, and how bad it is.

import type {Messages} from '../message.ts';

export const galeraRules: Messages = {
  GaleraSplitBrain: {
    en: 'Members of a Primary component have different histories, or two disjoint Primary views were seen in two samples in a row: critical.',
    ko: 'Primary 구성원의 이력이 서로 다르거나, 겹치지 않는 Primary 뷰 둘이 연속 두 번 보이면 위험.',
  },
  GaleraViewsDiffer: {
    en: 'Two disjoint views were seen once; a change of view looks so for a moment. The second sample decides.',
    ko: '겹치지 않는 뷰가 한 번 보임. 뷰가 바뀌는 순간에도 그렇게 보이므로 두 번째 표본으로 판정.',
  },
  GaleraNonPrimary: {
    en: 'Servers answer, and none of them is in a Primary component: critical.',
    ko: '응답하는 서버가 있으나 Primary 컴포넌트에 속한 것이 없으면 위험.',
  },
  GaleraAllDown: {
    en: 'Every configured server was seen, and none has a server process. One that cannot be seen is never called down. After an orderly stop (one safe_to_bootstrap: 1, all positions known, none ahead) the remedy is start, else bootstrap-galera, which recovers the positions.',
    ko: '설정된 모든 서버를 확인했고 프로세스가 하나도 없음. 보이지 않는 서버는 중지된 것으로 보지 않음. 정상 중지 뒤(safe_to_bootstrap: 1이 하나뿐이고 모든 위치를 알며 앞선 노드가 없음)에는 start, 그 밖에는 위치를 복구하는 bootstrap-galera로 되살림.',
  },
  GaleraUnobservable: {
    en: 'No server answers SQL and at least one controller could not be seen: unknown, never "all down".',
    ko: 'SQL 응답이 없고 확인하지 못한 컨트롤러가 있으면 알 수 없음(모두 중지로 판정하지 않음).',
  },
  GaleraPartitionMinority: {
    en: 'A server speaks and is not in the Primary component that others form: critical. One that the others voted out (Inconsistent) comes back only by a new start, which takes their data: maintenance on, then off. That is offered while all others are Synced in one Primary component and it holds no position or history that they lack.',
    ko: '응답하는 서버가 다른 서버들의 Primary 컴포넌트에 속하지 않으면 위험. 다른 서버들의 투표로 제외된 서버(Inconsistent)는 다시 시작해 데이터를 새로 받아야만 돌아옴: maintenance on 다음 off. 나머지가 모두 하나의 Primary 컴포넌트에서 Synced이고 이 서버에만 있는 위치나 이력이 없을 때만 제시.',
  },
  GaleraNodeDown: {
    en: 'The controller was seen and has no server process, while the others are Primary: warning.',
    ko: '컨트롤러는 확인됐으나 서버 프로세스가 없고 나머지는 Primary이면 경고.',
  },
  GaleraNodeLost: {
    en: 'The controller cannot be reached and the Primary component does not list it: warning.',
    ko: '컨트롤러에 접속할 수 없고 Primary 구성원 목록에도 없으면 경고.',
  },
  GaleraUnknownMember: {
    en: 'The component lists a server whose controller was seen without a server process in two samples: warning.',
    ko: '프로세스가 없는 것으로 두 번 확인된 서버가 구성원 목록에 있으면 경고.',
  },
  GaleraForeignNode: {
    en: 'The component lists an address that is no controller, or more members than are configured: critical.',
    ko: '구성원 목록에 컨트롤러가 아닌 주소가 있거나 설정보다 많으면 위험.',
  },
  GaleraSizeCritical: {
    en: 'Alone among three or more, or fewer than half of the wanted size: critical.',
    ko: '3대 이상 중 하나만 남았거나 원하는 크기의 절반 미만이면 위험.',
  },
  GaleraArbitratorMissing: {
    en: 'An arbitrator is configured and no member without an address is in the component: warning.',
    ko: '중재자가 설정됐는데 주소 없는 구성원이 컴포넌트에 없으면 경고.',
  },
  GaleraJoining: {
    en: 'wsrep_local_state is 1 or 3, or a state transfer runs: warning.',
    ko: 'wsrep_local_state가 1 또는 3이거나 상태 전송 중이면 경고.',
  },
  GaleraDonor: {
    en: 'wsrep_local_state is 2 (Donor/Desynced): warning; it still counts.',
    ko: 'wsrep_local_state가 2(Donor/Desynced)이면 경고. 구성원으로는 계속 계산.',
  },
  GaleraSqlSilent: {
    en: 'The process runs and SQL does not answer: unknown if the group lists the server, critical if it does not.',
    ko: '프로세스는 있으나 SQL 무응답. 그룹이 구성원으로 알면 알 수 없음, 아니면 위험.',
  },
  GaleraNotSynced: {
    en: 'A Primary member in a local state other than 1 to 4: critical.',
    ko: 'Primary 구성원의 로컬 상태가 1~4가 아니면 위험.',
  },
  GaleraInconsistent: {
    en: 'wsrep_local_state_comment begins with Inconsistent: critical.',
    ko: 'wsrep_local_state_comment가 Inconsistent로 시작하면 위험.',
  },
  GaleraNotReady: {
    en: 'wsrep_ready or wsrep_connected is not ON, outside of joining: critical.',
    ko: '조인 중이 아닌데 wsrep_ready 또는 wsrep_connected가 ON이 아니면 위험.',
  },
  GaleraOwnHistory: {
    en: 'wsrep_local_state_uuid differs from wsrep_cluster_state_uuid: critical while Synced, else warning.',
    ko: 'wsrep_local_state_uuid와 wsrep_cluster_state_uuid가 다름. Synced이면 위험, 아니면 경고.',
  },
  GaleraEvicted: {
    en: 'wsrep_evs_evict_list is not empty: critical.',
    ko: 'wsrep_evs_evict_list가 비어 있지 않으면 위험.',
  },
  GaleraQueue: {
    en: 'Receive queue above 16, send queue above 10: warning; above 100: critical. Two samples in a row, else information.',
    ko: '수신 큐 16 초과, 송신 큐 10 초과 경고, 100 초과 위험. 연속 두 번이어야 하며 아니면 정보.',
  },
  GaleraLinkFlaps: {
    en: 'wsrep_evs_state is not OPERATIONAL in two samples: warning; for 30 s: critical.',
    ko: 'wsrep_evs_state가 두 표본에서 OPERATIONAL이 아니면 경고, 30초 지속되면 위험.',
  },
  GaleraPeerDelayed: {
    en: 'wsrep_evs_delayed names a peer in two samples: warning; the same one for 5 min: critical.',
    ko: 'wsrep_evs_delayed에 두 표본 연속 피어가 있으면 경고, 같은 피어가 5분 지속되면 위험.',
  },
  GaleraDesynced: {
    en: 'wsrep_desync_count above 0 in two samples with wsrep_desync on, or with nobody joining and no transfer running: warning.',
    ko: 'wsrep_desync_count가 두 표본에서 0보다 크고 wsrep_desync가 켜져 있거나, 조인 중인 서버도 전송도 없으면 경고.',
  },
  GaleraFlowControl: {
    en: 'Share of time paused by flow control between two samples: above 5 % warning, above 25 % critical unless it is a donor.',
    ko: '두 표본 사이 흐름 제어로 멈춘 시간 비율. 5% 초과 경고, 도너가 아닌데 25% 초과면 위험.',
  },
  GaleraConnections: {
    en: 'Threads_connected above 80 % of max_connections: warning; above 95 %: critical.',
    ko: 'Threads_connected가 max_connections의 80% 초과 경고, 95% 초과 위험.',
  },
  GaleraLag: {
    en: 'Within one history the last committed positions differ by more than 1 000 in two samples: warning; in one: information.',
    ko: '같은 이력에서 마지막 커밋 위치 차이가 두 표본 연속 1,000을 넘으면 경고, 한 번이면 정보.',
  },
  GaleraAddressEmpty: {
    en: 'wsrep_cluster_address in the files lists nobody: the next start would make a second cluster. Critical.',
    ko: '파일의 wsrep_cluster_address가 비어 있음. 다음 시작 때 두 번째 클러스터가 생기므로 위험.',
  },
  GaleraAddressIncomplete: {
    en: 'wsrep_cluster_address does not list every server: warning.',
    ko: 'wsrep_cluster_address에 빠진 서버가 있으면 경고.',
  },
  GaleraStaleBootstrap: {
    en: 'Something left over would make a start a bootstrap: warning, critical if it is there in two samples.',
    ko: '시작을 부트스트랩으로 만들 잔재가 있으면 경고, 두 표본 연속이면 위험.',
  },
  GaleraIgnoresQuorum: {
    en: 'pc.ignore_quorum or pc.ignore_sb is on: critical.',
    ko: 'pc.ignore_quorum 또는 pc.ignore_sb가 켜져 있으면 위험.',
  },
};
