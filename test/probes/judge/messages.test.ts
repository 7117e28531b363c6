// Every code that a judge can say has its sentence in both languages.

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {catalogue} from '../../../src/model/messages.ts';

const root = new URL('../../../src/probes/', import.meta.url).pathname;

/** Codes are CamelCase literals that stand as `code:` or as the first word of a finding's maker. */
function codesIn(text: string): readonly string[] {
  const makers =
    /(?:code: (?:\w+ \? )?|(?:found|finding|say|make|of|groupFinding|clusterFinding)\()'([A-Z][a-z]\w+)'(?: : '([A-Z][a-z]\w+)')?/g;
  return [...text.matchAll(makers)].flatMap(([, one, other]) => [one, other].filter((code) => code !== undefined));
}

describe('messages', () => {
  const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'));
  const codes = [...new Set(files.flatMap((name) => codesIn(readFileSync(join(root, name), 'utf8'))))].sort();

  it('finds the codes at all', () => {
    expect(codes).toEqual(
      expect.arrayContaining([
        'GaleraSplitBrain',
        'GlusterVolumeBusy',
        'GlusterVolumeUnseen',
        'ReadingLost',
        'DiskFull',
      ]),
    );
    expect(codes.length).toBeGreaterThan(60);
  });

  it.each(codes)('%s says something in English and Korean', (code) => {
    expect(catalogue[code]?.en ?? '').not.toBe('');
    expect(catalogue[code]?.ko ?? '').toMatch(/[가-힣]/);
  });
});
