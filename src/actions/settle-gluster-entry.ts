// settle-gluster-entry: one entry in split brain keeps the copy of one controller, by the word of a person (ha-operations §7.1).

import type {PlanResult} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ActionContext} from './action.ts';
import {against, refused, seenVolume, tableOf} from './gluster/volume.ts';
import {step} from './step.ts';

/** One entry, for the copy on one controller. `path` as the mount shows it, beginning at the volume's root. */
export type SettleInput = {readonly path: string; readonly keep: HostName};

/** §7.1: never by time or size; a person names the copy that lives, the others are overwritten. */
export function planSettleEntry(context: ActionContext<SettleInput>): PlanResult {
  const {input, config} = context;
  const seen = seenVolume(context);
  if ('code' in seen) return refused(seen);
  const {volume, askedOf} = seen;
  const brick = volume.bricks.find(({host}) => host === input.keep);
  const findings = [
    ...(brick === undefined
      ? [against('GlusterNoBrickThere', input.keep, {names: volume.bricks.map(({host}) => host).join(', ')})]
      : []),
    ...volume.bricks.filter(({online}) => !online).map(({host}) => against('GlusterBrickAway', host)),
    ...(volume.bricks.every(({splitBrain}) => splitBrain === 0) ? [against('GlusterNothingSplit', 'cluster')] : []),
  ];
  if (brick === undefined || findings.length > 0) return {kind: 'refusal', findings, evidence: tableOf(volume)};
  const source = `${brick.host}:${brick.path}`;
  return {
    kind: 'plan',
    plan: {
      action: 'settle-gluster-entry',
      title: `keep the copy of ${input.path} on ${input.keep}`,
      danger: 'destructive',
      target: config.cluster.name,
      stages: [{id: 'settle', title: 'settle the entry', mode: 'parallel'}],
      steps: [
        step({
          stage: 'settle',
          on: askedOf,
          title: `take ${source} as the source of ${input.path}`,
          operation: {
            kind: 'verify',
            act: {
              via: 'exec',
              argv: [
                'gluster',
                '--mode=script',
                'volume',
                'heal',
                volume.name,
                'split-brain',
                'source-brick',
                source,
                input.path,
              ],
            },
          },
          timeoutMs: 120_000,
        }),
      ],
      mayLose: `What the copies of ${input.path} on other controllers hold and that one does not.`,
      notes: [],
      evidence: tableOf(volume),
      decidedBy: {source, path: input.path},
    },
  };
}
