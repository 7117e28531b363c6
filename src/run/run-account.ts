// What is true now, in words, when a run did not come to its end: what was done, what was not, what to do next.

import {isHpchaError} from '../model/error.ts';
import type {Plan} from '../model/plan.ts';
import type {HostInspector} from '../transport/host.ts';
import type {Execution} from './execute-plan.ts';

/** Restarts that are still owed, by host; `null` for a host that does not answer. */
export type Pending = ReadonlyMap<string, readonly string[] | null>;

/** Looks at the restart marks of all hosts of a plan. */
export async function seePending(inspectors: readonly HostInspector[], signal: AbortSignal): Promise<Pending> {
  const seen = await Promise.all(
    inspectors.map(async (inspector) => {
      try {
        const argv = ['find', '/var/lib/hpcha/pending', '-type', 'f', '-printf', '%f\\n'] as const;
        const output = await inspector.inspect(argv, {timeoutMs: 8_000}, signal);
        return [inspector.host, output.stdout.split('\n').filter((line) => line !== '')] as const;
      } catch (thrown) {
        if (!isHpchaError(thrown)) throw thrown;
        return [inspector.host, null] as const;
      }
    }),
  );
  return new Map(seen);
}

/** A few lines for a person: each is a sentence about the cluster, not about this program. */
export function accountOf(plan: Plan, execution: Execution, pending: Pending): string {
  const {counts, bad, results, stoppedBy} = execution;
  const lines = bad.map(({step, result, saw}) => {
    const how = result === 'unknown' ? 'it is not known how it ended' : 'failed';
    return `${step.on}: ${step.title}: ${how}: ${saw}`;
  });
  if (stoppedBy !== null) lines.push(`stopped before the next step: ${stoppedBy}`);
  const done = plan.stages.filter((stage) =>
    plan.steps.every((step) => step.stage !== stage.id || isDone(results.get(step.id))),
  );
  const open = plan.stages.filter((stage) => !done.includes(stage));
  lines.push(
    `${counts.changed} steps changed something, ${counts.unchanged} had nothing to change, ${counts.skipped} were not begun`,
  );
  if (open.length > 0) lines.push(`not finished: ${few(open.map((stage) => stage.title))}`);
  for (const [host, marks] of pending) {
    if (marks === null) lines.push(`${host} does not answer: what is true there is not known`);
    else if (marks.length > 0)
      lines.push(`${host}: still to be restarted because its configuration changed: ${marks.join(', ')}`);
  }
  lines.push('nothing is rolled back; running the same again does what is still missing');
  return lines.join('\n');
}

/** The first few by name: what comes after them is known from the plan. */
function few(titles: readonly string[]): string {
  const shown = titles.slice(0, 4).join('; ');
  return titles.length <= 4 ? shown : `${shown}; and ${titles.length - 4} stages after that`;
}

function isDone(result: string | undefined): boolean {
  return result === 'changed' || result === 'unchanged';
}
