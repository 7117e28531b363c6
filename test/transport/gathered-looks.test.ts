// Looks of one moment share a channel, and still nobody waits for anybody.

import {describe, expect, it} from 'vitest';
import type {Look} from '../../src/model/look.ts';
import type {AskedResult} from '../../src/transport/asked-look.ts';
import {GatheredLooks} from '../../src/transport/gathered-looks.ts';

const look = (name: string, timeoutMs = 1000): Look => ({name, argv: [name], privileged: false, timeoutMs});
const raw = (text: string): AskedResult => ({
  kind: 'raw',
  raw: {exitCode: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0), tookMs: 1, truncated: false},
});

function gathered() {
  const batches: {
    readonly looks: readonly Look[];
    readonly signal: AbortSignal;
    readonly answer: Map<string, (result: AskedResult) => void>;
  }[] = [];
  const looks = new GatheredLooks('server1', (all, signal) => {
    const answer = new Map<string, (result: AskedResult) => void>();
    batches.push({looks: all, signal, answer});
    return {results: all.map((each) => new Promise<AskedResult>((resolve) => answer.set(each.name, resolve)))};
  });
  return {looks, batches};
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('gathered looks', () => {
  it('two askers of one moment share a batch, and the same question is sent once', async () => {
    const {looks, batches} = gathered();
    const signal = new AbortController().signal;
    const first = looks.ask([look('a'), look('b', 500)], signal);
    const second = looks.ask([look('b', 2000), look('c')], signal);
    await turn();
    expect(batches.map((batch) => batch.looks.map((each) => `${each.name} ${each.timeoutMs}`))).toEqual([
      ['a 1000', 'b 2000', 'c 1000'],
    ]);
    batches[0]?.answer.get('b')?.(raw('both'));
    expect(await first[1]).toEqual(raw('both'));
    expect(await second[0]).toEqual(raw('both'));
  });

  it('an answer does not wait for the others of its batch', async () => {
    const {looks, batches} = gathered();
    const [hung, quick] = looks.ask([look('hung'), look('quick')], new AbortController().signal);
    await turn();
    batches[0]?.answer.get('quick')?.(raw('here'));
    expect(await quick).toEqual(raw('here'));
    expect(await Promise.race([hung, turn().then(() => 'still waiting')])).toBe('still waiting');
  });

  it('one who gives up stops waiting at once; the batch is stopped only when nobody waits any more', async () => {
    const {looks, batches} = gathered();
    const [one, other] = [new AbortController(), new AbortController()];
    const [mine] = looks.ask([look('a')], one.signal);
    const [theirs] = looks.ask([look('b')], other.signal);
    await turn();
    one.abort();
    expect(await mine).toMatchObject({kind: 'error', error: {code: 'cancelled'}});
    expect(batches[0]?.signal.aborted).toBe(false);
    other.abort();
    expect(await theirs).toMatchObject({kind: 'error', error: {code: 'cancelled'}});
    expect(batches[0]?.signal.aborted).toBe(true);
  });

  it('what is asked a turn later goes out by itself', async () => {
    const {looks, batches} = gathered();
    looks.ask([look('a')], new AbortController().signal);
    await turn();
    looks.ask([look('a')], new AbortController().signal);
    await turn();
    expect(batches).toHaveLength(2);
  });

  it('one who was answered counts no more: the last one who gives up stops the batch', async () => {
    const {looks, batches} = gathered();
    const other = new AbortController();
    const [mine] = looks.ask([look('a')], new AbortController().signal);
    looks.ask([look('b')], other.signal);
    await turn();
    batches[0]?.answer.get('a')?.(raw('here'));
    expect(await mine).toEqual(raw('here'));
    await turn();
    other.abort();
    expect(batches[0]?.signal.aborted).toBe(true);
  });

  it('one who gives up before the batch is sent takes nobody else with it', async () => {
    const {looks, batches} = gathered();
    const gone = new AbortController();
    const [before] = looks.ask([look('a')], AbortSignal.abort());
    const [mine] = looks.ask([look('b')], gone.signal);
    gone.abort();
    const [theirs] = looks.ask([look('c')], new AbortController().signal);
    await turn();
    const sent = batches.find((batch) => batch.looks.some((each) => each.name === 'c'));
    expect(sent?.signal.aborted).toBe(false);
    sent?.answer.get('c')?.(raw('here'));
    expect(await theirs).toEqual(raw('here'));
    expect(await before).toMatchObject({error: {code: 'cancelled'}});
    expect(await mine).toMatchObject({error: {code: 'cancelled'}});
  });

  it('a probe whose time is over reads a timeout, not a cancelled look', async () => {
    const {looks} = gathered();
    const [mine] = looks.ask([look('a')], AbortSignal.timeout(5));
    expect(await mine).toMatchObject({kind: 'error', error: {code: 'timeout'}});
  });
});
