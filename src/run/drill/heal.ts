// Waits until the cluster is well again after a fault was taken back, and tells what is not.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {toHpchaError} from '../../model/error.ts';
import type {Finding} from '../../model/finding.ts';
import {findingText} from '../../model/messages.ts';
import type {DrillDeps, Judged} from './drill-deps.ts';
import type {Harm} from './harm.ts';
import {isGreen, leftToOperator, whatIsWrong} from './preflight.ts';
import {pause} from './stream.ts';

/** Two looks in a row must be green before the cluster counts as healed. */
const greenLooks = 2;

export type Healed = {
  /** Milliseconds of the drill's clock: the first of the green looks; null: not in time. */
  readonly greenAt: number | null;
  readonly findings: readonly Finding[];
};

/** To be called without canaries: files that are just being written look like files that are to be healed. */
export async function waitUntilHealed(
  spec: DrillSpec,
  deps: DrillDeps,
  harm: Harm,
  now: () => number,
  signal: AbortSignal,
): Promise<Healed> {
  const until = now() + spec.waits.healMs;
  let green = 0;
  let first: number | null = null;
  let wrong = 'it was not looked at';
  while (now() < until) {
    const at = now();
    const judged = await lookOrNull(spec, deps, signal);
    if (judged === null) green = 0;
    else {
      harm.lookedAfterRestore(judged);
      const left = leftToOperator(judged, deps);
      green = left.length > 0 || isGreen(judged, deps) ? green + 1 : 0;
      first = green === 0 ? null : (first ?? at);
      if (green >= greenLooks) return {greenAt: first, findings: leftToDo(spec, left)};
      wrong = whatIsWrong(judged, deps);
    }
    await pause(1_000, signal);
  }
  const params = {drill: spec.drill, seconds: Math.round(spec.waits.healMs / 1000), what: wrong};
  return {greenAt: null, findings: [{code: 'DrillNotHealed', level: 'critical', where: spec.target, params}]};
}

function leftToDo({drill, target}: DrillSpec, left: readonly Finding[]): readonly Finding[] {
  if (left.length === 0) return [];
  const what = left.map((each) => `${each.code}: ${findingText(each)}`).join('; ');
  return [{code: 'DrillLeftToDo', level: 'warning', where: target, params: {drill, what}}];
}

/** null: it failed, which is told; nobody knows then whether all is well. */
async function lookOrNull({drill}: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<Judged | null> {
  try {
    return await deps.support.look(signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    deps.progress(`a look failed: ${toHpchaError(thrown, drill).message}`);
    return null;
  }
}
