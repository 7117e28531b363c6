// The service manager is asked once for what several probes want at the same moment, and each gets its own units.

import {describe, expect, it} from 'vitest';
import type {Look} from '../../../src/model/look.ts';
import {defineLook} from '../../../src/probes/catalogue/look.ts';
import {gatherUnits} from '../../../src/probes/gathered-units.ts';
import {parseUnitShow, unitShowLook} from '../../../src/probes/unit-show.ts';
import type {HostReader} from '../../../src/transport/host.ts';

const one = unitShowLook('one', ['a.service', 'b.service']);
const two = unitShowLook('two', ['b.service', 'c.service']);
const other = defineLook('other', ['date']);
const signal = new AbortController().signal;

function readerThat(answer: (look: Look) => string, asked: string[]): HostReader {
  const output = (look: Look) => ({exitCode: 0, stdout: answer(look), stderr: '', tookMs: 1, truncated: false});
  const refuse = async () => Promise.reject(new Error('not asked here'));
  return {
    host: 'server1',
    address: 'server1',
    look: async (look) => output(look),
    lookAll: async (looks) => {
      asked.push(looks.map((look) => look.argv.slice(look.argv.indexOf('--') + 1).join(' ')).join(' | '));
      return looks.map((look) => ({kind: 'output', look, output: output(look)}));
    },
    query: refuse,
    redis: refuse,
    ping: refuse,
  };
}

const states: Readonly<Record<string, string>> = {
  'a.service': 'active',
  'b.service': 'failed',
  'c.service': 'inactive',
};

function show(look: Look): string {
  const units = look.argv.slice(look.argv.indexOf('--') + 1);
  return units.map((unit) => `Id=${unit}\nLoadState=loaded\nActiveState=${states[unit] ?? 'x'}\n`).join('\n');
}

describe('gathered units', () => {
  it('become one command, and every look is answered with its own units in its own order', async () => {
    const asked: string[] = [];
    const reader = gatherUnits(readerThat(show, asked), signal);
    const [first, second] = await Promise.all([reader.lookAll([one, other], signal), reader.lookAll([two], signal)]);
    expect(asked.sort()).toEqual(['a.service b.service c.service', 'date']);
    const states = [first[0], second[0]].map((result) =>
      result?.kind === 'output'
        ? [
            ...parseUnitShow(
              result.output.stdout,
              result.look === one ? ['a.service', 'b.service'] : ['b.service', 'c.service'],
              'server1',
            ).values(),
          ].map((unit) => unit.active)
        : 'none',
    );
    expect(states).toEqual([
      ['active', 'failed'],
      ['failed', 'inactive'],
    ]);
    expect(first.map((result) => result.look.name)).toEqual(['one', 'other']);
  });

  it('an answer with another number of units is no answer to anybody', async () => {
    const reader = gatherUnits(
      readerThat(() => 'Id=a.service\nActiveState=active\n', []),
      signal,
    );
    const [result] = await reader.lookAll([one], signal);
    expect(result).toMatchObject({kind: 'error', error: {code: 'parse'}});
  });
});
