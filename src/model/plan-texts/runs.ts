// Korean for what a run says of itself: why it waits, how it ended, what is true now; and for what keeps one from beginning.

import type {PlanTexts} from './plan-texts.ts';

const accounts: PlanTexts = {
  '{host}: {=title}: failed: {*saw}': '{host}: {title}: 실패: {saw}',
  '{host}: {=title}: it is not known how it ended: {*saw}': '{host}: {title}: 결과를 알 수 없음: {saw}',
  'stopped before the next step: {*why}': '다음 단계 전에 멈춤: {why}',
  '{changed} steps changed something, {unchanged} had nothing to change, {skipped} were not begun':
    '변경한 단계 {changed}개, 바꿀 것이 없던 단계 {unchanged}개, 시작하지 않은 단계 {skipped}개',
  'it is not known how it ended': '결과를 알 수 없음',
  'not begun': '시작 안 함',
  'not finished: {*titles}': '끝나지 않음: {titles}',
  'and {count} stages after that': '그 뒤의 단계 {count}개',
  '{host} does not answer: what is true there is not known': '{host}이(가) 응답하지 않음: 그곳의 상태를 알 수 없음',
  '{host}: still to be restarted because its configuration changed: {units}':
    '{host}: 설정이 바뀌어 아직 재시작해야 함: {units}',
  'nothing is rolled back; running the same again does what is still missing':
    '되돌리지 않았습니다. 같은 것을 다시 실행하면 남은 일을 마저 합니다',
  'the journal cannot be written: {*why}': '기록을 쓸 수 없음: {why}',
  'the machine of the Runner is shutting down': '실행기의 장비가 종료되는 중',
  'cancelled by {*who}': '{who}이(가) 취소함',
};

const steps: PlanTexts = {
  'waiting for {*checks}, {passed} s of {limit} s: {*saw}': '{checks} 대기 중, {passed}초 / {limit}초: {saw}',
  'not begun, because this must hold before:': '먼저 갖춰야 할 조건이 맞지 않아 시작하지 않음:',
  'these did not come true in time:': '제때 이루어지지 않은 것:',
  'the command ended well, but nothing came of it:': '명령은 정상 종료했지만 이루어진 것이 없음:',
  'it is still needed': '아직 필요함',
  '{*what}; it was seen to have happened': '{what}; 실제로는 이루어진 것을 확인함',
  '{*what}; looking whether it happened all the same': '{what}; 그래도 이루어졌는지 확인하는 중',
  'it is not done (yet): running the same again is safe': '(아직) 이루어지지 않음: 같은 것을 다시 실행해도 안전함',
  '{host} did not answer again: whether it happened is not known':
    '{host}이(가) 다시 응답하지 않음: 이루어졌는지 알 수 없음',
  'do: {*hint}': '조치: {hint}',
  'copying the program, once for this build': '프로그램 복사 중(이 빌드에 한 번)',
  'comparing the plan with fresh evidence': '계획을 새 증거와 비교하는 중',
  'reading generated secrets': '생성된 비밀 값을 읽는 중',
  'writing the audit journal': '감사 기록을 쓰는 중',
};

