// A drill's run as its journal tells it: the power of a controller taken away, watched through thirteen streams.

import {streamsOf} from '../../../src/actions/drills/streams.ts';
import type {DrillSpec, DrillState} from '../../../src/model/drill/drill.ts';
import type {StreamTick} from '../../../src/model/drill/live.ts';
import type {Plan} from '../../../src/model/plan.ts';
import type {RunEvent} from '../../../src/model/run-event.ts';
import type {ConsoleEvent} from '../../../src/state/console-event.ts';
import {labConfig} from '../../support/lab-config.ts';
import {startOfTest} from './judgement.ts';
import {buildPlan} from './state.ts';

export function buildDrillSpec(): DrillSpec {
  const config = labConfig();
  const hosts = config.nodes.controllers.map(({hostname}) => hostname);
  const [target = 'server1'] = hosts;
  return {
    ...{drill: 'D14', class: 'L', title: 'power of a controller taken away', target},
    ...{vantage: hosts.at(-1) ?? null, injections: [{via: 'power', on: target}], restore: ''},
    streams: streamsOf(config, target, hosts.at(-1) ?? null, false),
    waits: {preflightMs: 0, baselineMs: 6_000, observeMs: 14_000, mostMs: 30_000, healMs: 60_000},
    ...{ttlSeconds: 150, predicted: {keepalived: 770, mariadb: 2_500, redis: 3_500, glusterfs: 5_000, slurm: 14_000}},
    ...{aims: {}, lossless: ['mariadb', 'glusterfs'], recover: [], mustSee: [], mustRefuse: []},
  };
}

type Body = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'at' | 'seq'> : never) : never;

/** `running`: until eight seconds after the fault, while Slurm is still silent. `ended`: the rest. */
export function buildDrillEvents(runId = 'd14'): {
  readonly running: readonly ConsoleEvent[];
  readonly ended: readonly ConsoleEvent[];
} {
  const spec = buildDrillSpec();
  const base = buildPlan('destructive', 1);
  const [step] = base.steps;
  if (step === undefined) throw new Error('a plan without a step');
  const plan: Plan = {...base, action: 'drill', steps: [{...step, operation: {kind: 'drill', spec}}]};
  let seq = 0;
  const tell = (event: Body): ConsoleEvent => {
    const at = startOfTest + seq * 1_000;
    const told: RunEvent = {...event, at, seq};
    seq += 1;
    return {type: 'run-event', runId, event: told};
  };
  const enter = (state: DrillState, elapsedMs: number): ConsoleEvent =>
    tell({type: 'drill-state', step: step.id, state, elapsedMs});
  const ticks = (from: number, to: number, silent: (second: number, id: string) => number): readonly ConsoleEvent[] =>
    Array.from({length: to - from}, (_, index) => {
      const second = from + index + 1;
      const streams = spec.streams.map(({id}): StreamTick => {
        const sinceAckMs = silent(second, id);
        const [acks, fails] = sinceAckMs > 1_000 ? [0, 4] : [10, 0];
        return {id, acks, fails, sinceAckMs, longestMs: acks === 0 ? 0 : 140};
      });
      return tell({type: 'drill-tick', step: step.id, elapsedMs: second * 1_000, streams});
    });
  const running = [
    {type: 'line-read', line: 'runs attach', meaning: {kind: 'run', runId}} satisfies ConsoleEvent,
    tell({
      ...{type: 'run-started', runId, cluster: 'my-cluster', planHash: 'x', plan, pid: 1, reason: 'rehearsal'},
      actor: {user: 'root', console: 'c1'},
    }),
    tell({type: 'step-started', step: step.id}),
    enter('preflight', 0),
    ...[enter('baseline', 2_000), ...ticks(2, 12, () => 40)],
    ...[enter('armed', 12_100), enter('inject', 12_400), enter('observe', 12_500)],
    ...ticks(12, 20, (second, id) => (id.includes('slurm') || second < 15 ? (second - 12) * 1_000 + 400 : 60)),
    tell({type: 'step-progress', step: step.id, line: '12.5 s: observe'}),
  ];
  const ended = [
    enter('restore', 21_000),
    ...ticks(21, 30, () => 50),
    ...[enter('heal', 22_000), enter('verify', 60_000), enter('reported', 61_000)],
    tell({
      type: 'step-finished',
      step: step.id,
      result: 'changed',
      tookMs: 61_000,
      saw: 'D14 passed: keepalived 0.77 s',
    }),
    tell({
      ...{type: 'run-finished', result: 'done', tookMs: 61_500},
      counts: {changed: 1, unchanged: 0, failed: 0, unknown: 0, skipped: 0},
    }),
  ];
  return {running, ended};
}
