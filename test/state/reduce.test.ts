// The reducer: what each event makes of the state, and what it wants done.

import {describe, expect, it} from 'vitest';
import type {CommandId} from '../../src/model/command.ts';
import {verbatim} from '../../src/model/words.ts';
import type {ConsoleEvent, Extent} from '../../src/state/console-event.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {feedLimit, operateLapseMs, topLayer} from '../../src/state/console-state.ts';
import type {Effect} from '../../src/state/effect.ts';
import {reduce} from '../../src/state/reduce.ts';
import {buildFinding, buildJudgement, startOfTest} from './builders/judgement.ts';
import {after, buildActionPlan, buildPlan, buildState} from './builders/state.ts';

const overviewItems = ['service:glusterfs', 'service:mariadb', 'finding:GaleraDonor@server3'];

function command(id: CommandId, more: Partial<Extent> = {}, at = startOfTest): ConsoleEvent {
  return {type: 'command', id, at, extent: {items: overviewItems, last: 0, page: 10, ...more}};
}

/** Runs the events and gathers every effect on the way. */
function play(state: ConsoleState, events: readonly ConsoleEvent[]) {
  const effects: Effect[] = [];
  const last = events.reduce((now, event) => {
    const {state: next, effects: wanted} = reduce(now, event);
    effects.push(...wanted);
    return next;
  }, state);
  return {state: last, effects, kinds: last.layers.map((layer) => layer.kind)};
}

const plannedAs = (danger: 'safe' | 'disruptive' | 'destructive', ticket = 1): readonly ConsoleEvent[] => [
  command('phases'),
  command('show-plan'),
  {type: 'planned', ticket, plan: buildActionPlan(danger)},
];
const type = (text: string): readonly ConsoleEvent[] =>
  [...text].map((one) => ({type: 'typed', text: one, at: startOfTest}));

describe('getting around', () => {
  it('opens the service under the cursor and comes back', () => {
    const opened = play(buildState(), [command('down'), command('open')]);
    expect(topLayer(opened.state)).toMatchObject({kind: 'service', service: 'mariadb'});
    expect(play(opened.state, [command('back')]).kinds).toEqual(['overview']);
  });

  it('opens why for the finding under the cursor', () => {
    const state = buildState({
      events: [{type: 'judged', judgement: buildJudgement({findings: [buildFinding('GaleraDonor')]})}],
    });
    const opened = play(state, [command('bottom'), command('open')]);
    expect(topLayer(opened.state)).toMatchObject({kind: 'evidence', finding: {code: 'GaleraDonor'}});
  });

  it('keeps the cursor on its item when the list is reordered', () => {
    const {state} = play(buildState(), [command('bottom')]);
    const reordered = ['service:glusterfs', 'finding:Other@server1', 'finding:GaleraDonor@server3'];
    const up = play(state, [command('up', {items: reordered})]);
    expect(topLayer(up.state).cursor.item).toBe('finding:Other@server1');
  });

  it('never closes the overview and never moves past either end', () => {
    const {state, kinds} = play(buildState(), [
      command('back'),
      command('up'),
      command('page-down'),
      command('page-down'),
    ]);
    expect(kinds).toEqual(['overview']);
    expect(topLayer(state).cursor.item).toBe(overviewItems.at(-1));
  });

  it('scrolls a text no further than its last page', () => {
    const {state} = play(buildState(), [command('help'), command('page-down', {items: null, last: 3, page: 50})]);
    expect(topLayer(state).cursor.line).toBe(3);
  });

  it('leads from service to service by number and by Tab without growing deeper', () => {
    const {state, kinds} = play(buildState(), [command('service-3'), command('service-4'), command('next')]);
    expect(kinds).toEqual(['overview', 'service']);
    expect(topLayer(state)).toMatchObject({service: 'keepalived'});
  });
});

describe('watch and operate', () => {
  it('asks before entering operate mode and goes back to watch without asking', () => {
    const asked = play(buildState(), [command('operate')]);
    expect(asked.state.mode.kind).toBe('watch');
    const entered = play(asked.state, [command('yes')]);
    expect(entered.state.mode.kind).toBe('operate');
    expect(play(entered.state, [command('operate')]).state.mode).toEqual({kind: 'watch', locked: false});
  });

  it('can never leave watch when it was started with --watch', () => {
    const {state, kinds} = play(buildState({mode: 'watch-only'}), [command('operate'), command('yes')]);
    expect(state.mode).toEqual({kind: 'watch', locked: true});
    expect(kinds).toEqual(['overview']);
    expect(play(buildState({mode: 'watch-only'}), [command('operate')]).state.notice?.text).toBe('notice.watch-only');
  });

  it('lapses after fifteen minutes without a key, and takes open confirmations with it', () => {
    const asking = after(buildState({mode: 'operate'}), [...plannedAs('disruptive'), command('yes')]);
    expect(topLayer(asking).kind).toBe('confirm');
    const tick = (ms: number): ConsoleEvent => ({type: 'tick', at: startOfTest + ms, zoneOffsetMinutes: 0});
    expect(after(asking, [tick(operateLapseMs - 1)]).mode.kind).toBe('operate');
    const lapsed = after(asking, [tick(operateLapseMs)]);
    expect(lapsed.mode).toEqual({kind: 'watch', locked: false});
    expect(lapsed.layers.map((layer) => layer.kind)).not.toContain('confirm');
    expect(lapsed.notice?.text).toBe('notice.lapsed');
  });

  it('does not start anything with the key that comes after the fifteen minutes', () => {
    const planned = after(buildState({mode: 'operate'}), plannedAs('safe'));
    const {effects, state} = play(planned, [command('yes', {}, startOfTest + operateLapseMs)]);
    expect(effects).toEqual([]);
    expect(state.mode.kind).toBe('watch');
  });

  it('stays in operate mode as long as keys come', () => {
    const at = startOfTest + operateLapseMs - 1000;
    const state = after(buildState({mode: 'operate'}), [
      command('down', {}, at),
      {type: 'tick', at: at + operateLapseMs - 1000, zoneOffsetMinutes: 0},
    ]);
    expect(state.mode.kind).toBe('operate');
  });
});

