// What the accounting said is used again only while it cannot be wrong, is renewed beside the answers, and is forgotten when it fails.

import {beforeEach, expect, it} from 'vitest';
import {freshMs, KeptEnded, usableMs} from '../../../src/web/helpers/as/jobs/kept-ended.ts';
import type {Job} from '../../../src/web/jobs/job.ts';

let now: number;
let active: readonly string[];
let ended: readonly string[] | null;
let asked: string[];
let answerRenewal: ((fails?: Error) => void)[];
let kept: KeptEnded;

beforeEach(() => {
  now = 1000;
  active = ['7'];
  ended = ['5'];
  asked = [];
  answerRenewal = [];
  kept = new KeptEnded(() => now);
});

// Only the number of a job is looked at here.
const jobs = (ids: readonly string[]): readonly Job[] => ids.map((id) => ({id}) as Job);

async function ask(key = 'mine'): Promise<{active: readonly string[]; ended: readonly string[] | null}> {
  const [listed, known] = await kept.ask(key, {
    active: async () => {
      asked.push('active');
      return jobs(active);
    },
    ended: async () => {
      asked.push('ended');
      return ended === null ? null : jobs(ended);
    },
    renewed: () => {
      asked.push('renewed');
      const {promise, resolve, reject} = Promise.withResolvers<readonly Job[] | null>();
      answerRenewal.push((fails) =>
        fails === undefined ? resolve(ended === null ? null : jobs(ended)) : reject(fails),
      );
      return promise;
    },
  });
  return {active: listed.map(({id}) => id), ended: known === null ? null : known.map(({id}) => id)};
}

async function renewalEnds(fails?: Error): Promise<void> {
  answerRenewal.shift()?.(fails);
  await new Promise(setImmediate);
}

async function askedBy(look: () => Promise<unknown>): Promise<readonly string[]> {
  const before = asked.length;
  await look();
  return asked.slice(before);
}

it('asks the accounting once while its answer is fresh', async () => {
  expect(await ask()).toEqual({active: ['7'], ended: ['5']});
  now += freshMs - 1;
  active = ['7', '8'];
  expect(await ask()).toEqual({active: ['7', '8'], ended: ['5']});
  expect(asked).toEqual(['active', 'ended', 'active']);
});

it('renews an older answer beside the one that it gives, once, and gives the new one from then on', async () => {
  await ask();
  now += freshMs;
  ended = ['5', '6'];
  expect(await askedBy(ask)).toEqual(['active', 'renewed']);
  expect(await askedBy(ask)).toEqual(['active']);
  await renewalEnds();
  expect(await ask()).toEqual({active: ['7'], ended: ['5', '6']});
  now += freshMs - 1;
  expect(await askedBy(ask)).toEqual(['active']);
});

it('waits for the accounting once its answer is too old to be used', async () => {
  await ask();
  now += usableMs;
  expect(await askedBy(ask)).toEqual(['active', 'ended']);
});

it.each([0, freshMs])('asks it at once when squeue has forgotten a job, also %s ms after its answer', async (later) => {
  await ask();
  now += later;
  active = [];
  ended = ['5', '7'];
  expect(await ask()).toEqual({active: [], ended: ['5', '7']});
});

it('does not lose a job that came and was forgotten while the accounting was being asked', async () => {
  await ask();
  now += freshMs;
  active = ['7', '8'];
  await ask();
  // The renewal began before 8 had ended; its answer does not hold it.
  active = ['7'];
  ended = ['5', '8'];
  expect((await ask()).ended).toEqual(['5', '8']);
  ended = ['5'];
  await renewalEnds();
  expect((await ask()).ended).toEqual(['5', '8']);
});

it('keeps watching the jobs that squeue listed during a renewal', async () => {
  await ask();
  now += freshMs;
  await ask();
  active = ['7', '8'];
  await ask();
  await renewalEnds();
  active = ['7'];
  ended = ['5', '8'];
  expect((await ask()).ended).toEqual(['5', '8']);
});

it.each([new Error('slurm-down'), undefined])('keeps nothing after a renewal that failed (%s)', async (fails) => {
  await ask();
  now += freshMs;
  await ask();
  ended = null;
  await renewalEnds(fails);
  expect(await ask()).toEqual({active: ['7'], ended: null});
  expect(await askedBy(ask)).toEqual(['active', 'ended']);
});

it('keeps each question by itself, and only a few', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) await ask(key);
  expect(await askedBy(() => ask('e'))).toEqual(['active']);
  expect(await askedBy(() => ask('a'))).toEqual(['active', 'ended']);
});
