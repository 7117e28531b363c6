// Alerts: what got worse rings (not too often) and stays until somebody acknowledges it with a comment.

import {describe, expect, it} from 'vitest';
import type {Level} from '../../src/model/level.ts';
import type {Judgement} from '../../src/model/verdict.ts';
import {alertLimit, alertsBetween, isOpen, withAlert} from '../../src/state/alerts.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {topLayer} from '../../src/state/console-state.ts';
import type {Effect} from '../../src/state/effect.ts';
import {reduce} from '../../src/state/reduce.ts';
import {buildFinding, buildJudgement, startOfTest} from './builders/judgement.ts';
import {after, buildState} from './builders/state.ts';

/** The mariadb service at that level, some seconds after the start. */
function mariadbAt(level: Level, seconds: number): Judgement {
  const plain = buildJudgement({
    at: startOfTest + seconds * 1000,
    findings: level === 'ok' ? [] : [buildFinding('GaleraTest', {level, service: 'mariadb'})],
  });
  return {...plain, level, services: {...plain.services, mariadb: {...plain.services.mariadb, level}}};
}

const judged = (level: Level, seconds: number): ConsoleEvent => ({
  type: 'judged',
  judgement: mariadbAt(level, seconds),
});
const command = (id: 'events' | 'open' | 'accept', item?: string): ConsoleEvent => ({
  type: 'command',
  id,
  at: startOfTest + 9000,
  extent: {items: item === undefined ? null : [item], last: 0, page: 1},
});

function rings(events: readonly ConsoleEvent[]): readonly string[] {
  let state = buildState();
  const effects: Effect[] = [];
  for (const event of events) {
    const reduction = reduce(state, event);
    state = reduction.state;
    effects.push(...reduction.effects);
  }
  return effects.flatMap((effect) => (effect.type === 'ring' ? [effect.text] : []));
}

describe('an alert', () => {
  it('is raised for what got worse, not for what was bad when the console opened', () => {
    expect(after(buildState(), [judged('critical', 0)]).alerts).toEqual([]);
    const [alert] = after(buildState(), [judged('ok', 0), judged('critical', 1)]).alerts;
    expect(alert).toMatchObject({subject: 'mariadb', from: 'ok', level: 'critical', acknowledged: null});
    expect(alert?.finding?.code).toBe('GaleraTest');
  });

  it('is none when something gets better, and speaks for the cluster only where no service explains it', () => {
    expect(alertsBetween(mariadbAt('critical', 0), mariadbAt('warning', 1))).toEqual([]);
    const worse = {...mariadbAt('ok', 1), level: 'unknown'} as const;
    expect(alertsBetween(mariadbAt('ok', 0), worse).map(({subject}) => subject)).toEqual(['cluster']);
  });

  it('counts how often it came again while nobody had acknowledged it', () => {
    const flapping = [0, 1, 2, 3, 4, 5].map((second) => judged(second % 2 === 0 ? 'ok' : 'warning', second));
    const {alerts} = after(buildState(), flapping);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({times: 3, latestAt: startOfTest + 5000});
  });

  it('stays until it is acknowledged with a comment; who, when and what are kept', () => {
    const raised = after(buildState(), [judged('ok', 0), judged('warning', 1), judged('ok', 2), command('events')]);
    const id = raised.alerts[0]?.id ?? '';
    const asked = after(raised, [command('open', `alert:${id}`)]);
    expect(topLayer(asked)).toMatchObject({kind: 'acknowledge'});
    expect(topLayer(after(asked, [command('accept')]))).toMatchObject({kind: 'acknowledge', fault: true});
    const typed = after(asked, [{type: 'typed', text: 'fan swapped', at: startOfTest}]);
    const {state, effects} = reduce(typed, command('accept'));
    expect(state.alerts.filter(isOpen)).toEqual([]);
    expect(effects).toMatchObject([
      {type: 'keep-alert', record: {kind: 'acknowledged', subject: 'mariadb', by: {comment: 'fan swapped'}}},
    ]);
  });

  it('is never dropped for room before one that was acknowledged', () => {
    const one = alertsBetween(mariadbAt('ok', 0), mariadbAt('critical', 1))[0];
    if (one === undefined) throw new Error('no alert');
    const closed = {...one, id: 'closed', acknowledged: {by: 'a', at: 1, comment: 'b'}};
    const services = ['redis', 'slurm'] as const;
    let alerts = withAlert([closed], one);
    for (let count = 0; count < alertLimit * 2; count += 1) {
      const subject = services[count % 2] ?? 'redis';
      alerts = withAlert(alerts, {...one, id: `${count}`, subject, level: count % 3 === 0 ? 'warning' : 'critical'});
    }
    expect(alerts.length).toBeLessThanOrEqual(alertLimit);
    expect(alerts.filter(isOpen).length).toBe(5);
  });
});

describe('the bell', () => {
  it('rings once for a cluster that flaps, and again a minute later', () => {
    const flap = (from: number) => [judged('warning', from), judged('ok', from + 1)];
    expect(rings([judged('ok', 0), ...flap(1), ...flap(10), ...flap(30)])).toHaveLength(1);
    expect(rings([judged('ok', 0), ...flap(1), ...flap(62)])).toHaveLength(2);
  });

  it('rings again at once for something worse than it rang for', () => {
    expect(rings([judged('ok', 0), judged('warning', 1), judged('critical', 3)])).toHaveLength(2);
  });

  it('says which cluster, which service and what', () => {
    expect(rings([judged('ok', 0), judged('critical', 1)])[0]).toMatch(/^my-cluster mariadb critical: GaleraTest/);
  });
});
