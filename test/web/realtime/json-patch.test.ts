// Deltas: whoever has the old status and applies the patch has exactly the new one.

import {describe, expect, it} from 'vitest';
import {applyPatch, diffJson} from '../../../src/web/realtime/json-patch.ts';

const pairs: readonly (readonly [string, unknown, unknown])[] = [
  ['nothing changed', {a: [1, {b: null}]}, {a: [1, {b: null}]}],
  ['a value changed deep inside', {a: {b: {c: 1, d: 2}}}, {a: {b: {c: 1, d: 3}}}],
  ['a member came and one went', {a: 1, gone: 2}, {a: 1, came: {x: []}}],
  ['a list grew', {list: [1]}, {list: [1, 2, {x: 3}]}],
  ['a list shrank to nothing', {list: [1, 2, 3]}, {list: []}],
  ['an item in the middle went', {list: [{c: 'A'}, {c: 'B'}, {c: 'C'}]}, {list: [{c: 'A'}, {c: 'C'}]}],
  ['an object became a list', {x: {a: 1}}, {x: [1]}],
  ['null became an object', {x: null}, {x: {a: 1}}],
  ['names that have to be escaped', {'a/b': 1, 'c~d': {'~1': 2}}, {'a/b': 2, 'c~d': {'~1': 3, '/': 4}}],
  ['the whole is another', 'text', {a: 1}],
];

describe('a delta', () => {
  it.each(pairs)('applied to the old value gives the new one: %s', (_name, before, after) => {
    expect(applyPatch(before, diffJson(before, after))).toEqual(after);
  });

  it('holds nothing where nothing differs', () => {
    expect(diffJson({a: [1, {b: 'x'}]}, {a: [1, {b: 'x'}]})).toEqual([]);
  });

  it('says no more than what changed', () => {
    const before = {services: {mariadb: {verdict: 'ok', line: '3 of 3'}, redis: {verdict: 'ok'}}};
    const after = {services: {mariadb: {verdict: 'warning', line: '3 of 3'}, redis: {verdict: 'ok'}}};
    expect(diffJson(before, after)).toEqual([{op: 'replace', path: '/services/mariadb/verdict', value: 'warning'}]);
  });

  it('refuses a base that it was not made for', () => {
    const patch = diffJson({a: {b: 1}}, {a: {b: 2}});
    expect(() => applyPatch({}, patch)).toThrow(TypeError);
    expect(() => applyPatch({list: []}, [{op: 'replace', path: '/list/0', value: 1}])).toThrow(TypeError);
    expect(() => applyPatch({a: 1}, [{op: 'remove', path: '/b'}])).toThrow(TypeError);
  });

  it('holds for a thousand random changes in a row', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % below;
    };
    const make = (depth: number): unknown => {
      const kind = depth === 0 ? random(2) : random(4);
      if (kind === 0) return random(5);
      if (kind === 1) return `t${random(4)}`;
      const size = random(4);
      if (kind === 2) return Array.from({length: size}, () => make(depth - 1));
      return Object.fromEntries(Array.from({length: size}, () => [`k${random(5)}`, make(depth - 1)]));
    };
    let value = make(4);
    for (let round = 0; round < 1000; round += 1) {
      const next = make(4);
      const sent: ReturnType<typeof diffJson> = JSON.parse(JSON.stringify(diffJson(value, next)));
      value = applyPatch(value, sent);
      expect(value).toEqual(next);
    }
  });
});
