// The log's page: merged by time in fixed memory, held while somebody reads, filtered by words, let go of with the page.

import {describe, expect, it} from 'vitest';
import type {CommandId} from '../../src/model/command.ts';
import type {LogLine} from '../../src/model/log-line.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {topLayer} from '../../src/state/console-state.ts';
import {addLines, logLimit, noLogs} from '../../src/state/log-buffer.ts';
import {allLines, matcherOf, matchingLines} from '../../src/state/log-filter.ts';
import {reduce} from '../../src/state/reduce.ts';
import {buildState} from './builders/state.ts';

const line = (at: number, more: Partial<LogLine> = {}): LogLine => ({
  at,
  host: 'server1',
  unit: 'mariadb.service',
  priority: 6,
  text: `line ${at}`,
  ...more,
});

function after(state: ConsoleState, ...commands: readonly (CommandId | readonly LogLine[])[]): ConsoleState {
  return commands.reduce(
    (now, one) =>
      reduce(
        now,
        typeof one === 'string'
          ? {type: 'command', id: one, at: now.now, extent: {items: null, last: 100, page: 10}}
          : {type: 'logged', lines: one},
      ).state,
    state,
  );
}

describe('the merged log', () => {
  it('is in order of time, also where one controller is heard later than another', () => {
    const first = addLines(noLogs, [line(10), line(30)]);
    const merged = addLines(first, [line(20, {host: 'server2'}), line(40, {host: 'server2'})]);
    expect(merged.lines.map(({at}) => at)).toEqual([10, 20, 30, 40]);
  });

  it('never holds more than its lines and its characters, and counts what had to go', () => {
    let logs = noLogs;
    for (let batch = 0; batch < 60; batch += 1) {
      logs = addLines(
        logs,
        Array.from({length: 250}, (_, index) => line(batch * 250 + index, {text: 'x'.repeat(1000)})),
      );
      expect(logs.lines.length).toBeLessThanOrEqual(logLimit.lines);
      expect(logs.characters).toBeLessThanOrEqual(logLimit.characters);
      expect(logs.characters).toBe(logs.lines.reduce((sum, one) => sum + one.text.length, 0));
    }
    expect(logs.lines.at(-1)?.at).toBe(14_999);
    expect(logs.gone + logs.lines.length).toBe(15_000);
  });

  it('takes a batch that is longer than itself', () => {
    const logs = addLines(
      noLogs,
      Array.from({length: logLimit.lines + 5}, (_, index) => line(index, {text: 'x'})),
    );
    expect(logs.lines.length).toBe(logLimit.lines);
    expect(logs.lines[0]?.at).toBe(5);
  });
});

describe('the filter', () => {
  const shows = (words: string, text: string): boolean => matcherOf({...allLines, words})(line(1, {text}));

  it.each([
    ['galera', 'WSREP: Galera view', true],
    ['Galera', 'WSREP: galera view', false],
    ['!wsrep', 'WSREP: view', false],
    ['!wsrep', 'ready for connections', true],
    ['!', 'anything', true],
    ['.*', 'a dot and a star', false],
  ])('%s on "%s" shows it: %s', (words, text, expected) => {
    expect(shows(words, text)).toBe(expected);
  });

  it('shows a severity and what is worse, one controller, one unit with or without its suffix', () => {
    const lines = [
      line(1, {priority: 3}),
      line(2, {priority: 6}),
      line(3, {host: 'server2', unit: 'kernel', priority: 4}),
    ];
    const shown = (filter: Partial<typeof allLines>): readonly number[] =>
      matchingLines(lines, {...allLines, ...filter}).map(({at}) => at);
    expect(shown({priority: 4})).toEqual([1, 3]);
    expect(shown({host: 'server2'})).toEqual([3]);
    expect(shown({unit: 'mariadb'})).toEqual([1, 2]);
    expect(shown({unit: 'kernel', priority: 3})).toEqual([]);
  });
});

describe('the page of the log', () => {
  const opened = after(buildState(), 'logs', [line(1), line(2)]);
  const layer = (state: ConsoleState) => {
    const top = topLayer(state);
    if (top.kind !== 'logs') throw new Error(`on top is ${top.kind}`);
    return top;
  };

  it('asks for the journals when it is opened, and lets go of them and of every line when it is left', () => {
    const open = reduce(buildState(), {type: 'command', id: 'logs', at: 0, extent: {items: null, last: 0, page: 1}});
    expect(open.effects).toContainEqual({type: 'follow-logs', span: 'recent'});
    const left = reduce(opened, {type: 'command', id: 'back', at: 0, extent: {items: null, last: 0, page: 1}});
    expect(left.effects).toContainEqual({type: 'close-logs'});
    expect(left.state.logs).toEqual(noLogs);
    expect(after(left.state, [line(3)]).logs).toEqual(noLogs);
  });

  it('stands still for whoever moves in it, whatever comes, and follows again from the end', () => {
    const held = after(opened, 'up', [line(3)]);
    expect(layer(held).held?.map(({at}) => at)).toEqual([1, 2]);
    expect(held.logs.lines.map(({at}) => at)).toEqual([1, 2, 3]);
    expect(layer(after(held, 'bottom')).held).toBeNull();
    expect(layer(after(opened, 'log-pause')).held).not.toBeNull();
    expect(layer(after(opened, 'log-pause', 'log-pause')).held).toBeNull();
  });

  it('uses the words of a filter while they are typed, and gives them back with Esc', () => {
    const typing = after(opened, 'log-filter');
    const typed = [...'!err'].reduce((state, text) => reduce(state, {type: 'typed', text, at: 0}).state, typing);
    expect(typed.layers.find((one) => one.kind === 'logs')?.filter.words).toBe('!err');
    expect(layer(after(typed, 'accept')).filter.words).toBe('!err');
    expect(layer(after(typed, 'back')).filter.words).toBe('');
    expect(layer(after(typed, 'erase', 'accept')).filter.words).toBe('!er');
  });

  it('goes through severities, controllers and spans with one key each', () => {
    const severities = ['log-priority', 'log-priority', 'log-priority', 'log-priority'] as const;
    expect(
      severities.map((_, count) => layer(after(opened, ...severities.slice(0, count + 1))).filter.priority),
    ).toEqual([5, 4, 3, 7]);
    expect(layer(after(opened, 'next')).filter.host).toBe(opened.summary.controllers[0]);
    expect(after(opened, 'log-span').logs).toMatchObject({span: '10min', lines: []});
  });
});
