// Every code that an action can refuse with has a sentence in both languages that says what is wrong and what to do.

import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {catalogue} from '../../src/model/messages.ts';

const actions = resolve(import.meta.dirname, '../../src/actions');

function sources(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? sources(path) : name.endsWith('.ts') ? [path] : [];
  });
}

/** Codes are CamelCase and begin with what they are about. */
const pattern =
  /'((?:Galera|Vip|Redis|Slurm|Gluster|Part|Align|Maintenance|Controller|Operation|Acknowledge|Undo)[A-Z]\w+)'/g;

/** Types, steps and words that only look like one. */
const others = new Set(['GlusterFS', 'VipTarget']);

const codes = [
  ...new Set(
    sources(actions)
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, code = '']) => code))
      .filter((code) => !others.has(code)),
  ),
].sort();

describe('refusals of actions', () => {
  it('are many', () => {
    expect(codes.length).toBeGreaterThan(60);
  });

  it.each(codes)('%s is said in English and Korean, with the same facts in both', (code) => {
    const message = catalogue[code];
    expect(message, code).toBeDefined();
    const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    expect(holes(message?.ko ?? '')).toEqual(holes(message?.en ?? ''));
  });

  it('that may be overridden say how', () => {
    for (const code of [
      'GaleraUnseen',
      'GaleraBelowMajority',
      'GaleraRecoveryFailed',
      'GaleraFlagsContradict',
      'GaleraFlagStale',
      'VipMovedJustNow',
      'GaleraRestartTooFew',
      'OperationUnresolved',
      'OperationJustNow',
    ]) {
      expect(catalogue[code]?.en).toContain(`--override ${code}`);
      expect(catalogue[code]?.ko).toContain(`--override ${code}`);
    }
  });
});
