// Gives a Runner's steps the power to carry out drills: the engine with this run's permit, lock, journal and plans.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import {findingText} from '../../model/messages.ts';
import type {PlanResult, Step} from '../../model/plan.ts';
import {actorText} from '../actor.ts';
import {type ExecuteDeps, executePlan} from '../execute-plan.ts';
import type {Applied} from '../operations/contract.ts';
import type {RunRequest} from '../run-request.ts';
import type {DrillSupport} from './drill-deps.ts';
import {runDrill} from './run-drill.ts';

type CarryOut = NonNullable<ExecuteDeps['drill']>;

/** For `ExecuteDeps.drill`. Plans that bring the cluster back run under this run's own lock, their steps as lines of progress. */
export function drillStep(request: RunRequest, support: DrillSupport, deps: ExecuteDeps): CarryOut {
  return (step: Step, spec: DrillSpec, progress: (line: string) => void, signal: AbortSignal): Promise<Applied> =>
    runDrill(
      spec,
      {
        ...{support, step: step.id, progress},
        ...{runId: request.runId, state: request.state, cluster: request.cluster},
        ...{by: actorText(request.actor), reason: request.reason ?? null},
        ...{clock: deps.clock, permit: deps.permit, secrets: deps.secrets},
        connection: deps.connection,
        emit: deps.emit,
        stopRequested: deps.stopRequested,
        carryOut: (answer, ending) => carryOut(answer, deps, progress, ending),
      },
      signal,
    );
}

async function carryOut(
  answer: PlanResult,
  deps: ExecuteDeps,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (answer.kind === 'refusal') {
    const what = answer.findings.map((finding) => findingText(finding)).join('; ');
    throw new HpchaError({code: 'refused', where: 'drill', what});
  }
  const {plan} = answer;
  const titles = new Map(plan.steps.map((step) => [step.id, `${step.on} ${step.title}`]));
  const emit: ExecuteDeps['emit'] = (event) => {
    if (event.type === 'step-finished' && event.result !== 'unchanged')
      progress(`${titles.get(event.step) ?? event.step}: ${event.result}`);
  };
  // Who asks for the drill to end wants the cluster back: that part is not ended early.
  const {result, bad} = await executePlan(plan, {...deps, emit, stopRequested: () => null}, signal);
  if (result === 'done') return;
  const saw = bad.map(({step, saw: text}) => `${step.on} ${step.title}: ${text}`).join('\n');
  throw new HpchaError({code: 'command', where: 'drill', what: `${plan.title} ended ${result}: ${saw}`});
}
