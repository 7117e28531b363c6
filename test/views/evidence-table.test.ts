// The evidence behind a decision is shown whole: as a table where it fits, else candidate by candidate, never with a column cut off.

import {expect, it} from 'vitest';
import {rowWidth} from '../../src/views/kit/row.ts';
import {makeStyle} from '../../src/views/kit/style.ts';
import {tableRows} from '../../src/views/plan/evidence-table.ts';

const style = makeStyle({theme: 'mono', glyphs: 'unicode', language: 'en'});
const table = {
  head: ['controller', 'seqno', 'history', 'safe'],
  rows: [
    ['server1', '42', 'b6116c10-e708-11f1-908c-177fbb79d095', 'no'],
    ['server2', '41', 'b6116c10-e708-11f1-908c-177fbb79d095', ''],
  ],
};
const textOf = (width: number, most = 20): string =>
  tableRows(table, style, width, most)
    .map((row) => row.map(({text}) => text).join(''))
    .join('\n');

it('stands as a table where it fits', () => {
  expect(textOf(100)).toMatch(/controller +seqno +history +safe\s+\nserver1 +42 +b6116c10-\S+ +no/);
});

it('says every column of every candidate where it does not', () => {
  const text = textOf(40).replace(/\n\s*/g, ' ');
  expect(text).toContain('server1: seqno 42, history b6116c10-e708-11f1-908c-177fbb79d095, safe no');
  expect(text).toContain('server2: seqno 41');
  expect(text).toContain('safe –');
  for (const row of tableRows(table, style, 40, 20)) expect(rowWidth(row)).toBeLessThanOrEqual(40);
});

it('names a candidate by its name where the first column only marks the chosen one', () => {
  const marked = {
    head: ['', 'node', 'history'],
    rows: [
      ['▶', 'server1', 'b6116c10-e708-11f1-908c-177fbb79d095'],
      ['', 'server2', 'b6116c10-e708-11f1-908c-177fbb79d095'],
    ],
  };
  const said = tableRows(marked, style, 30, 20).map((row) => row.map(({text}) => text).join(''));
  expect(said).toContainEqual(expect.stringMatching(/^▶ server1: history/));
  expect(said).toContainEqual(expect.stringMatching(/^server2: history/));
});

it('says that there is more where the screen is too low for all of it', () => {
  expect(textOf(100, 2)).toMatch(/more was seen than fits/);
});