describe('plans', () => {
  it('starts a safe plan with y in operate mode, once', () => {
    const {effects, state} = play(buildState({mode: 'operate'}), [
      ...plannedAs('safe'),
      command('yes'),
      command('yes'),
    ]);
    expect(effects.filter((effect) => effect.type === 'start-run')).toHaveLength(1);
    expect(topLayer(state)).toMatchObject({kind: 'plan', status: {kind: 'starting'}});
  });

  it('shows a plan in watch mode and starts nothing', () => {
    const {effects, state} = play(buildState(), [...plannedAs('safe'), command('yes')]);
    expect(effects.map((effect) => effect.type)).toEqual(['plan-action']);
    expect(state.notice?.text).toBe('notice.need-operate');
  });

  it('asks a disruptive plan for its target, a destructive one for the cluster and a reason', () => {
    const cases = [
      {danger: 'disruptive', keys: [...type('server'), command('submit')], starts: 0},
      {danger: 'disruptive', keys: [...type('server2'), command('submit')], starts: 1},
      {danger: 'destructive', keys: [...type('server2'), command('submit')], starts: 0},
      {danger: 'destructive', keys: [...type('my-cluster'), command('submit')], starts: 0},
      {
        danger: 'destructive',
        keys: [...type('my-cluster'), command('next-field'), ...type('rack 2'), command('submit')],
        starts: 1,
      },
    ] as const;
    for (const {danger, keys, starts} of cases) {
      const {effects} = play(buildState({mode: 'operate'}), [...plannedAs(danger), command('yes'), ...keys]);
      const started = effects.filter((effect) => effect.type === 'start-run');
      expect(started, `${danger} after ${keys.length} keys`).toHaveLength(starts);
    }
  });

  it('hands the reason to the run and lets neither it nor the name be pasted', () => {
    const asking = after(buildState({mode: 'operate'}), [...plannedAs('destructive'), command('yes')]);
    const pasted = after(asking, [{type: 'pasted', text: 'my-cluster', at: startOfTest}]);
    expect(topLayer(pasted)).toMatchObject({name: ''});
    const {effects} = play(pasted, [
      ...type('my-cluster'),
      command('next-field'),
      {type: 'pasted', text: 'whatever', at: startOfTest},
      command('submit'),
      ...type('power cut in rack 2'),
      command('submit'),
    ]);
    expect(effects).toMatchObject([{type: 'start-run', reason: 'power cut in rack 2'}]);
  });

  it('ends the planning of a dialog that was closed, and only that', () => {
    const planning = after(buildState(), [command('phases'), command('show-plan')]);
    expect(play(planning, [command('back')]).effects).toEqual([{type: 'abandon-plan', ticket: 1}]);
    expect(play(planning, [command('service-2')]).effects).toEqual([{type: 'abandon-plan', ticket: 1}]);
    expect(play(planning, [command('down'), command('help'), command('back')]).effects).toEqual([]);
    const planned: ConsoleEvent = {type: 'planned', ticket: 1, plan: buildActionPlan()};
    expect(play(planning, [planned, command('back')]).effects).toEqual([]);
  });

  it('ignores an answer for a dialog that was closed', () => {
    const {state, kinds} = play(buildState(), [
      command('phases'),
      command('show-plan'),
      command('back'),
      command('back'),
    ]);
    const late = after(state, [{type: 'planned', ticket: 1, plan: buildActionPlan()}]);
    expect(late.layers.map((layer) => layer.kind)).toEqual(kinds);
  });

  it('opens the run when the Runner has taken the plan, and keeps it attached when left', () => {
    const starting = after(buildState({mode: 'operate'}), [...plannedAs('safe'), command('yes')]);
    const {state, effects, kinds} = play(starting, [{type: 'run-accepted', ticket: 1, runId: '7f3'}]);
    expect(kinds).toEqual(['overview', 'run']);
    expect(effects).toEqual([{type: 'attach-run', runId: '7f3'}]);
    expect(after(state, [command('back')]).run?.runId).toBe('7f3');
  });

  it('says why a run was declined', () => {
    const starting = after(buildState({mode: 'operate'}), [...plannedAs('safe'), command('yes')]);
    const declined = after(starting, [
      {type: 'run-declined', ticket: 1, error: {code: 'locked', what: 'lock is held'}},
    ]);
    expect(topLayer(declined)).toMatchObject({kind: 'plan', status: {kind: 'failed', error: {what: 'lock is held'}}});
  });

  it('chooses ranges that are never empty', () => {
    const items = Array.from({length: 8}, (_, index) => `phase:${index}`);
    const on = (phase: number): ConsoleEvent[] => [
      command('top', {items}),
      ...Array.from({length: phase}, () => command('down', {items})),
    ];
    const range = (events: readonly ConsoleEvent[]) => topLayer(after(buildState(), [command('phases'), ...events]));
    expect(range([])).toMatchObject({range: {from: 0, to: 7}});
    expect(range([...on(2), command('range-only', {items})])).toMatchObject({range: {from: 2, to: 2}});
    expect(range([...on(5), command('range-first', {items}), ...on(3), command('range-last', {items})])).toMatchObject({
      range: {from: 3, to: 3},
    });
    expect(range([...on(2), command('range-only', {items}), command('range-all', {items})])).toMatchObject({
      range: {from: 0, to: 7},
    });
  });
});

