// What must be refused, and what must be seen, while a fault lasts: asked for real, with the plan as the answer.

import type {DrillSpec} from '../../model/drill/drill.ts';
import type {Finding} from '../../model/finding.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {DrillDeps} from './drill-deps.ts';

type Asked = Pick<DrillDeps, 'progress'> & {readonly support: Pick<DrillDeps['support'], 'ask'>};

/** What was not refused or not seen, as findings. */
export async function checkRefusals(
  {mustRefuse, mustSee, drill, target}: DrillSpec,
  seen: readonly {readonly code: string}[],
  deps: Asked,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const action of mustRefuse) {
    const answer = await deps.support.ask(action, signal);
    deps.progress(`${action}: ${answerText(answer)}`);
    if (isHarmless(answer)) continue;
    found.push({code: 'DrillNotRefused', level: 'critical', where: target, params: {drill, action}});
  }
  for (const code of mustSee) {
    if (seen.some((each) => each.code === code)) continue;
    found.push({code: 'DrillNotSeen', level: 'warning', where: target, params: {drill, code}});
  }
  return found;
}

/**
 * A safe plan is as good as a refusal: beside a Primary component bootstrap-galera only starts what is missing, which joins
 * whatever its files claim (ha-operations §3.4, B1).
 */
function isHarmless(answer: PlanResult): boolean {
  return answer.kind === 'refusal' || answer.plan.danger === 'safe';
}

function answerText(answer: PlanResult): string {
  if (answer.kind === 'refusal') return `refused: ${answer.findings.map(({code}) => code).join(', ')}`;
  return isHarmless(answer) ? `no more than ${answer.plan.title}` : `NOT refused: ${answer.plan.title}`;
}
