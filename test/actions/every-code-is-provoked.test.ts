// Every code that an action can say is named by a test that provokes it, so that none is forgotten, and has words.

import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {catalogue} from '../../src/model/messages.ts';

const root = resolve(import.meta.dirname, '../..');

/** These look at the catalogue and provoke nothing. */
const lookers = ['every-code-is-provoked.test.ts', 'every-refusal-has-words.test.ts', 'messages.test.ts'];

function texts(directory: string): readonly string[] {
  return readdirSync(join(root, directory), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts') && !lookers.some((looker) => name.endsWith(looker)))
    .map((name) => readFileSync(join(root, directory, name), 'utf8'));
}

const source = texts('src/actions').join('\n');

/** Words of the catalogue that stand as literals, and whatever stands as a code, with a sentence or without one. */
const literals = [...source.matchAll(/'([A-Z][A-Za-z0-9]+)'/g)].map(([, word = '']) => word);
const given = [...source.matchAll(/\bcode: (?:[^'\n,]*\? )?'([A-Z]\w+)'(?: : '([A-Z]\w+)')?/g)].flatMap(
  ([, one, other]) => [one, other].filter((code) => code !== undefined),
);
const codes = [...new Set([...literals.filter((word) => catalogue[word] !== undefined), ...given])].sort();

const named = new Set(texts('test').flatMap((text) => text.match(/\b[A-Z][a-z]\w+/g) ?? []));

describe('codes of the whole catalogue', () => {
  it.each(Object.keys(catalogue))('%s is named by a test', (code) => {
    expect(named.has(code)).toBe(true);
  });
});

describe('codes of actions', () => {
  it('are found, in whichever way they are written', () => {
    expect(codes.length).toBeGreaterThan(140);
    expect(codes).toEqual(
      expect.arrayContaining([
        'VipTargetDisk',
        'GlusterNoReplica',
        'MungeKeysDiffer',
        'DrillUnknown',
        'TestNotEnabled',
      ]),
    );
    expect(given.length).toBeGreaterThan(50);
  });

  it.each(codes)('%s is named by a test', (code) => {
    expect(named.has(code)).toBe(true);
  });

  it.each(codes)('%s says something in English and Korean', (code) => {
    expect(catalogue[code]?.en ?? '').not.toBe('');
    expect(catalogue[code]?.ko ?? '').toMatch(/[가-힣]/);
  });
});
