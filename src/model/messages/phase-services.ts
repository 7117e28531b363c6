// Messages of refusals and notes of the phases Redis, Slurm and keepalived, by code.

import type {Messages} from '../message.ts';

export const phaseServiceMessages: Messages = {
  RedisMasterUndecided: {
    en: 'Redis on {host} ({address}) calls itself master, and it is not the only one. Let the sentinels settle it (look at status), then run this again.',
    ko: '{host}({address})의 Redis가 마스터라고 하며 하나가 아닙니다. 센티널이 정리할 때까지 기다린 뒤(status로 확인) 다시 실행하십시오.',
  },
  RedisUnclear: {
    en: 'What Redis on {host} is could not be told ({why}). Look at it before anything is changed there.',
    ko: '{host}의 Redis 상태를 알 수 없습니다({why}). 변경하기 전에 확인하십시오.',
  },
  RedisModeDiffers: {
    en: 'Redis on {host} runs in {found} mode, the configuration says {wanted}. Changing the mode would drop its data: move them by hand, or correct redis.mode.',
    ko: '{host}의 Redis는 {found} 모드이고 설정은 {wanted}입니다. 모드를 바꾸면 데이터를 잃습니다. 직접 옮기거나 redis.mode를 고치십시오.',
  },
  RedisPasswordUnquotable: {
    en: 'redis.password holds a quote, a backslash or a control character, which redis.conf cannot carry. Choose another one.',
    ko: 'redis.password에 redis.conf가 담을 수 없는 따옴표, 역슬래시 또는 제어 문자가 있습니다. 다른 값을 쓰십시오.',
  },
  RedisTooFewSentinels: {
    en: 'Only {sentinels} of at least three sentinels: if one controller is lost, the rest may not be able to choose a new master. Enable redis on three controllers.',
    ko: '센티널이 {sentinels}개로 3개 미만입니다. 컨트롤러 한 대를 잃으면 새 마스터를 뽑지 못할 수 있습니다. 컨트롤러 3대에서 redis를 켜십시오.',
  },
  RedisClusterTooFewControllers: {
    en: 'Redis in cluster mode needs three controllers, and {controllers} have redis enabled: with fewer masters the loss of one leaves no majority. Enable redis on more, or set redis.mode: sentinel.',
    ko: 'Redis 클러스터 모드에는 컨트롤러 3대가 필요하지만 redis가 켜진 컨트롤러는 {controllers}대입니다. 마스터가 더 적으면 하나를 잃을 때 과반이 남지 않습니다. redis를 더 켜거나 redis.mode: sentinel로 하십시오.',
  },
  SlurmNoAccounting: {
    en: 'Accounting is enabled, but no controller has both Slurm and MariaDB: jobs run without being recorded. Enable mariadb on one of them, or set slurm.accounting: false.',
    ko: '계정 관리가 켜져 있지만 Slurm과 MariaDB가 함께 있는 컨트롤러가 없습니다. 작업이 기록되지 않습니다. 그중 한 대에서 mariadb를 켜거나 slurm.accounting: false로 하십시오.',
  },
  SlurmOneAccountingHost: {
    en: 'Only one controller can run slurmdbd: while it is away, records wait in slurmctld. Enable slurm and mariadb on a second one.',
    ko: 'slurmdbd를 실행할 컨트롤러가 한 대뿐입니다. 없는 동안 기록은 slurmctld에서 기다립니다. 두 번째 컨트롤러에서도 slurm과 mariadb를 켜십시오.',
  },
  MungeKeysDiffer: {
    en: 'The munge key of {host} (SHA-256 {digest}…) is not that of every other controller with Slurm, and more than one of these keys is in use: Slurm refuses messages between them. None is replaced here. Choose the right key, copy /etc/munge/munge.key to the others, restart munge there, then run this again.',
    ko: '{host}의 munge 키(SHA-256 {digest}…)가 Slurm이 있는 다른 컨트롤러와 모두 같지는 않으며 둘 이상의 키가 사용 중입니다. 서로의 Slurm 메시지를 거부하게 됩니다. 여기서는 어느 키도 바꾸지 않습니다. 올바른 키를 정해 /etc/munge/munge.key를 나머지에 복사하고 munge를 재시작한 뒤 다시 실행하십시오.',
  },
  SlurmOtherCluster: {
    en: 'The state of Slurm on {host} belongs to the cluster "{found}", the configuration says "{wanted}". Correct slurm.cluster_name; mixing them corrupts the state.',
    ko: '{host}의 Slurm 상태는 "{found}" 클러스터의 것이며 설정은 "{wanted}"입니다. slurm.cluster_name을 고치십시오. 섞으면 상태가 손상됩니다.',
  },
  SlurmStateElsewhere: {
    en: 'Slurm on {host} keeps its state in {found}, here it would be {wanted}: all jobs would be forgotten. Stop Slurm and move the directory first.',
    ko: '{host}의 Slurm 상태는 {found}에 있고 여기서는 {wanted}이(가) 됩니다. 모든 작업을 잊게 되니 먼저 Slurm을 멈추고 디렉터리를 옮기십시오.',
  },
  SlurmPrefixEmpty: {
    en: 'There is no Slurm under {prefix} on {host}. Install it there, or leave slurm.prefix out to use the packages.',
    ko: '{host}의 {prefix}에 Slurm이 없습니다. 설치하거나 slurm.prefix를 빼고 패키지를 쓰십시오.',
  },
  SlurmWithoutGluster: {
    en: 'Slurm on {host} would have no shared state: {mount} is a Gluster volume, and GlusterFS is off there. Turn glusterfs on for it, or slurm off.',
    ko: '{host}의 Slurm에 공유 상태가 없게 됩니다. {mount}은(는) Gluster 볼륨인데 그곳에는 GlusterFS가 꺼져 있습니다. glusterfs를 켜거나 slurm을 끄십시오.',
  },
  SlurmPasswordUnquotable: {
    en: 'slurm.db_password holds a space, a quote, #, a backslash or a control character, which slurmdbd.conf cannot carry. Choose another one.',
    ko: 'slurm.db_password에 slurmdbd.conf가 담을 수 없는 공백, 따옴표, #, 역슬래시 또는 제어 문자가 있습니다. 다른 값을 쓰십시오.',
  },
  VipInterfaceUnknown: {
    en: '{host} has no interface {wanted}. Correct network.interface or the address of the controller.',
    ko: '{host}에 {wanted} 인터페이스가 없습니다. network.interface 또는 컨트롤러 주소를 고치십시오.',
  },
  VipWithoutStandby: {
    en: 'Only {host} has keepalived: if it is lost, nobody takes the virtual address.',
    ko: 'keepalived가 {host}에만 있습니다. 잃으면 가상 주소를 받을 곳이 없습니다.',
  },
  GrafanaNotOffered: {
    en: 'A password for Grafana is configured, and the package sources of {host} offer no package grafana: it is not deployed there. The history is kept all the same, and drawn on the page Monitoring; with Grafana’s repository or a mirror among the sources, phase 6 deploys it.',
    ko: 'Grafana 비밀번호가 설정되어 있지만 {host}의 패키지 저장소에 grafana 패키지가 없어 설치하지 않습니다. 이력은 그대로 보관되며 모니터링 페이지에 그래프로 나옵니다. 저장소에 Grafana(또는 미러)를 추가하면 6단계에서 설치합니다.',
  },
  GrafanaSourcesUnread: {
    en: 'A password for Grafana is configured, and {host} has not read its package sources yet: whether they offer Grafana is not known. Run phase 6 once more afterwards.',
    ko: 'Grafana 비밀번호가 설정되어 있지만 {host}이(가) 아직 패키지 저장소 목록을 읽지 않아 Grafana가 있는지 알 수 없습니다. 이후 6단계를 한 번 더 실행하십시오.',
  },
  GrafanaForeign: {
    en: 'Grafana serves on {host} already and was not deployed by phase 6: it is left as it is. The dashboard is templates/web/grafana-dashboard.json.eta, its data source the Prometheus at 127.0.0.1:9095 with the uid hpcha.',
    ko: '{host}에서 6단계가 설치하지 않은 Grafana가 이미 동작 중이므로 그대로 둡니다. 대시보드는 templates/web/grafana-dashboard.json.eta이고, 데이터 원본은 127.0.0.1:9095의 Prometheus(uid hpcha)입니다.',
  },
  WebNotEnabled: {
    en: 'The configuration enables the web services on no controller.',
    ko: '설정에서 웹 서비스를 사용하는 컨트롤러가 없습니다.',
  },
  WebPasswordNowhere: {
    en: 'No controller was seen to have the web services, so nothing could give {user} a new password. Set them up or start them first: hpcha-tui start --phase 6.',
    ko: '웹 서비스가 있는 컨트롤러를 확인하지 못해 {user}의 비밀번호를 다시 발급할 수 없습니다. 먼저 hpcha-tui start --phase 6으로 구성하거나 시작하십시오.',
  },
};
