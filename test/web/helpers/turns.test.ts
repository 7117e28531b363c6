// Turns: never more at once than may be, in order, and nobody waits for ever.

import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {Turns} from '../../../src/web/helpers/as/turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const stays = new AbortController().signal;

function twoAtOnce(mostWaiting = 10): Turns<string> {
  const mayGo = (who: string, going: readonly string[]): boolean => going.length < 2 && !going.includes(who);
  return new Turns({mayGo, mostWaiting, waitMs: 5000, busy: () => new Error('busy')});
}

/** Takes a turn for somebody and writes down when it was had. */
function queue(turns: Turns<string>, had: string[], who: string, signal = stays): Promise<() => void> {
  return turns.take(who, signal).then((end) => {
    had.push(who);
    return end;
  });
}

it('go on in order, as many at once as may, and who may not yet holds up nobody behind', async () => {
  const turns = twoAtOnce();
  const had: string[] = [];
  const first = await queue(turns, had, 'a');
  const second = await queue(turns, had, 'b');
  const later = ['a', 'c', 'd'].map((who) => queue(turns, had, who));
  expect(had).toEqual(['a', 'b']);
  second();
  await later[1];
  expect(had).toEqual(['a', 'b', 'c']);
  first();
  await later[0];
  expect(had).toEqual(['a', 'b', 'c', 'a']);
});

it('are handed over at once: a newcomer does not come in between', async () => {
  const turns = twoAtOnce();
  const had: string[] = [];
  const first = await queue(turns, had, 'a');
  await queue(turns, had, 'b');
  const waiting = queue(turns, had, 'c');
  first();
  const newcomer = queue(turns, had, 'd');
  (await waiting)();
  await newcomer;
  expect(had).toEqual(['a', 'b', 'c', 'd']);
});

it('that are ended twice let in one, not two', async () => {
  const turns = twoAtOnce();
  const had: string[] = [];
  const first = await queue(turns, had, 'a');
  await queue(turns, had, 'b');
  const rest = ['c', 'd'].map((who) => queue(turns, had, who).catch(() => undefined));
  first();
  first();
  await rest[0];
  expect(had).toEqual(['a', 'b', 'c']);
  await vi.advanceTimersByTimeAsync(5001);
  await rest[1];
  expect(had).toEqual(['a', 'b', 'c']);
});

it('are refused to who waited too long, who would be too many, and who has gone; the others keep their places', async () => {
  const turns = twoAtOnce(2);
  const had: string[] = [];
  const first = await queue(turns, had, 'a');
  await queue(turns, had, 'b');
  const gone = new AbortController();
  const leaves = queue(turns, had, 'c', gone.signal);
  const stillThere = queue(turns, had, 'd');
  await expect(queue(turns, had, 'e')).rejects.toThrow('busy');
  gone.abort();
  await expect(leaves).rejects.toThrow('busy');
  const late = queue(turns, had, 'f').catch((error: Error) => error.message);
  first();
  await stillThere;
  await vi.advanceTimersByTimeAsync(5001);
  expect(await late).toBe('busy');
  expect(had).toEqual(['a', 'b', 'd']);
});