const locks: PlanTexts = {
  'the cluster is locked by {*who}': '클러스터가 잠겨 있음: {who}',
  'the cluster is locked by {*who}. Its Runner has not given a sign for {*age}: the lock is orphaned':
    '클러스터가 잠겨 있음: {who}. 실행기가 {age} 동안 소식이 없어 주인 없는 잠금입니다',
  '{*who}: {action}, run {run}, since {at} ({*age}), on {hosts}':
    '{who}: {action}, 실행 {run}, {at}부터({age}), {hosts}에서',
  '{*who}: {action}, run {run}, since {at} ({*age}), on {hosts}; last said {*ago} ago: {*doing}':
    '{who}: {action}, 실행 {run}, {at}부터({age}), {hosts}에서; {ago} 전: {doing}',
  '{*who}: {action}, run {run}, since {at} ({*age}), reason: {*reason}, on {hosts}':
    '{who}: {action}, 실행 {run}, {at}부터({age}), 이유: {reason}, {hosts}에서',
  '{*who}: {action}, run {run}, since {at} ({*age}), reason: {*reason}, on {hosts}; last said {*ago} ago: {*doing}':
    '{who}: {action}, 실행 {run}, {at}부터({age}), 이유: {reason}, {hosts}에서; {ago} 전: {doing}',
  'something that does not say what it is, on {hosts}': '{hosts}에서 정체를 밝히지 않은 작업',
  'stage {number} of {count}: {*title}': '단계 {number}/{count}: {title}',
  'another operation held the lock and has just ended': '다른 작업이 잠그고 있다가 방금 끝났습니다',
  'the lock needs {majority} of {count} controllers and every one that will be changed; {*why}':
    '잠금에는 컨트롤러 {count}대 중 {majority}대와 바꿀 컨트롤러 모두가 필요함; {why}',
  'another operation has taken the lock on {hosts}': '다른 작업이 {hosts}의 잠금을 가져감',
  'the lock was released on a majority of the controllers': '컨트롤러 과반에서 잠금이 풀림',
  'wait for it, or watch it on {host}: {*command}': '끝나기를 기다리거나 {host}에서 지켜보십시오: {command}',
  'look how far it came (on {host}: {*show}), then: {*release}':
    '어디까지 했는지 확인한 뒤({host}: {show}) 다음을 실행하십시오: {release}',
  'bring them back, then run the same again': '복구한 뒤 같은 것을 다시 실행하십시오',
  'make them reachable, then run the same again; nothing was changed':
    '접속 가능하게 한 뒤 같은 것을 다시 실행하십시오. 바뀐 것은 없습니다',
  'run the same again': '같은 것을 다시 실행하십시오',
  'run the same again: it plans with what is true now': '같은 것을 다시 실행하십시오. 지금 상태로 계획합니다',
  'the cluster changed since the plan was shown: {*now}. Nothing was begun':
    '계획을 보여 준 뒤 클러스터가 바뀜: {now}. 아무것도 시작하지 않았습니다',
  'another plan would be made now ({*difference})': '지금은 다른 계획이 나옵니다({difference})',
  'it is now refused: {*why}': '지금은 거부됩니다: {why}',
  'its stages are arranged differently': '단계 구성이 다름',
  'and {count} more': '그 밖에 {count}개',
  'no longer: {host} {=title}': '없어짐: {host} {title}',
  'new: {host} {=title}': '새로 생김: {host} {title}',
  'different: {host} {=title}': '달라짐: {host} {title}',
  'its Runner gave a sign {*ago} ago: {*who}': '실행기가 {ago} 전에 소식을 보냄: {who}',
  'cannot be reached': '접속할 수 없음',
};

const confirmations: PlanTexts = {
  'nothing was changed': '바뀐 것은 없습니다',
  'a reason is wanted; nothing was changed': '이유가 필요합니다. 바뀐 것은 없습니다',
  'that is not {target}; nothing was changed': '{target}이(가) 아닙니다. 바뀐 것은 없습니다',
  'this is disruptive: --yes alone is not enough': '중단 위험이 있는 작업입니다: --yes만으로는 부족합니다',
  'this is destructive: --yes alone is not enough': '파괴적인 작업입니다: --yes만으로는 부족합니다',
  'this is disruptive: a reason is wanted': '중단 위험이 있는 작업입니다: 이유가 필요합니다',
  'this is destructive: a reason is wanted': '파괴적인 작업입니다: 이유가 필요합니다',
  '--confirm {*given} does not name {target}': '--confirm {given}은(는) {target}이(가) 아닙니다',
  'there is no terminal to confirm on; nothing was changed': '확인을 입력할 터미널이 없습니다. 바뀐 것은 없습니다',
  '{*flags}, or --dry-run to see what it would do': '{flags} 또는 --dry-run으로 무엇을 할지 확인',
};

/** What transports and operations report on the way, often with the host before it. */
const onTheWay: PlanTexts = {
  '{where}: {=what}': '{where}: {what}',
  '{name} ended with exit code {code}': '{name}이(가) 종료 코드 {code}(으)로 끝남',
  '{name} ended with exit code {code}: {*said}': '{name}이(가) 종료 코드 {code}(으)로 끝남: {said}',
  'the host stopped answering': '호스트가 응답을 멈춤',
  'connection lost, connecting again': '연결이 끊겨 다시 연결 중',
  'the watcher on {host}: {*why}': '{host}의 관찰자: {why}',
  'the final read on {host} failed: {*why}': '{host}의 마지막 읽기 실패: {why}',
  'cleaning up on {host}: {*why}': '{host} 정리: {why}',
  'a look failed: {*why}': '확인 실패: {why}',
  'restoring failed, trying again: {*why}': '복원 실패, 다시 시도 중: {why}',
  '{seconds} s: preflight': '{seconds}초: 사전 점검',
  '{seconds} s: baseline': '{seconds}초: 기준 측정',
  '{seconds} s: armed': '{seconds}초: 복원 장전',
  '{seconds} s: inject': '{seconds}초: 장애 주입',
  '{seconds} s: observe': '{seconds}초: 관찰',
  '{seconds} s: restore': '{seconds}초: 복원',
  '{seconds} s: heal': '{seconds}초: 회복',
  '{seconds} s: verify': '{seconds}초: 검증',
  '{seconds} s: reported': '{seconds}초: 보고',
};

