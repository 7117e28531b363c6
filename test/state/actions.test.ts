// Acting from the console: the menu, the questions for an action's input, remedies, overrides, evidence collected on the way.

import {describe, expect, it} from 'vitest';
import type {ActionOffer} from '../../src/model/action-offer.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {topLayer} from '../../src/state/console-state.ts';
import {keyFindings} from '../../src/state/finding-key.ts';
import {reduce} from '../../src/state/reduce.ts';
import {menuOf} from '../../src/state/reduce-action.ts';
import {buildFinding, buildJudgement, startOfTest} from './builders/judgement.ts';
import {after, buildPlan, buildState} from './builders/state.ts';

const text = {en: 'x', ko: 'x'};
const failover: ActionOffer = {
  id: 'failover-vip',
  title: text,
  explain: text,
  danger: 'disruptive',
  services: ['keepalived'],
  fields: [
    {name: 'to', kind: 'controller', title: text, required: false},
    {name: 'why', kind: 'text', title: text, required: true},
  ],
};
const bootstrap: ActionOffer = {
  id: 'bootstrap-galera',
  title: text,
  explain: text,
  danger: 'destructive',
  services: ['mariadb'],
  fields: [],
};
const stopAll: ActionOffer = {...bootstrap, id: 'stop', services: []};

function console3(mode: 'watch' | 'operate' = 'operate', findings: readonly Finding[] = []): ConsoleState {
  const state = buildState({mode, events: [{type: 'judged', judgement: buildJudgement({findings})}]});
  return {...state, summary: {...state.summary, actions: [stopAll, bootstrap, failover]}};
}

function press(id: Extract<ConsoleEvent, {type: 'command'}>['id'], item?: string): ConsoleEvent {
  const items = item === undefined ? null : [item];
  return {type: 'command', id, at: startOfTest, extent: {items, last: 0, page: 10}};
}

const typed = (given: string): ConsoleEvent => ({type: 'typed', text: given, at: startOfTest});
const refused = (ticket: number, findings: readonly Finding[]): ConsoleEvent => ({
  type: 'planned',
  ticket,
  plan: {result: {kind: 'refusal', findings}, preview: []},
});
const keyOf = (finding: Finding): string => keyFindings([finding])[0]?.key ?? '';

describe('the menu of actions', () => {
  it('offers first what concerns the service under the cursor, and everything else after it', () => {
    expect(menuOf([stopAll, bootstrap, failover], 'keepalived').map(({id}) => id)).toEqual([
      'failover-vip',
      'stop',
      'bootstrap-galera',
    ]);
    const menu = after(console3(), [press('actions', 'service:keepalived')]);
    expect(topLayer(menu)).toMatchObject({kind: 'actions', service: 'keepalived'});
  });

  it('asks for what the action wants to know, one after the other, and then for its plan with exactly that', () => {
    const asked = after(console3(), [press('actions'), press('open', 'action:failover-vip')]);
    expect(topLayer(asked)).toMatchObject({kind: 'choose', field: 0});
    const chosen = after(asked, [press('open', 'choice:server2')]);
    expect(topLayer(chosen)).toMatchObject({kind: 'field', field: 1});
    const {state, effects} = reduce(after(chosen, [typed('fan noise')]), press('accept'));
    const request = {action: 'failover-vip', input: {to: 'server2', why: 'fan noise'}, overrides: []};
    expect(effects).toEqual([{type: 'plan-action', ticket: 1, request}]);
    expect(topLayer(state)).toMatchObject({kind: 'plan', request});
  });

  it('leaves out what the operator lets the action decide', () => {
    const events = [press('actions'), press('open', 'action:failover-vip'), press('open', 'choice:'), typed('x')];
    const {effects} = reduce(after(console3(), events), press('accept'));
    expect(effects).toMatchObject([{type: 'plan-action', request: {input: {why: 'x'}}}]);
  });

  it('takes neither an empty answer where one is needed nor a choice that is not offered', () => {
    const asked = after(console3(), [press('actions'), press('open', 'action:failover-vip')]);
    expect(topLayer(after(asked, [press('open', 'choice:server9')])).kind).toBe('choose');
    const field = after(asked, [press('open', 'choice:server2'), press('accept')]);
    expect(topLayer(field)).toMatchObject({kind: 'field', fault: true});
  });

  it('asks at once for the plan of an action that wants to know nothing', () => {
    const {effects} = reduce(after(console3(), [press('actions')]), press('open', 'action:bootstrap-galera'));
    expect(effects).toMatchObject([{type: 'plan-action', request: {action: 'bootstrap-galera', input: {}}}]);
  });
});

