// Korean for what a plan may lose and for why evidence is collected first: the sentences that somebody confirms.

import type {PlanTexts} from './plan-texts.ts';

export const lossTexts: PlanTexts = {
  'Nothing.': '없음.',
  'Nothing: each stopped server recovers its own data, as its next start would do anyway.':
    '없음: 멈춘 서버가 저마다 자기 데이터를 복구합니다. 다음 시작 때 어차피 하는 일입니다.',
  'Nothing: this only watches.': '없음: 지켜보기만 합니다.',
  'Nothing: {primary} already serve, so nothing is bootstrapped.':
    '없음: {primary}이(가) 이미 서비스 중이므로 부트스트랩하지 않습니다.',
  'Nothing: Galera itself re-forms the component that all of them saved; no file is edited.':
    '없음: 모두가 저장해 둔 컴포넌트를 Galera가 스스로 다시 만듭니다. 파일은 고치지 않습니다.',
  'Nothing: no other node can be ahead of this component, and every node was seen.':
    '없음: 이 컴포넌트보다 앞선 노드가 있을 수 없고, 모든 노드를 확인했습니다.',
  'Nothing: {host} is as far as the furthest of all nodes, and every node was seen.':
    '없음: {host}이(가) 가장 앞선 노드와 같은 위치이고, 모든 노드를 확인했습니다.',
  'Commits after {seqno} that only {hosts} may hold.':
    '{seqno} 이후의 커밋 중 {hosts}에만 있을 수 있는 것을 잃을 수 있습니다.',
  'how far {hosts} came is not known, and only the data themselves can tell':
    '{hosts}의 위치를 알 수 없으며, 데이터 자체에서만 알아낼 수 있습니다',
  'Galera may re-form by itself when its members have found each other ({hosts})':
    '구성원({hosts})이 서로를 찾으면 Galera가 스스로 다시 구성될 수 있습니다',

  'Nothing now: {action} may be run again on what that run left behind.':
    '지금은 없음: 그 실행이 남긴 상태 위에서 {action}을(를) 다시 실행할 수 있게 됩니다.',
  'What the run had brought about: {count} of its steps are taken back, the others have no way back.':
    '그 실행이 바꾼 것: 단계 {count}개를 되돌리며, 나머지는 되돌리는 방법이 없습니다.',
  'Nothing: what exists is kept, and whatever has to be restarted is restarted one controller at a time.':
    '없음: 있는 것은 그대로 두고, 재시작이 필요하면 컨트롤러를 한 대씩 재시작합니다.',
  'Nothing: it writes its own files, rows, keys, jobs and users, and takes them away.':
    '없음: 시험용 파일, 행, 키, 작업, 사용자를 만들고 다시 지웁니다.',
  'Connections to the virtual address: it moves away and back, each time within a fraction of a second.':
    '가상 주소의 연결: 주소가 옮겨 갔다가 돌아오며, 매번 1초가 안 되는 동안 끊깁니다.',

  'Nothing: writes wait a few seconds until the new master has all of them; clients connect anew.':
    '없음: 새 마스터가 쓰기를 모두 받을 때까지 쓰기가 몇 초 기다리며, 클라이언트는 다시 연결합니다.',
  'Nothing: each master holds its writes back until its replica has all of them, and a majority agrees.':
    '없음: 각 마스터는 복제본이 쓰기를 모두 받고 과반이 동의할 때까지 쓰기를 멈춰 둡니다.',
  'Nothing stored: commands of Slurm wait or fail for a few seconds; jobs run on.':
    '저장된 것은 없음: Slurm 명령이 몇 초 기다리거나 실패하며, 작업은 계속 돕니다.',
  'Nothing stored: connections through {vip} break once, for about {ms} ms.':
    '저장된 것은 없음: {vip}을(를) 통한 연결이 약 {ms} ms 동안 한 번 끊깁니다.',
  'Nothing stored: connections through {vip} to nobody break.':
    '저장된 것은 없음: {vip}을(를) 통한 연결 중 끊기는 것이 없습니다.',
  'Nothing stored: connections through {vip} to {hosts} break.':
    '저장된 것은 없음: {vip}을(를) 통한 {hosts}의 연결이 끊깁니다.',
  'Nothing stored: connections to the node that restarts break, the others serve on.':
    '저장된 것은 없음: 재시작하는 노드의 연결만 끊기고 나머지는 계속 서비스합니다.',

  'Nothing: {host} leaves every service in order; until it is back, one controller less may fail.':
    '없음: {host}이(가) 모든 서비스에서 순서대로 빠집니다. 돌아올 때까지 견딜 수 있는 고장이 한 대 줄어듭니다.',
  'Nothing: it receives what it has missed before it serves again.':
    '없음: 놓친 것을 모두 받은 뒤에 다시 서비스합니다.',
  'Nothing: what a brick missed is copied to it from those that have it.':
    '없음: 브릭이 놓친 것을 가진 브릭에서 복사합니다.',
  'Nothing that the other copies have; {path} on {host} must be empty.':
    '다른 사본에 있는 것은 잃지 않음. {host}의 {path}은(는) 비어 있어야 합니다.',
  'What the copies of {*path} on other controllers hold and that one does not.':
    '{path}의 사본 중 남길 것에는 없고 다른 컨트롤러의 사본에만 있는 내용을 잃습니다.',
  'Everything that was written on {hosts} alone leaves the cluster; their data stay in /var/lib/hpcha-aside there.':
    '{hosts}에만 쓰인 것이 모두 클러스터에서 사라집니다. 그 데이터는 해당 노드의 /var/lib/hpcha-aside에 남습니다.',

  'Nothing: running jobs end, no new ones begin there.':
    '없음: 실행 중인 작업은 끝까지 돌고, 그 노드에서 새 작업은 시작되지 않습니다.',
  'Nothing: a job that runs already goes on; it is held if it is queued again.':
    '없음: 이미 도는 작업은 계속 돕니다. 다시 대기열에 들어가면 보류됩니다.',
  'What job {job} has computed and not stored.': '작업 {job}이(가) 계산하고 아직 저장하지 않은 것을 잃습니다.',

  'No stored data: every service is away until the next start, and jobs run on without a controller to record them.':
    '저장된 데이터는 잃지 않음: 다음 시작까지 모든 서비스가 멈추고, 작업은 기록할 컨트롤러 없이 계속 돕니다.',
  'No stored data: databases are away until the next start, and accounting waits in slurmctld meanwhile.':
    '저장된 데이터는 잃지 않음: 다음 시작까지 데이터베이스가 멈추고, 그동안 회계 기록은 slurmctld에서 기다립니다.',
  'No stored data: jobs run on, and none can be submitted until the next start.':
    '저장된 데이터는 잃지 않음: 작업은 계속 돌지만, 다음 시작까지 새 작업을 제출할 수 없습니다.',
  'No stored data: nobody can sign in, submit or watch in a browser until the next start; jobs and files stay.':
    '저장된 데이터는 잃지 않음: 다음 시작까지 브라우저로 로그인, 제출, 조회를 할 수 없습니다. 작업과 파일은 그대로입니다.',
  'No stored data: nobody holds the virtual address until the next start.':
    '저장된 데이터는 잃지 않음: 다음 시작까지 가상 주소를 가진 곳이 없습니다.',
  'No stored data: {service} is away until the next start.':
    '저장된 데이터는 잃지 않음: 다음 시작까지 {service}이(가) 멈춥니다.',

  'Nothing that is stored: a service may answer late for seconds.':
    '저장된 것은 없음: 서비스가 몇 초 동안 늦게 응답할 수 있습니다.',
  'Nothing that Galera or Gluster acknowledged; Redis and Slurm within their windows (a second or two of writes). A brief outage is expected.':
    'Galera와 Gluster가 응답한 것은 잃지 않음. Redis와 Slurm은 예상 범위(쓰기 1~2초 분) 안에서 잃을 수 있습니다. 짧은 중단이 예상됩니다.',
  'Possibly everything of this lab: faults of this class can destroy data where a service is not as safe as believed.':
    '이 실험실의 모든 것을 잃을 수 있음: 이 등급의 장애는 서비스가 생각만큼 안전하지 않으면 데이터를 파괴할 수 있습니다.',

  'What {user} is doing in a browser: all sessions of this user end, and the old password opens nothing any more.':
    '{user}의 브라우저 작업: 이 사용자의 세션이 모두 끝나고 이전 비밀번호는 더 이상 쓸 수 없습니다.',
};
