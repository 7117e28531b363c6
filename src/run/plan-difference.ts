// Says in a few words where two plans of the same action differ, for whoever confirmed the first.

import type {Plan, Step} from '../model/plan.ts';

const shown = 5;

/** Facts that decided them first, then the steps; at most a handful. */
export function planDifference(before: Plan, now: Plan): string {
  const keys = [...new Set([...Object.keys(before.decidedBy), ...Object.keys(now.decidedBy)])];
  const facts = keys
    .filter((key) => before.decidedBy[key] !== now.decidedBy[key])
    .map(
      (key) => `${key}: ${String(before.decidedBy[key] ?? 'not known')} → ${String(now.decidedBy[key] ?? 'not known')}`,
    );
  const all = [...facts, ...stepDifferences(before.steps, now.steps)];
  if (all.length === 0) return 'its stages are arranged differently';
  return all.length <= shown ? all.join('; ') : `${all.slice(0, shown).join('; ')}; and ${all.length - shown} more`;
}

function stepDifferences(before: readonly Step[], now: readonly Step[]): readonly string[] {
  const old = new Map(before.map((step) => [step.id, step]));
  const fresh = new Map(now.map((step) => [step.id, step]));
  return [
    ...before.filter((step) => !fresh.has(step.id)).map((step) => `no longer: ${step.on} ${step.title}`),
    ...now.filter((step) => !old.has(step.id)).map((step) => `new: ${step.on} ${step.title}`),
    ...now
      .filter((step) => old.has(step.id) && JSON.stringify(old.get(step.id)) !== JSON.stringify(step))
      .map((step) => `different: ${step.on} ${step.title}`),
  ];
}
