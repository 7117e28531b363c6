// Nobody changes a cluster by leaning on the keyboard: thousands of random keys and pastes, and not one call to a writer.

import {describe, expect, it} from 'vitest';
import {readLine} from '../../src/cli/console/command-line.ts';
import {completeLine} from '../../src/cli/console/complete-line.ts';
import {commandTable} from '../../src/keys/command-table.ts';
import type {TerminalKey} from '../../src/keys/key-press.ts';
import {isUnmarkedPaste, readKeys} from '../../src/keys/key-press.ts';
import type {ConsoleDeps} from '../../src/state/console-deps.ts';
import {performEffects} from '../../src/state/perform-effects.ts';
import {createStore} from '../../src/state/store.ts';
import {makeStyle} from '../../src/views/kit/style.ts';
import {eventOfPress} from '../../src/views/press-keys.ts';
import {buildFinding, buildJudgement, startOfTest} from '../state/builders/judgement.ts';
import {buildActionPlan, buildState, buildSummary} from '../state/builders/state.ts';

type Input = {readonly input: string; readonly key: TerminalKey} | {readonly pasted: string};

/** Deterministic, so that a failure can be looked at (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const named: readonly TerminalKey[] = [
  {return: true},
  {escape: true},
  {tab: true},
  {tab: true, shift: true},
  {upArrow: true},
  {downArrow: true},
  {pageDown: true},
  {pageUp: true},
  {backspace: true},
  {home: true},
  {end: true},
];
const bound = commandTable.flatMap((entry) => entry.keys).filter((key) => key.length === 1);
// The keys that lead towards a change come more often than chance would have them.
const characters = [...bound, ...bound, ...'yyyyyyyyppppp', ...'abcdefghijklmnopqrstuvwxyzAYPO0123456789 -한'];

const lines = [
  ':stop --yes --confirm my-cluster --reason x',
  ':start --phase 2',
  ':operate',
  ':phases',
  ':actions',
  ':setup',
];

function randomInput(random: () => number, allowed: (character: string) => boolean): Input {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const kind = random();
  if (kind < 0.3) return {input: '', key: pick(named) ?? {}};
  if (kind < 0.36) return {pasted: pick(['y', 'my-cluster\ry', 'opp\ry\ry', ':stop --yes\ry', 'server2', 'q']) ?? 'y'};
  if (kind < 0.42) {
    const chunk = pick(['py', 'oy', 'yyy', 'my-cluster\r', 'server2\r', 'o\ry']) ?? 'y';
    return {input: chunk.includes('o') && !allowed('o') ? 'yy' : chunk, key: {}};
  }
  if (kind < 0.45) return {input: pick(['r', 'l', 'f', 'b']) ?? 'r', key: {ctrl: true}};
  // Whole commands, typed ahead: they lead to plans faster than any walk through menus.
  if (kind < 0.48) return {input: `${pick(lines) ?? ':q'}\r`, key: {}};
  const character = pick(characters) ?? 'j';
  return {input: allowed(character) ? character : 'j', key: {}};
}

/** A console with everything to lose: an operator at hand, plans that arrive at once, a run to attach to. */
async function leanOnKeyboard(options: {
  readonly mode: 'watch-only' | 'operate';
  readonly danger: 'safe' | 'disruptive' | 'destructive';
  readonly seed: number;
  readonly count: number;
  readonly allowed: (character: string) => boolean;
}) {
  const writes: string[] = [];
  const seen = new Set<string>();
  const deps: ConsoleDeps = {
    summary: buildSummary(),
    watch: () => () => undefined,
    recall: () => [],
    refresh: () => undefined,
    planAction: () => Promise.resolve(buildActionPlan(options.danger)),
    listRuns: () => Promise.resolve([]),
    attachRun: () => () => undefined,
    operator: {
      startRun: () => {
        writes.push('start');
        return Promise.resolve('7f3');
      },
      cancelRun: () => {
        writes.push('cancel');
        return Promise.resolve();
      },
    },
    commandLine: {
      read: (line) => readLine(line, buildSummary()),
      complete: (line) => completeLine(line, buildSummary()),
    },
    memory: {keepLine: () => Promise.resolve(), keepAlert: () => Promise.resolve()},
    now: () => ({at: startOfTest, zoneOffsetMinutes: 0}),
  };
  const effects = performEffects({
    deps,
    dispatch: (event) => store.dispatch(event),
    quit: () => undefined,
    redraw: () => undefined,
    ring: () => undefined,
    enterSite: () => undefined,
  });
  const store = createStore({initial: buildState({mode: options.mode}), perform: effects.perform});
  const style = makeStyle({theme: 'mono', glyphs: 'unicode', language: 'en'});
  store.dispatch({type: 'judged', judgement: buildJudgement({findings: [buildFinding('A'), buildFinding('B')]})});
  const random = randomFrom(options.seed);
  for (let count = 0; count < options.count; count += 1) {
    const given = randomInput(random, options.allowed);
    if ('pasted' in given) store.dispatch({type: 'pasted', text: given.pasted, at: startOfTest});
    else if (isUnmarkedPaste(given.input)) store.dispatch({type: 'pasted', text: given.input, at: startOfTest});
    else {
      for (const press of readKeys(given.input, given.key)) {
        const event = eventOfPress(store.current(), press, style, startOfTest);
        if (event !== null) store.dispatch(event);
      }
    }
    const top = store.current().layers.at(-1);
    seen.add(top?.kind === 'plan' ? `plan ${top.status.kind}` : (top?.kind ?? ''));
    // Plans arrive in a later turn of the loop, as they would.
    if (count % 7 === 0) await Promise.resolve();
  }
  store.close();
  return {writes, seen, mode: store.current().mode};
}

const everything = (): boolean => true;
const dangers = ['safe', 'disruptive', 'destructive'] as const;

describe('10,000 random keys and pastes', () => {
  it.each(dangers)('in --watch call no writer, whatever the plan: %s', async (danger) => {
    const {writes, seen, mode} = await leanOnKeyboard({
      mode: 'watch-only',
      danger,
      seed: 42,
      count: 10_000,
      allowed: everything,
    });
    expect(writes).toEqual([]);
    expect(mode).toEqual({kind: 'watch', locked: true});
    // The proof is only worth something if the keys really led to the doors.
    expect(seen).toContain('plan planned');
    expect(seen).not.toContain('confirm');
    expect(seen).not.toContain('operate');
  });

  it.each(dangers)('in operate mode call no writer without the one key that confirms: %s', async (danger) => {
    const notY = (character: string): boolean => character !== 'y';
    const {writes, seen} = await leanOnKeyboard({mode: 'operate', danger, seed: 7, count: 10_000, allowed: notY});
    expect(writes).toEqual([]);
    expect(seen).toContain('plan planned');
  });

  it('in operate mode never get past a name that must be typed', async () => {
    const writes: string[] = [];
    const seen = new Set<string>();
    // One walk may miss the one door that matters here; each of these is as random as the first.
    for (const seed of [3, 5, 8, 13]) {
      const walk = await leanOnKeyboard({
        mode: 'operate',
        danger: 'destructive',
        seed,
        count: 2500,
        allowed: (character) => character !== 'o',
      });
      writes.push(...walk.writes);
      for (const kind of walk.seen) seen.add(kind);
    }
    expect(seen).toContain('confirm');
    expect(writes).toEqual([]);
  });
});