describe('remedies', () => {
  it('plan the action that the finding under the cursor names', () => {
    const finding = buildFinding('GaleraAllDown', {remedy: 'bootstrap-galera', service: 'mariadb'});
    const {effects} = reduce(console3('watch', [finding]), press('remedy', keyOf(finding)));
    expect(effects).toMatchObject([{type: 'plan-action', request: {action: 'bootstrap-galera'}}]);
  });

  it.each([
    ['redis', 3],
    ['web', 6],
  ] as const)('converge the phase of the service that is not well: %s', (service, phase) => {
    const finding = buildFinding('UnitFailed', {remedy: 'start', service});
    const {effects} = reduce(console3('watch', [finding]), press('remedy', keyOf(finding)));
    expect(effects).toMatchObject([{request: {action: 'phases', input: {from: phase, to: phase}}}]);
  });

  it('say so where there is none', () => {
    const finding = buildFinding('Odd', {});
    const state = after(console3('watch', [finding]), [press('remedy', keyOf(finding))]);
    expect(state.notice?.text).toBe('notice.no-remedy');
  });
});

describe('a refusal', () => {
  const overridable = buildFinding('ControllerUnseen', {where: 'server3', overridable: true});
  const final = buildFinding('GaleraSplit', {where: 'server2'});
  const planned = (mode: 'watch' | 'operate') =>
    after(console3(mode), [press('actions'), press('open', 'action:stop'), refused(1, [overridable, final])]);

  it('is asked again with the one finding overridden that the operator chose', () => {
    const {state, effects} = reduce(planned('operate'), press('override', keyOf(overridable)));
    expect(effects).toContainEqual({
      type: 'plan-action',
      ticket: 2,
      request: {action: 'stop', input: {}, overrides: ['ControllerUnseen:server3']},
    });
    expect(state.layers.filter(({kind}) => kind === 'plan')).toHaveLength(1);
  });

  it('cannot be overridden where its finding does not say so, nor in watch mode', () => {
    expect(reduce(planned('operate'), press('override', keyOf(final))).effects).toEqual([]);
    expect(reduce(planned('watch'), press('override', keyOf(overridable))).effects).toEqual([]);
  });
});

describe('an action that wants evidence first', () => {
  const collecting: ConsoleEvent = {
    type: 'planned',
    ticket: 1,
    plan: {result: {kind: 'needs-evidence', plan: buildPlan('safe'), why: 'where the last commit is'}, preview: []},
  };
  const ended = (result: 'done' | 'failed'): ConsoleEvent => ({
    type: 'run-event',
    runId: '7f3',
    event: {
      type: 'run-finished',
      at: startOfTest,
      seq: 9,
      result,
      tookMs: 5,
      counts: {changed: 1, unchanged: 0, failed: 0, unknown: 0, skipped: 0},
    },
  });
  const running = after(console3(), [
    press('actions'),
    press('open', 'action:bootstrap-galera'),
    collecting,
    press('yes'),
    {type: 'run-accepted', ticket: 1, runId: '7f3'},
  ]);

  it('is asked again by itself when the run that collects it is done', () => {
    const {state, effects} = reduce(running, ended('done'));
    expect(effects).toContainEqual({
      type: 'plan-action',
      ticket: 2,
      request: {action: 'bootstrap-galera', input: {}, overrides: []},
    });
    expect(topLayer(state)).toMatchObject({kind: 'plan', round: 1});
  });

  it('is not asked again when that run failed, and never while the operator looks at something else', () => {
    expect(reduce(running, ended('failed')).effects).toEqual([{type: 'list-runs'}]);
    const elsewhere = reduce(after(running, [press('back')]), ended('done'));
    expect(elsewhere.effects).toEqual([{type: 'list-runs'}]);
    expect(elsewhere.state.notice?.text).toBe('notice.evidence-ready');
  });
});
