// Gluster: start bricks that lack a process and heal; settle an entry in split brain for one copy; take a replaced disk as a brick again (ha-operations §7).

import {brickControllers} from '../config/order.ts';
import type {ClusterConfig} from '../config/schema.ts';
import type {GlusterVolumeFacts} from '../model/facts.ts';
import type {Finding, FindingParams} from '../model/finding.ts';
import type {PlanResult, Stage} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {check, step} from './step.ts';

export const glusterNeeds: readonly ProbeId[] = ['reach', 'glusterfs', 'glusterVolume'];

type Volume = NonNullable<GlusterVolumeFacts['volume']>;
type Seen = {readonly volume: Volume; readonly askedOf: HostName};

/** Generous: a brick that was away for a day has much to receive. */
const healTimeoutMs = 3_600_000;

function against(code: string, where: HostName | 'cluster', params: FindingParams = {}): Finding {
  return {code, level: 'critical', where, service: 'glusterfs', params};
}

function seenVolume({snapshot}: Pick<ActionContext<object>, 'snapshot'>): Seen | Finding {
  const reading = snapshot.shared.glusterVolume;
  if (reading.kind === 'seen' && reading.value.volume !== null)
    return {volume: reading.value.volume, askedOf: reading.value.askedOf};
  const why =
    reading.kind === 'lost'
      ? reading.error.what
      : reading.kind === 'none'
        ? 'it is not deployed'
        : 'the pool has no such volume';
  return against('GlusterVolumeNotRead', 'cluster', {why});
}

function refused(...findings: readonly Finding[]): PlanResult {
  return {kind: 'refusal', findings};
}

function tableOf(volume: Volume) {
  return {
    head: ['brick', 'process', 'to heal', 'split brain'],
    rows: volume.bricks.map(({host, path, online, healPending, splitBrain}) => [
      `${host}:${path}`,
      online ? 'online' : 'OFFLINE',
      String(healPending ?? '?'),
      String(splitBrain ?? '?'),
    ]),
  };
}

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

/** The controller whose disk was replaced. */
export type ReplaceInput = {readonly host: HostName};

/** §7.4, first case: the same host and path with an empty disk. Everything else must be whole while this one is filled. */
export function planReplaceBrick(context: ActionContext<ReplaceInput>): PlanResult {
  const {input, config} = context;
  const seen = seenVolume(context);
  if ('code' in seen) return refused(seen);
  const {volume} = seen;
  const brick = volume.bricks.find(({host}) => host === input.host);
  const others = volume.bricks.filter(({host}) => host !== input.host);
  const findings = [
    ...(brick === undefined
      ? [against('GlusterNoBrickThere', input.host, {names: volume.bricks.map(({host}) => host).join(', ')})]
      : []),
    ...others.filter(({online}) => !online).map(({host}) => against('GlusterBrickAway', host)),
    ...others
      .filter(({splitBrain}) => (splitBrain ?? 0) > 0)
      .map(({host, splitBrain}) => against('GlusterEntriesSplit', host, {count: splitBrain ?? 0, volume: volume.name})),
    ...(brick?.online === true ? [against('GlusterBrickServes', input.host, {path: brick.path})] : []),
  ];
  const [helper] = brickControllers(config)
    .map(({hostname}) => hostname)
    .filter((host) => host !== input.host);
  if (brick === undefined || helper === undefined || findings.length > 0)
    return {kind: 'refusal', findings, evidence: tableOf(volume)};
  return {kind: 'plan', plan: replacePlan(config, volume, brick, helper)};
}

function replacePlan(config: ClusterConfig, volume: Volume, brick: Volume['bricks'][number], helper: HostName) {
  const name = `${brick.host}:${brick.path}`;
  const gluster = (...words: readonly string[]) => ['gluster', '--mode=script', 'volume', ...words] as const;
  const look = {
    argv: gluster('info', volume.name),
    expect: {kind: 'stdout-matches', pattern: '^Nothing matches$'},
  } as const;
  return {
    action: 'replace-brick',
    title: `fill the replaced disk of ${brick.host} from the other copies`,
    danger: 'destructive' as const,
    target: config.cluster.name,
    stages: [
      {id: 'brick-reset', title: 'take the brick out', mode: 'parallel'},
      {id: 'brick-place', title: 'make its place', mode: 'parallel'},
      {id: 'brick-commit', title: 'take it in again', mode: 'parallel'},
      {id: 'brick-fill', title: 'fill it', mode: 'parallel'},
    ] satisfies readonly Stage[],
    steps: [
      step({
        stage: 'brick-reset',
        on: helper,
        title: `reset ${name}`,
        operation: {kind: 'verify', act: {via: 'exec', argv: gluster('reset-brick', volume.name, name, 'start')}},
        before: [{...check('gluster-brick-unused', {path: brick.path}), on: brick.host}],
        timeoutMs: 120_000,
      }),
      step({
        stage: 'brick-place',
        on: brick.host,
        title: `make ${brick.path}`,
        operation: {kind: 'directory', path: brick.path, mode: '0755', owner: 'root', group: 'root'},
      }),
      step({
        stage: 'brick-commit',
        on: helper,
        title: `take ${name} in again`,
        operation: {
          kind: 'exec',
          argv: gluster('reset-brick', volume.name, name, name, 'commit', 'force'),
          unless: look,
        },
        after: [check('gluster-bricks-online', {volume: volume.name, bricks: volume.bricks.length})],
        timeoutMs: 120_000,
      }),
      step({
        stage: 'brick-fill',
        on: helper,
        title: 'heal everything onto it',
        operation: {kind: 'verify', act: {via: 'exec', argv: gluster('heal', volume.name, 'full')}},
        after: [check('gluster-heal-zero', {volume: volume.name})],
        timeoutMs: healTimeoutMs,
      }),
    ],
    mayLose: `Nothing that the other copies have; ${brick.path} on ${brick.host} must be empty.`,
    notes: [],
    evidence: tableOf(volume),
    decidedBy: {brick: name},
  };
}
