// Typing at the bottom of the screen: commands with their history, filters that show what is left while they are typed.

import {describe, expect, it} from 'vitest';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {topLayer} from '../../src/state/console-state.ts';
import {matchesFilter} from '../../src/state/list-filter.ts';
import {listedFindings} from '../../src/state/listed-findings.ts';
import {historyLimit, remembered} from '../../src/state/prompt.ts';
import {reduce} from '../../src/state/reduce.ts';
import {buildFinding, buildJudgement, startOfTest} from './builders/judgement.ts';
import {after, buildState} from './builders/state.ts';

type Id = Extract<ConsoleEvent, {type: 'command'}>['id'];
const press = (id: Id): ConsoleEvent => ({
  type: 'command',
  id,
  at: startOfTest,
  extent: {items: null, last: 0, page: 1},
});
const typed = (text: string): ConsoleEvent => ({type: 'typed', text, at: startOfTest});
const state = buildState({
  events: [
    {
      type: 'judged',
      judgement: buildJudgement({
        findings: [
          buildFinding('GaleraOne', {where: 'server2', service: 'mariadb'}),
          buildFinding('RedisTwo', {where: 'server1', service: 'redis'}),
          buildFinding('SlurmThree', {where: 'server3', service: 'slurm'}),
        ],
      }),
    },
  ],
});

describe('a command', () => {
  it('is handed over to be read as it was typed, and remembered once it was understood', () => {
    const typing = after(state, [press('command'), typed('run'), typed('s ')]);
    expect(reduce(typing, press('accept')).effects).toEqual([{type: 'read-line', line: 'runs'}]);
    const read = reduce(typing, {type: 'line-read', line: 'runs', meaning: {kind: 'page', page: 'runs'}});
    expect(read.state.prompt).toBeNull();
    expect(read.state.history).toEqual(['runs']);
    expect(topLayer(read.state).kind).toBe('runs');
    expect(read.effects).toContainEqual({type: 'keep-line', line: 'runs'});
  });

  it('that is wrong stays to be put right, and is not remembered', () => {
    const typing = after(state, [press('command'), typed('rnus')]);
    const read = after(typing, [{type: 'line-read', line: 'rnus', meaning: {kind: 'wrong', what: 'unknown command'}}]);
    expect(read.prompt).toMatchObject({kind: 'command', text: 'rnus', fault: 'unknown command'});
    expect(read.history).toEqual([]);
    expect(after(read, [press('erase')]).prompt).toMatchObject({text: 'rnu', fault: null});
  });

  it('leafs through what was typed before, and comes back to what was being typed', () => {
    const full = {...state, history: ['newest', 'older']};
    const typing = after(full, [press('command'), typed('dr'), press('older')]);
    expect(typing.prompt?.text).toBe('newest');
    expect(after(typing, [press('older'), press('older')]).prompt?.text).toBe('older');
    expect(after(typing, [press('newer')]).prompt?.text).toBe('dr');
  });

  it('is forgotten by Esc, erased by word and as a whole', () => {
    const typing = after(state, [press('command'), typed('start --phase 2')]);
    expect(after(typing, [press('erase-word')]).prompt?.text).toBe('start --phase ');
    expect(after(typing, [press('erase-all')]).prompt?.text).toBe('');
    expect(after(typing, [press('back')]).prompt).toBeNull();
  });

  it('is put right where the caret stands, and continued at its end in the next field', () => {
    const typing = after(state, [press('command'), typed('fail-vip'), press('caret-left'), press('caret-left')]);
    const there = after(typing, [press('caret-left'), press('caret-left'), typed('over')]);
    expect(there.prompt?.text).toBe('failover-vip');
    expect(after(there, [press('erase-word')]).prompt?.text).toBe('-vip');
    expect(after(there, [press('caret-start'), press('erase'), typed(':')]).prompt?.text).toBe(':failover-vip');
    expect(after(there, [press('caret-end'), typed(' --to')]).prompt?.text).toBe('failover-vip --to');
    expect(after(there, [press('back'), press('filter'), typed('ab')]).prompt?.text).toBe('ab');
  });

  it('moves over a Korean syllable or an accented letter as over one character', () => {
    const typing = after(state, [press('filter'), typed('서버e\u0301'), press('caret-left'), press('erase')]);
    expect(typing.prompt?.text).toBe('서e\u0301');
  });

  it('takes pasted text as text, line breaks and all, and never as Enter', () => {
    const {state: pasted, effects} = reduce(after(state, [press('command')]), {
      type: 'pasted',
      text: 'stop\r\ny\r',
      at: startOfTest,
    });
    expect(pasted.prompt?.text).toBe('stop y ');
    expect(effects).toEqual([]);
  });

  it('opens a plan and starts nothing, in whatever mode', () => {
    const meaning = {kind: 'plan', request: {action: 'stop', input: {}, overrides: []}} as const;
    const {state: next, effects} = reduce(after({...state}, [press('command')]), {
      type: 'line-read',
      line: 'stop',
      meaning,
    });
    expect(topLayer(next).kind).toBe('plan');
    expect(effects.map(({type}) => type)).toEqual(['keep-line', 'plan-action']);
  });

  it('keeps a bounded history, each line once', () => {
    const many = Array.from({length: 500}, (_, index) => `line ${index}`).reduce<readonly string[]>(remembered, []);
    expect(many).toHaveLength(historyLimit);
    expect(remembered(['b', 'a'], 'a')).toEqual(['a', 'b']);
  });
});

describe('a filter', () => {
  const codes = (events: readonly ConsoleEvent[]): readonly string[] =>
    listedFindings(after(state, events)).map(({finding}) => finding.code);

  it('shows what matches while it is typed, in any case, and with ! what does not', () => {
    expect(codes([press('filter'), typed('GALERA')])).toEqual(['GaleraOne']);
    expect(codes([press('filter'), typed('!galera')])).toEqual(['RedisTwo', 'SlurmThree']);
    expect(codes([press('filter'), typed('!')])).toHaveLength(3);
  });

  it('stays after Enter and goes with Esc', () => {
    const kept = [press('filter'), typed('redis'), press('accept')];
    expect(codes(kept)).toEqual(['RedisTwo']);
    expect(codes([...kept, press('back')])).toHaveLength(3);
    expect(codes([press('filter'), typed('redis'), press('back')])).toHaveLength(3);
  });

  it('matches nothing by accident', () => {
    expect(matchesFilter('x', '')).toBe(false);
    expect(matchesFilter('!x', '')).toBe(true);
    expect(matchesFilter('', 'anything')).toBe(true);
  });
});

describe('sorting', () => {
  it('goes through the orders of the list and says which', () => {
    const placed = after(state, [press('sort')]);
    expect(listedFindings(placed).map(({finding}) => finding.where)).toEqual(['server1', 'server2', 'server3']);
    expect(placed.notice?.text).toBe('order.place');
    expect(after(state, [press('sort'), press('sort'), press('sort')]).notice?.text).toBe('order.worst');
  });
});