describe('leaving', () => {
  const started: ConsoleEvent = {
    type: 'run-event',
    runId: '7f3',
    event: {
      type: 'run-started',
      at: startOfTest,
      seq: 0,
      runId: '7f3',
      cluster: 'my-cluster',
      actor: {user: 'root', console: 'c1'},
      planHash: 'x',
      plan: buildPlan(),
      pid: 1,
    },
  };

  it('leaves at once when no run is attached', () => {
    expect(play(buildState(), [command('quit')]).effects).toEqual([{type: 'quit'}]);
  });

  it('asks while a run is going on, and says that it goes on', () => {
    const attached = after(buildState({mode: 'operate'}), [
      ...plannedAs('safe'),
      command('yes'),
      {type: 'run-accepted', ticket: 1, runId: '7f3'},
      started,
    ]);
    const asked = play(attached, [command('quit')]);
    expect(asked.effects).toEqual([]);
    expect(topLayer(asked.state)).toMatchObject({kind: 'quit', runId: '7f3'});
    expect(play(asked.state, [command('yes')]).effects).toEqual([{type: 'quit'}]);
    expect(play(asked.state, [command('quit')]).effects).toEqual([{type: 'quit'}]);
  });

  it('asks before it cancels a run, and only in operate mode', () => {
    const attach: readonly ConsoleEvent[] = [
      ...plannedAs('safe'),
      command('yes'),
      {type: 'run-accepted', ticket: 1, runId: '7f3'},
      started,
    ];
    const attached = after(buildState({mode: 'operate'}), attach);
    expect(play(attached, [command('cancel-run')]).effects).toEqual([]);
    expect(play(attached, [command('cancel-run'), command('yes')]).effects).toEqual([
      {type: 'cancel-run', runId: '7f3'},
    ]);
    const watching = after(attached, [command('operate')]);
    expect(play(watching, [command('cancel-run'), command('yes')]).effects).toEqual([]);
  });
});

describe('the feed', () => {
  const judged = (judgement = buildJudgement()): ConsoleEvent => ({type: 'judged', judgement});

  it('is quiet about the first judgement and about numbers that move', () => {
    const state = after(buildState(), [
      judged(),
      judged(
        buildJudgement({
          cells: {'redis@server2': {word: verbatim('replica 12 KiB')}, 'host@server1': {word: verbatim('load 3.1')}},
        }),
      ),
    ]);
    expect(state.feed).toEqual([]);
  });

  it('tells a lost controller once, not once for each of its services', () => {
    const state = after(buildState(), [
      judged(),
      judged(buildJudgement({lost: ['server3'], confirmedLost: ['server3']})),
    ]);
    expect(state.feed.map((entry) => entry.kind)).toEqual(['reach', 'verdict']);
    const back = after(state, [judged()]);
    expect(back.feed.some((entry) => entry.kind === 'reach' && entry.answers)).toBe(true);
  });

  it('tells a moved VIP', () => {
    const state = after(buildState(), [judged(), judged(buildJudgement({owners: ['server2']}))]);
    expect(state.feed).toMatchObject([{kind: 'vip', from: ['server1'], to: ['server2']}]);
  });

  it('is bounded', () => {
    const flapping = Array.from({length: feedLimit + 50}, (_, index) =>
      judged(buildJudgement({owners: index % 2 === 0 ? ['server1'] : ['server2']})),
    );
    expect(after(buildState(), flapping).feed).toHaveLength(feedLimit);
  });
});
