// Deltas: a recording must give back exactly what was seen, whatever changed in it.

import {describe, expect, it} from 'vitest';
import {decodeValue, deltaOf, encodeValue, withDelta} from '../../src/state/record-delta.ts';

/** The value as it comes back from a file. */
const stored = (value: unknown): unknown => decodeValue(encodeValue(value));

function through(before: unknown, after: unknown): unknown {
  const delta = deltaOf(before, after);
  return withDelta(stored(before), delta === undefined ? undefined : decodeDelta(delta));
}

function decodeDelta(delta: NonNullable<ReturnType<typeof deltaOf>>): NonNullable<ReturnType<typeof deltaOf>> {
  const read = decodeValue(encodeValue(delta));
  if (!Array.isArray(read)) throw new Error('a delta is an array');
  const [kind, value, gone] = read;
  return kind === 0 ? [0, value] : [1, value, gone];
}

let seed = 7;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed % below;
};

function anything(depth: number): unknown {
  switch (random(depth > 0 ? 9 : 6)) {
    case 0:
      return random(5);
    case 1:
      return `text ${random(4)}`;
    case 2:
      return null;
    case 3:
      return random(2) === 0;
    case 4:
      return BigInt(random(1000)) * 10_000_000_000_000n;
    case 5:
      return Number.NaN;
    case 6:
      return Array.from({length: random(4)}, () => anything(depth - 1));
    default:
      return Object.fromEntries(Array.from({length: random(5)}, () => [`k${random(6)}`, anything(depth - 1)]));
  }
}

describe('a delta', () => {
  it('leads from any value to any other, also through a file', () => {
    for (let round = 0; round < 3000; round += 1) {
      const [before, after] = [anything(4), anything(4)];
      expect(through(before, after)).toEqual(after);
    }
  });

  it('is nothing where nothing changed, and names only what did', () => {
    const before = {cluster: 'c', hosts: {a: {at: 1, word: 'x'}, b: {at: 1, word: 'y'}}, list: [1, 2]};
    expect(deltaOf(before, {...before, hosts: {...before.hosts}})).toBeUndefined();
    const after = {...before, hosts: {a: {at: 2, word: 'x'}, b: before.hosts.b}};
    expect(deltaOf(before, after)).toEqual([1, {hosts: [1, {a: [1, {at: [0, 2]}, []]}, []]}, []]);
  });

  it('takes a member that became undefined for gone', () => {
    expect(through({a: 1, b: 2}, {a: 1, b: undefined})).toEqual({a: 1});
  });

  it('that does not fit is refused, not made up', () => {
    expect(() => withDelta([1], [1, {7: [0, 1]}, []])).toThrow(TypeError);
    expect(() => withDelta('text', [1, {a: [0, 1]}, []])).toThrow(TypeError);
  });
});
