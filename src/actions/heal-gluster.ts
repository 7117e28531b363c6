// heal-gluster: starts bricks that lack a process, heals, and waits until nothing is pending (ha-operations §7.3).

import type {PlanResult, Stage} from '../model/plan.ts';
import type {ActionContext} from './action.ts';
import {against, healTimeoutMs, refused, seenVolume, tableOf} from './gluster/volume.ts';
import {check, step} from './step.ts';

/** Refused while entries are in split brain: no heal decides those. */
export function planHeal(context: ActionContext<object>): PlanResult {
  const seen = seenVolume(context);
  if ('code' in seen) return refused(seen);
  const {volume, askedOf} = seen;
  const split = volume.bricks.filter(({splitBrain}) => (splitBrain ?? 0) > 0);
  const offline = volume.bricks.filter(({online, untold}) => !online && untold !== true);
  if (split.length > 0) {
    const findings = split.map(({host, splitBrain}) =>
      against('GlusterEntriesSplit', host, {count: splitBrain ?? 0, volume: volume.name}),
    );
    return {kind: 'refusal', findings, evidence: tableOf(volume)};
  }
  const stages: readonly Stage[] = [
    {id: 'heal-bricks', title: 'start bricks that lack a process', mode: 'parallel'},
    {id: 'heal-run', title: 'heal', mode: 'parallel'},
  ];
  const bricks = offline.map(({host}) => host).join(', ');
  const steps = [
    ...(offline.length === 0
      ? []
      : [
          step({
            stage: 'heal-bricks',
            on: askedOf,
            title: `start the bricks of ${bricks}`,
            operation: {
              kind: 'verify',
              act: {via: 'exec', argv: ['gluster', '--mode=script', 'volume', 'start', volume.name, 'force']},
            },
            after: [check('gluster-bricks-online', {volume: volume.name, bricks: volume.bricks.length})],
            timeoutMs: 120_000,
          }),
        ]),
    step({
      stage: 'heal-run',
      on: askedOf,
      title: 'heal what is pending',
      operation: {
        kind: 'verify',
        act: {via: 'exec', argv: ['gluster', '--mode=script', 'volume', 'heal', volume.name]},
      },
      after: [check('gluster-heal-zero', {volume: volume.name})],
      timeoutMs: healTimeoutMs,
    }),
  ];
  return {
    kind: 'plan',
    plan: {
      action: 'heal-gluster',
      title: `heal ${volume.name}`,
      danger: 'safe',
      target: context.config.cluster.name,
      stages: stages.filter(({id}) => steps.some(({stage}) => stage === id)),
      steps,
      mayLose: 'Nothing: what a brick missed is copied to it from those that have it.',
      notes: [],
      evidence: tableOf(volume),
      decidedBy: {offline: bricks},
    },
  };
}
