// Messages of findings about slurm, by code.

import type {Messages} from '../messages.ts';

export const slurmMessages: Messages = {
  MungeKeysDiffer: {
    en: '{host}: its munge key ({digest}…) is not the key of another controller that runs Slurm; decide which one is right, a key in use is never replaced',
    ko: '{host}: munge 키({digest}…)가 Slurm을 실행하는 다른 컨트롤러의 키와 다릅니다. 어느 것이 맞는지 정하십시오. 사용 중인 키는 바꾸지 않습니다',
  },
  SlurmOtherCluster: {
    en: '{host}: the state directory belongs to the Slurm cluster {found}, and the configuration names {wanted}; slurmctld would corrupt it',
    ko: '{host}: 상태 디렉터리는 Slurm 클러스터 {found}의 것이고 설정은 {wanted}입니다. slurmctld가 손상시킬 수 있습니다',
  },
  SlurmStateElsewhere: {
    en: '{host}: slurm.conf keeps the state in {found}; moving it to {wanted} would forget all jobs: stop slurmctld everywhere, copy it, remove that line, then run again',
    ko: '{host}: slurm.conf의 상태 위치는 {found}입니다. {wanted}(으)로 옮기면 작업이 모두 사라집니다. slurmctld를 모두 멈추고 복사한 뒤 그 줄을 지우고 다시 실행하십시오',
  },
  SlurmPrefixEmpty: {
    en: '{host}: slurm.prefix names {prefix}, and no Slurm is installed there; install it or remove slurm.prefix to use the packages',
    ko: '{host}: slurm.prefix가 {prefix}이지만 그곳에 Slurm이 없습니다. 설치하거나 slurm.prefix를 지워 패키지를 쓰십시오',
  },
  SlurmWithoutGluster: {
    en: '{host}: slurm is enabled and glusterfs is not; slurmctld keeps its state on {mount}, a local copy would diverge',
    ko: '{host}: slurm은 켜져 있고 glusterfs는 꺼져 있습니다. slurmctld의 상태는 {mount}에 있어야 하며 로컬 사본은 어긋납니다',
  },
  SlurmPasswordUnquotable: {
    en: 'slurm.db_password holds white space, #, a quote or a backslash, which slurmdbd.conf cannot carry; choose another',
    ko: 'slurm.db_password에 공백, #, 따옴표 또는 역슬래시가 있어 slurmdbd.conf에 쓸 수 없습니다. 다른 비밀번호를 고르십시오',
  },
  SlurmNoAccounting: {
    en: 'no controller has both slurm and mariadb: Slurm is set up without accounting',
    ko: 'slurm과 mariadb가 모두 켜진 컨트롤러가 없어 계정 관리 없이 Slurm을 구성합니다',
  },
  SlurmOneAccountingHost: {
    en: 'only one controller has both slurm and mariadb: slurmdbd has no backup',
    ko: 'slurm과 mariadb가 모두 켜진 컨트롤러가 하나뿐이라 slurmdbd의 예비가 없습니다',
  },
  SlurmNoNodes: {
    en: 'nodes.compute_nodes is empty: Slurm is set up and can run no job',
    ko: 'nodes.compute_nodes가 비어 있습니다. Slurm은 구성되지만 작업을 실행할 수 없습니다',
  },
};
