// Messages of findings about phases, by code.

import type {Messages} from '../message.ts';

export const phaseMessages: Messages = {
  ControllerUnseen: {
    en: '{host} could not be looked at ({why}). Nothing is set up around a controller that may be alive: make it reachable, then run this again.',
    ko: '{host}을(를) 확인할 수 없습니다({why}). 살아 있을 수 있는 컨트롤러를 두고 구성하지 않습니다. 접속 가능하게 한 뒤 다시 실행하십시오.',
  },
  ComputeNodeSkipped: {
    en: 'Compute node {host} is left out of this run: {why}. Run the same command again when it is back.',
    ko: '계산 노드 {host}은(는) 이번 실행에서 제외됩니다: {why}. 복구되면 같은 명령을 다시 실행하십시오.',
  },
  DistributionUnsupported: {
    en: '{host} runs {found}. Supported are {supported}.',
    ko: '{host}의 운영체제는 {found}입니다. 지원 대상은 {supported}입니다.',
  },
  DistributionLacks: {
    en: '{host}: {service} cannot be set up from {distribution}, which has {reason}. Use a newer release, or turn the service off for this controller.',
    ko: '{host}: {distribution}에서는 {service}을(를) 구성할 수 없습니다. 제공되는 것은 {reason}. 더 새로운 배포판을 쓰거나 이 컨트롤러에서 서비스를 끄십시오.',
  },
  BelowMinimum: {
    en: '{host}: {what} {has}, below the recommended minimum of {wants} for a controller.',
    ko: '{host}의 {what}: {has}. 컨트롤러 최소 권장값은 {wants}입니다.',
  },
  FewControllers: {
    en: 'With {count} controllers the loss of one leaves no majority; three are the least for high availability. Name more under nodes.controllers.',
    ko: '컨트롤러가 {count}대이면 한 대를 잃을 때 과반이 남지 않습니다. 고가용성에는 최소 3대가 필요합니다. nodes.controllers에 더 적으십시오.',
  },
  AddressMissing: {
    en: '{host} has no interface with its configured address {address} (it has {found}). Correct ip_address or the network of the machine.',
    ko: '{host}의 어떤 인터페이스에도 설정된 주소 {address}이(가) 없습니다(현재: {found}). ip_address 또는 네트워크 설정을 고치십시오.',
  },
  HostNameDiffers: {
    en: '{host} calls itself {own}. Slurm finds a machine by its own name: set it with "hostnamectl set-hostname {host}".',
    ko: '{host}의 실제 호스트 이름은 {own}입니다. Slurm은 자기 이름으로 노드를 찾습니다: "hostnamectl set-hostname {host}"로 맞추십시오.',
  },
  FirewallForeign: {
    en: "{host} has other firewall tables ({tables}). They stay as they are and may still block the cluster's ports: let these ports pass there too, or remove what nobody needs (nft list ruleset).",
    ko: '{host}에 다른 방화벽 테이블({tables})이 있습니다. 그대로 두며, 클러스터 포트를 막을 수 있습니다. 거기서도 포트를 허용하거나 쓰지 않는 테이블을 제거하십시오(nft list ruleset).',
  },
  GlusterUnobserved: {
    en: 'Gluster on {host} could not be looked at: {why}.',
    ko: '{host}의 Gluster를 확인할 수 없습니다: {why}.',
  },
  GlusterTooFewControllers: {
    en: 'The volume wants {wanted} bricks on different controllers, and {controllers} have GlusterFS enabled. Lower storage.gluster.replica_count or enable more.',
    ko: '볼륨에는 서로 다른 컨트롤러의 브릭 {wanted}개가 필요하지만 GlusterFS가 켜진 컨트롤러는 {controllers}대입니다. storage.gluster.replica_count를 낮추거나 더 켜십시오.',
  },
  GlusterReplica2: {
    en: 'Two replicas cannot be both safe and available. Set storage.gluster.arbiter: true (a third controller holds names only), or accept it with accept_replica_2: true.',
    ko: '복제본 2개로는 안전성과 가용성을 함께 얻을 수 없습니다. storage.gluster.arbiter: true(세 번째 컨트롤러는 이름만 보관)로 하거나 accept_replica_2: true로 받아들이십시오.',
  },
  GlusterReplica2Accepted: {
    en: 'Two replicas without an arbiter, as accepted: the loss of the first brick stops all writes.',
    ko: '중재자 없이 복제본 2개를 쓰도록 설정되었습니다. 첫 번째 브릭을 잃으면 모든 쓰기가 멈춥니다.',
  },
  GlusterNoReplica: {
    en: 'The volume has one copy of everything: the loss of its controller is the loss of the data. Set storage.gluster.replica_count: 3 before it is made; a volume is not reshaped here later.',
    ko: '볼륨에 사본이 하나뿐입니다. 해당 컨트롤러를 잃으면 데이터를 잃습니다. 볼륨을 만들기 전에 storage.gluster.replica_count: 3으로 하십시오. 만든 뒤에는 여기서 바꾸지 않습니다.',
  },
  GlusterVolumeShape: {
    en: 'The volume {volume} exists as {found}; the configuration wants {wanted}. A volume is never reshaped or deleted here: correct the configuration, or choose another volume_name.',
    ko: '볼륨 {volume}은(는) 이미 {found} 형태이며 설정은 {wanted}입니다. 볼륨을 바꾸거나 지우지 않습니다. 설정을 고치거나 다른 volume_name을 쓰십시오.',
  },
  GlusterBrickUsed: {
    en: '{path} on {host} is not empty ({brick}), and the pool knows no such volume. Move its content away or choose another brick_path; nothing is overwritten.',
    ko: '{host}의 {path}이(가) 비어 있지 않으며({brick}) 풀에는 그런 볼륨이 없습니다. 내용을 옮기거나 다른 brick_path를 쓰십시오. 덮어쓰지 않습니다.',
  },
  GlusterControllerRebuilt: {
    en: '{host} holds a brick of {volume}, and its own glusterd knows nothing of it: the system was reinstalled. Give it its Gluster identity back before it joins (replacing a controller).',
    ko: '{host}에는 {volume}의 브릭이 있지만 자신의 glusterd는 모릅니다. 시스템이 재설치된 것입니다. 합류 전에 Gluster 식별 정보를 되돌리십시오(컨트롤러 교체).',
  },
  GaleraStartSplitBrain: {
    en: 'Two database clusters with different histories serve writes ({sides}). No program decides which one to keep: stop the writers and resolve it by hand.',
    ko: '서로 다른 이력의 데이터베이스 클러스터 두 개가 쓰기를 받고 있습니다({sides}). 어느 쪽을 남길지는 사람이 정해야 합니다. 쓰기를 멈추고 직접 해결하십시오.',
  },
  GaleraOtherCluster: {
    en: 'The database on {host} belongs to the cluster "{found}", the configuration says "{wanted}". It is not touched.',
    ko: '{host}의 데이터베이스는 "{found}" 클러스터 소속이며 설정은 "{wanted}"입니다. 건드리지 않습니다.',
  },
  GaleraForeignData: {
    en: '{host} holds databases of its own ({databases}) and has never been in a cluster. A join would overwrite them: dump and remove them first, or disable mariadb there.',
    ko: '{host}에 클러스터에 속한 적 없는 자체 데이터베이스({databases})가 있습니다. 합류하면 덮어씁니다. 먼저 백업 후 제거하거나 그 컨트롤러에서 mariadb를 끄십시오.',
  },
  GaleraStartUnseen: {
    en: 'The database on {host} could not be looked at ({why}); it may be alive and ahead of the others. Nothing is started from a guess.',
    ko: '{host}의 데이터베이스를 확인할 수 없습니다({why}). 살아 있고 더 앞서 있을 수 있습니다. 추측으로 시작하지 않습니다.',
  },
  GaleraBootstrapLeftover: {
    en: 'A setting on {host} would make every start a new cluster: {leftover}. Remove it first.',
    ko: '{host}의 설정이 시작할 때마다 새 클러스터를 만들게 합니다: {leftover}. 먼저 제거하십시오.',
  },
  GaleraStartBusy: {
    en: 'The database on {host} is on its way ({state}). Wait until it has arrived, or stop it, then run this again.',
    ko: '{host}의 데이터베이스가 진행 중입니다({state}). 끝날 때까지 기다리거나 중지한 뒤 다시 실행하십시오.',
  },
  GaleraStartNonPrimary: {
    en: 'The database on {host} runs outside of any Primary component ({state}). Restarting it would lose what only its memory knows; bootstrap-galera decides this case.',
    ko: '{host}의 데이터베이스가 Primary 컴포넌트 밖에서 실행 중입니다({state}). 재시작하면 메모리에만 있는 정보를 잃습니다. bootstrap-galera가 이 경우를 다룹니다.',
  },
  GaleraGrastateMalformed: {
    en: 'grastate.dat on {host} cannot be read as one. Look at it before anything joins or starts there.',
    ko: '{host}의 grastate.dat를 읽을 수 없습니다. 합류나 시작 전에 확인하십시오.',
  },
  GaleraOtherHistory: {
    en: 'The database on {host} has the history {own}, the running cluster has {cluster}. Joining would discard its own.',
    ko: '{host}의 데이터베이스 이력은 {own}, 실행 중인 클러스터는 {cluster}입니다. 합류하면 자신의 이력을 버립니다.',
  },
  GaleraAheadOfCluster: {
    en: 'The stopped database on {host} is at {own}, the running cluster only at {cluster}: {host} holds commits that the cluster lacks. Save its data directory before anything else; starting it would abort or discard them.',
    ko: '{host}의 정지된 데이터베이스는 {own}까지, 실행 중인 클러스터는 {cluster}까지만 진행되었습니다. 클러스터에 없는 커밋이 {host}에 있습니다. 무엇보다 먼저 데이터 디렉터리를 보존하세요. 시작하면 중단되거나 커밋을 잃습니다.',
  },
  GaleraTwoHistories: {
    en: 'The stopped databases have different histories ({sides}). Somebody has to choose which one lives; bootstrap-galera shows both.',
    ko: '중지된 데이터베이스들의 이력이 서로 다릅니다({sides}). 남길 이력은 사람이 골라야 하며 bootstrap-galera가 보여 줍니다.',
  },
  GaleraSeveralSafeFlags: {
    en: 'More than one node says that it was the last to leave ({hosts}). The flags contradict each other; bootstrap-galera compares the positions.',
    ko: '마지막으로 나갔다고 표시한 노드가 둘 이상입니다({hosts}). 표시가 모순되므로 bootstrap-galera가 위치를 비교합니다.',
  },
  GaleraNoSafeNode: {
    en: 'No database node was the last to leave in order ({positions}): the cluster crashed. bootstrap-galera recovers the positions and chooses.',
    ko: '정상적으로 마지막에 나간 데이터베이스 노드가 없습니다({positions}). 클러스터가 비정상 종료되었습니다. bootstrap-galera가 위치를 복구해 고릅니다.',
  },
  GaleraPositionUnknown: {
    en: 'How far {host} had come is not known, so nothing proves that {candidate} is not behind it. bootstrap-galera recovers the position.',
    ko: '{host}이(가) 어디까지 진행했는지 알 수 없어 {candidate}이(가) 뒤처지지 않았다고 증명할 수 없습니다. bootstrap-galera가 위치를 복구합니다.',
  },
  GaleraStaleSafeFlag: {
    en: '{host} is ahead ({own}) of {candidate} ({candidateAt}), which says that it was the last to leave: that flag is stale. Starting from it would lose commits.',
    ko: '{host}({own})가 마지막으로 나갔다고 표시된 {candidate}({candidateAt})보다 앞서 있습니다. 표시가 오래된 것이며, 거기서 시작하면 커밋을 잃습니다.',
  },
  GaleraEvenWithoutArbitrator: {
    en: '{servers} database nodes and no arbitrator: half of them is no majority, so the loss of one may stop all.',
    ko: '데이터베이스 노드 {servers}대에 중재자가 없습니다. 절반은 과반이 아니므로 한 대만 잃어도 전체가 멈출 수 있습니다.',
  },
  GaleraFlushNotDurable: {
    en: 'innodb_flush_log_at_trx_commit is {value}: a power failure of all controllers loses the last second of acknowledged commits. Set database.flush_at_commit: 1 unless that is meant.',
    ko: 'innodb_flush_log_at_trx_commit 값이 {value}입니다. 모든 컨트롤러가 동시에 정전되면 마지막 1초의 커밋을 잃습니다. 의도한 것이 아니면 database.flush_at_commit: 1로 하십시오.',
  },
  DatabaseUserReserved: {
    en: 'database.user is "{user}", an account that the system uses for something else. Choose another name, for example admin.',
    ko: 'database.user의 "{user}"는 시스템이 다른 용도로 쓰는 계정입니다. admin 등 다른 이름을 쓰십시오.',
  },
  ServiceNotStoppable: {
    en: '{service} is not run by this version, so there is nothing to stop.',
    ko: '{service}은(는) 이 버전이 실행하지 않으므로 중지할 것이 없습니다.',
  },
  GlusterStillUsed: {
    en: '{by} on {host} keeps its state on the volume. Stop it first: stop --service {first}.',
    ko: '{host}의 {by}이(가) 볼륨에 상태를 저장하고 있습니다. 먼저 중지하십시오: stop --service {first}.',
  },
};
