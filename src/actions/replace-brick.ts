// replace-brick: takes an empty disk at the same place as a brick again and fills it from the other copies (ha-operations §7.4).

import {brickControllers} from '../config/order.ts';
import type {ClusterConfig} from '../config/schema.ts';
import type {PlanResult, Stage} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ActionContext} from './action.ts';
import {against, healTimeoutMs, refused, seenVolume, tableOf, type Volume} from './gluster/volume.ts';
import {check, step} from './step.ts';

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
