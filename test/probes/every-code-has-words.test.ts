// Every finding that the judges of Redis, Slurm and the VIP can make has a sentence in both languages.

import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Messages} from '../../src/model/message.ts';
import {keepalivedMessages} from '../../src/model/messages/keepalived.ts';
import {redisMessages} from '../../src/model/messages/redis.ts';
import {slurmMessages} from '../../src/model/messages/slurm.ts';

const cases: readonly {folder: string; messages: Messages}[] = [
  {folder: 'redis', messages: redisMessages},
  {folder: 'slurm', messages: slurmMessages},
  {folder: 'keepalived', messages: keepalivedMessages},
];

function codesIn(folder: string): readonly string[] {
  const place = new URL(`../../src/probes/${folder}/`, import.meta.url);
  const text = readdirSync(place)
    .map((file) => readFileSync(new URL(file, place), 'utf8'))
    .join('\n');
  return [
    ...new Set(
      [
        ...text.matchAll(/'((?:Redis|Slurm|Slurmctld|Slurmdbd|Vip|Keepalived)[A-Z]\w+|Slurm(?:ctld|dbd)[A-Z]\w+)'/g),
      ].map(([, code = '']) => code),
    ),
  ];
}

describe.each(cases)('$folder', ({folder, messages}) => {
  it('says something in English and Korean for every code', () => {
    const codes = codesIn(folder);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => messages[code] === undefined)).toEqual([]);
    for (const message of Object.values(messages)) {
      const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
      expect(holes(message.ko)).toEqual(holes(message.en));
    }
  });
});
