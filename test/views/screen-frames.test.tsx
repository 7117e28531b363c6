// Every screen at every size: exactly as many lines as the terminal has, none wider, and every row whole or absent.

import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {services} from '../../src/model/service.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {after, buildState} from '../state/builders/state.ts';
import {drawFrame} from './frame.tsx';
import {everyScreen} from './screens.ts';

const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
  [60, 15],
  [61, 19],
  [300, 20],
] as const;

const clusters = {
  three: ['server1', 'server2', 'server3'],
  five: ['ctl-001', 'ctl-002', 'ctl-003', 'ctl-004', 'ctl-005'],
  'wide names': ['관리노드하나', '管理ノード二', 'controller-with-a-very-long-name-3'],
  one: ['alone'],
  eleven: Array.from({length: 11}, (_, index) => `n${index + 1}`),
} as const;

function stateOf(
  columns: number,
  rows: number,
  hosts: readonly string[],
  screen: string,
  language: 'en' | 'ko',
): ConsoleState {
  const mode = ['confirm', 'confirm, wrong'].includes(screen) ? 'operate' : 'watch';
  const events = everyScreen(hosts)[screen] ?? [];
  return after(buildState({columns, rows, hosts, language, mode}), events);
}

/** Every size with the usual cluster in both languages; the unusual clusters where space is shortest and usual. */
const combinations = [
  ...sizes.flatMap(([columns, rows]) =>
    (['en', 'ko'] as const).map((language) => ({columns, rows, language, cluster: 'three' as const})),
  ),
  ...(['five', 'wide names', 'one', 'eleven'] as const).flatMap((cluster) => [
    {columns: 60, rows: 15, language: 'ko' as const, cluster},
    {columns: 80, rows: 24, language: 'en' as const, cluster},
    {columns: 200, rows: 60, language: 'en' as const, cluster},
  ]),
];

describe.each(combinations)('at $columns x $rows in $language with the controllers of $cluster', (combination) => {
  const {columns, rows, language, cluster} = combination;
  const hosts = clusters[cluster];

  it.each(Object.keys(everyScreen(hosts)))('fits: %s', (screen) => {
    const {lines} = drawFrame(stateOf(columns, rows, hosts, screen, language));
    expect(lines).toHaveLength(rows);
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
  });
});

describe('rows are whole or absent', () => {
  it.each(sizes)('of the matrix at %ix%i', (columns, rows) => {
    for (const hosts of Object.values(clusters)) {
      const {lines} = drawFrame(stateOf(columns, rows, hosts, 'troubled', 'en'));
      for (const service of services) {
        const row = lines.filter((line) => new RegExp(`^ [› ] ${service} `).test(line));
        expect(row, service).toHaveLength(1);
        const cells = (row[0] ?? '').slice(14).match(/[✔▲✖?·] /g) ?? [];
        expect(cells.length, `${service} of ${hosts.length}`).toBeGreaterThanOrEqual(Math.min(hosts.length, 5));
      }
    }
  });

  it.each(sizes)('of the findings at %ix%i, with the one under the cursor among them', (columns, rows) => {
    for (const screen of ['troubled', 'troubled, last finding']) {
      const {lines} = drawFrame(stateOf(columns, rows, clusters.three, screen, 'en'));
      const shown = lines.flatMap((line) => line.match(/Fault\d*(End)?/g) ?? []);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.every((text) => /^Fault\d\dEnd$/.test(text))).toBe(true);
      expect(new Set(shown).size).toBe(shown.length);
      if (screen !== 'troubled') expect(shown).toContain('Fault39End');
    }
  });

  it.each(sizes)('of the steps of a plan at %ix%i', (columns, rows) => {
    const {lines} = drawFrame(stateOf(columns, rows, clusters.three, 'plan, last step', 'en'));
    const steps = lines.flatMap((line) => line.match(/part \d+/g) ?? []);
    expect(steps.at(-1)).toBe('part 79');
    const numbers = steps.map((step) => Number(step.slice(5)));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });
});

