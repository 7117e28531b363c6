// What phase 7 promises: every enabled service is proven, nothing counts as a change, and every proof is taken away.

import {expect, test} from 'vitest';
import {keyInRange, keySlot} from '../../../src/actions/phases/verify/key-slot.ts';
import {verifyPhase} from '../../../src/actions/phases/verify.ts';
import {bareSnapshot, configOf} from '../support/cluster.ts';
import {partOf} from '../support/parts.ts';

function stepsOf(config = configOf()) {
  return partOf(verifyPhase.plan(bareSnapshot(config), config)).steps;
}

test('nothing but proofs: no step of the phase can count as a change', () => {
  expect(new Set(stepsOf().map(({operation}) => operation.kind))).toEqual(new Set(['verify']));
});

test('a file, a row, a counter, a job and the address are proven', () => {
  const checks = stepsOf().flatMap(({after}) => after.map(({name}) => name));
  for (const name of [
    'verify-same-file',
    'verify-same-row',
    'verify-same-value',
    'slurm-nodes-usable',
    'vip-owned-once',
    'vip-answers',
  ]) {
    expect(checks).toContain(name);
  }
});

test('whatever is written is taken away in the last stage', () => {
  const cleaned = stepsOf()
    .filter(({stage}) => stage === 'verify-clean')
    .map(({title}) => title);
  expect(cleaned).toEqual([
    'remove the file',
    'drop the database of the row',
    'remove the counter from redis:6379',
    'remove the counter from redis:6379',
    'remove the counter from redis:6379',
  ]);
});

test('what is switched off is not proven', () => {
  const config = configOf(3, {}, [
    {redis: false, mariadb: false},
    {redis: false, mariadb: false},
    {redis: false, mariadb: false},
  ]);
  const titles = stepsOf(config).map(({title}) => title);
  expect(titles.some((title) => title.includes('redis') || title.includes('row'))).toBe(false);
  expect(titles).toContain('write a file and read it on every controller');
});

test('key slots are those of the Redis cluster specification', () => {
  expect(keySlot('123456789')).toBe(0x31c3);
  expect(keySlot('foo')).toBe(12182);
});

test('each master of a cluster gets a key of its own slots', () => {
  const slot = keySlot(keyInRange('hpcha:verify:', 5461, 10922));
  expect(slot).toBeGreaterThanOrEqual(5461);
  expect(slot).toBeLessThanOrEqual(10922);
});