const drillRuns: PlanTexts = {
  'waiting for green: {*why}': '모두 정상이 되기를 기다림: {why}',
  'not everything is green, so a drill would prove nothing: {*why}':
    '모두 정상이 아니어서 훈련으로 증명할 것이 없음: {why}',
  'the last drill was {age} s ago (on {host}); wait {left} s more':
    '마지막 훈련이 {age}초 전이었음({host}); {left}초 더 기다리십시오',
  'the verdict is {level}': '판정: {level}',
  'after the fault {host} no longer answers us ({*why}); its dead-man restores it':
    '장애 주입 뒤 {host}이(가) 응답하지 않음({why}); 자동 복원이 되돌림',
  'nothing was broken': '고장 낸 것은 없습니다',
  'nothing was broken: before the fault these canaries were not steady: {*canaries}':
    '고장 낸 것은 없음: 장애 주입 전 카나리가 안정적이지 않음: {canaries}',
  'nothing gets through from here, so it is not watched: {*canaries}': '여기서는 닿지 않아 관찰하지 않음: {canaries}',
  'ended early: {*why}': '일찍 끝남: {why}',
  'aborted and restored: {code} on {host} was seen': '중단하고 복원함: {host}에서 {code} 확인',
  'nobody here can take power from a controller and give it back: only a lab on this machine can':
    '여기서는 컨트롤러의 전원을 끄고 켤 수 없음: 이 장비의 실험실에서만 가능',
  'no controller is left to watch from': '관찰할 컨트롤러가 남지 않음',
  'copying the program to {host}, once for this build': '{host}에 프로그램 복사 중(이 빌드에 한 번)',
};

/** What the one line of a drill that ended says (run-drill.ts), and the conditions of its report (compose-report.ts). */
const drillEnds: PlanTexts = {
  '{drill} passed: {*figures}; green {seconds} s after restore': '{drill} 통과: {figures}; 복원 {seconds}초 후 정상',
  '{drill} failed: {*figures}; green {seconds} s after restore': '{drill} 실패: {figures}; 복원 {seconds}초 후 정상',
  '{drill} aborted: {*figures}; green {seconds} s after restore': '{drill} 중단: {figures}; 복원 {seconds}초 후 정상',
  '{drill} passed: {*figures}; not green again': '{drill} 통과: {figures}; 다시 정상이 되지 않음',
  '{drill} failed: {*figures}; not green again': '{drill} 실패: {figures}; 다시 정상이 되지 않음',
  '{drill} aborted: {*figures}; not green again': '{drill} 중단: {figures}; 다시 정상이 되지 않음',
  '{service} did not come back': '{service} 돌아오지 않음',
  '{service} did not come back, lost {lost} of {acked}': '{service} 돌아오지 않음, 유실 {lost}/{acked}',
  '{service} {seconds} s': '{service} {seconds} s',
  '{service} {seconds} s, lost {lost} of {acked}': '{service} {seconds} s, 유실 {lost}/{acked}',
  'load of this machine': '이 장비의 부하',
  attempts: '시도',
  'attempts not kept': '보관하지 않은 시도',
  'not watched: {*why}': '관찰하지 않음: {why}',
  'clock of the second vantage': '둘째 관측지의 시계',
  'mapped by its shortest message': '가장 짧은 메시지로 맞춤',
};

/** An input that no action can take. */
const inputs: PlanTexts = {
  'there is no action {action}': '{action} 작업이 없습니다',
  'there is no service {service}': '{service} 서비스가 없습니다',
  'there is no test {test}': '{test} 시험이 없습니다',
  '{account} is no name of a Unix account': '{account}은(는) Unix 계정 이름이 아닙니다',
  'there is no drill {drill}': '{drill} 훈련이 없습니다',
  'there is no run {run}': '실행 {run}이(가) 없습니다',
  'one of: {*names}': '다음 중 하나: {names}',
  'all, or one of: {*names}': 'all 또는 다음 중 하나: {names}',
  'phases {from} to {to}: expected two numbers from 0 to 7, in order':
    '단계 {from}~{to}: 0부터 7까지의 두 수를 순서대로',
  'no drill was named': '훈련을 지정하지 않았습니다',
  'which controller?': '어느 컨트롤러입니까?',
  '{flag} was given twice: it takes one value': '{flag}이(가) 두 번 지정되었습니다. 값은 하나만 줄 수 있습니다',
  'for several values, run the command once for each': '값이 여럿이면 값마다 명령을 한 번씩 실행하십시오',
};

export const runTexts: PlanTexts = {
  ...accounts,
  ...steps,
  ...locks,
  ...confirmations,
  ...onTheWay,
  ...drillRuns,
  ...drillEnds,
  ...inputs,
};
