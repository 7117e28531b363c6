// The rules behind the findings about GlusterFS, in a sentence each: when one is found, and how bad it is.

import type {Messages} from '../message.ts';

export const glusterRules: Messages = {
  GlusterdDown: {
    en: 'The unit glusterd does not run: warning; bricks may go on serving.',
    ko: 'glusterd 유닛이 실행 중이 아니면 경고. 브릭은 계속 서비스할 수 있음.',
  },
  GlusterBrickDown: {
    en: 'The vantage calls the brick offline: warning.',
    ko: '조회한 컨트롤러가 브릭을 오프라인으로 보면 경고.',
  },
  GlusterBrickUnreachable: {
    en: 'The brick has a process and real clients cannot connect to it: warning, and it counts as down.',
    ko: '브릭 프로세스는 있으나 클라이언트가 접속하지 못하면 경고. 중단으로 계산.',
  },
  GlusterBrickUnseen: {
    en: 'Nobody could tell how the brick is: unknown, neither up nor down.',
    ko: '브릭 상태를 아무도 알려주지 못하면 알 수 없음.',
  },
  GlusterQuorumLost: {
    en: 'Client quorum of a replica set is lost even if every unseen brick is counted as up: critical.',
    ko: '확인하지 못한 브릭을 모두 정상으로 세어도 복제 집합의 정족수가 부족하면 위험.',
  },
  GlusterSplitBrainFiles: {en: 'Any entry in split brain: critical.', ko: '스플릿 브레인 항목이 하나라도 있으면 위험.'},
  GlusterHealUnknown: {
    en: 'A connected brick did not tell its entries to heal: unknown, never 0; information while a brick is down.',
    ko: '연결된 브릭이 복구 대기 수를 알려주지 않으면 알 수 없음(0으로 보지 않음). 브릭이 중단된 동안은 정보.',
  },
  GlusterMountMissing: {
    en: 'Nothing is mounted at the mount point: critical where slurmctld runs, else warning.',
    ko: '마운트 지점에 아무것도 없음. slurmctld가 도는 곳이면 위험, 아니면 경고.',
  },
  GlusterMountForeign: {
    en: 'Something other than fuse.glusterfs is mounted there: critical.',
    ko: '그 위치에 fuse.glusterfs가 아닌 것이 마운트돼 있으면 위험.',
  },
  GlusterMountHung: {
    en: 'statfs on the mount failed or hung: critical.',
    ko: '마운트의 statfs가 실패하거나 멈추면 위험.',
  },
  GlusterWriteCheckStale: {
    en: "The controller's own write check last succeeded more than 35 s ago: warning; more than 70 s: critical.",
    ko: '쓰기 점검의 마지막 성공이 35초를 넘으면 경고, 70초를 넘으면 위험.',
  },
  GlusterSelfHealDown: {
    en: 'Bricks run there and no self-heal daemon does: warning.',
    ko: '브릭은 도는데 자가 복구 데몬이 없으면 경고.',
  },
  GlusterVolumeUnseen: {
    en: 'The volume could not be asked of any controller: unknown.',
    ko: '어느 컨트롤러에서도 볼륨을 조회하지 못하면 알 수 없음.',
  },
  GlusterVolumeBusy: {
    en: 'The volume does not answer, a controller is confirmed to be gone, and every other mount answers: warning.',
    ko: '볼륨 무응답이나 컨트롤러 중단이 확인됐고 나머지 마운트가 모두 응답하면 경고.',
  },
};