describe('the first lines answer', () => {
  it.each([
    ['healthy', /✔ ok · may lose 1 more controller/, /VIP 10\.77\.0\.100 on server1/],
    [
      'troubled',
      /✖ critical · may lose NO more controller/,
      /VIP 10\.77\.0\.100 on server1 \+ server2 .*2 of 3 answer/,
    ],
    ['waiting', /\? unknown · asking 3 controllers/, /VIP 10\.77\.0\.100 owner not known/],
  ])('whether it is well and what may still be lost: %s', (screen, verdict, place) => {
    for (const [columns, rows] of sizes) {
      const {lines} = drawFrame(stateOf(columns, rows, clusters.three, screen, 'en'));
      expect(lines[0]).toMatch(verdict);
      expect(lines[0]).toMatch(/WATCH ?$/);
      expect(lines[1]).toMatch(place);
    }
  });

  it('says lost with its age and the last word, never ok, for what cannot be read', () => {
    const hosts = clusters.three;
    const silent = after(stateOf(120, 40, hosts, 'troubled', 'en'), [
      {type: 'tick', at: Date.UTC(2026, 10, 23, 3, 4, 31), zoneOffsetMinutes: 0},
    ]);
    const row = drawFrame(silent).lines.find((line) => line.includes(' mariadb ')) ?? '';
    expect(row).toMatch(/▲ lost 12s Synced/);
  });

  it('shows one honest line where the terminal is too small', () => {
    for (const [columns, rows] of [
      [59, 14],
      [59, 40],
      [200, 14],
      [20, 3],
    ] as const) {
      const {lines} = drawFrame(stateOf(columns, rows, clusters.three, 'troubled', 'en'));
      expect(lines).toHaveLength(rows);
      expect(lines[0]?.startsWith('hpcha-tui needs 60x15, has')).toBe(columns >= 26);
      expect(lines.slice(1).every((line) => line.trim() === '')).toBe(true);
      expect(lines.every((line) => stringWidth(line) <= columns)).toBe(true);
    }
  });
});

describe('without colour and without UTF-8', () => {
  it.each(Object.keys(everyScreen(clusters.three)))('writes no colour with NO_COLOR: %s', (screen) => {
    const {raw} = drawFrame(stateOf(80, 24, clusters.three, screen, 'en'), {theme: 'mono'});
    const sequences = new Set(raw.match(/\x1b\[[0-9;]*m/g) ?? []);
    expect([...sequences].filter((sequence) => !['\x1b[1m', '\x1b[2m', '\x1b[22m'].includes(sequence))).toEqual([]);
  });

  it.each(Object.keys(everyScreen(clusters['wide names'])))('writes only ASCII in an ASCII locale: %s', (screen) => {
    const {lines} = drawFrame(stateOf(80, 24, clusters['wide names'], screen, 'ko'), {glyphs: 'ascii'});
    expect(lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
  });

  it('tells every level by a sign of its own beside the colour', () => {
    const {lines} = drawFrame(stateOf(80, 24, clusters.three, 'troubled', 'en'), {glyphs: 'ascii', theme: 'mono'});
    expect(lines.join('\n')).toMatch(/x critical/);
    expect(lines.join('\n')).toMatch(/! lost/);
    expect(lines.join('\n')).toMatch(/\+ Synced/);
  });
});

describe('untrusted text', () => {
  it('never moves the cursor, changes colours or turns the direction of writing', () => {
    const hostile = 'bad\x1b[2J\x1b]0;title\x07\u202eevil\r\nnext\x00';
    const hosts = [hostile, 'server2', 'server3'];
    for (const screen of Object.keys(everyScreen(hosts))) {
      const {raw, lines} = drawFrame(stateOf(80, 24, hosts, screen, 'en'));
      expect(raw.replace(/\x1b\[[0-9;]*m/g, '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
      expect(lines).toHaveLength(24);
    }
  });
});
