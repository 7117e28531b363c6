// The final read of a drill: what the nodes have, and never what one of them could not say.

import {describe, expect, it} from 'vitest';
import type {Attempt} from '../../../src/model/drill/attempt.ts';
import type {DrillSpec} from '../../../src/model/drill/drill.ts';
import {HpchaError} from '../../../src/model/error.ts';
import {readPlaces} from '../../../src/run/drill/canary-places.ts';
import type {DrillDeps} from '../../../src/run/drill/drill-deps.ts';
import {makePermit} from '../../../src/run/permit.ts';
import type {HostConnection} from '../../../src/transport/host.ts';
import {buildDrillSpec} from '../../state/builders/drill.ts';
import {labConfig} from '../../support/lab-config.ts';
import {FakeHost} from '../fake-host.ts';

const never = (): never => {
  throw new Error('a final read asks for nothing else');
};

const built = buildDrillSpec();
const spec: DrillSpec = {...built, streams: built.streams.filter(({way}) => way.kind === 'redis').slice(0, 1)};
const stream = spec.streams[0]?.id ?? '';
const attempts = [1, 2, 3].map((seq): Attempt => ({stream, seq, from: seq, to: seq, result: 'ok'}));

/** Each of the three instances has one of the three keys, as masters of a cluster share them out. */
function deps(mode: 'sentinel' | 'cluster', mute: readonly string[], told: string[]): DrillDeps {
  return {
    support: {
      config: labConfig({redis: {mode}}),
      power: null,
      program: () => ({path: null, why: 'none'}),
      ask: async () => never(),
      look: async () => never(),
    },
    ...{runId: 'abcdef', state: '', cluster: 'lab', by: 'root@c1', reason: null, step: 's'},
    clock: {now: () => 0, sleep: async () => undefined},
    permit: makePermit('test', 'hash'),
    secrets: new Map(),
    connection: (host) => {
      const plain = new FakeHost(host).connection();
      const redis: HostConnection['writer']['redis'] = async (_port, [, ...names]) => {
        if (mute.includes(host)) throw new HpchaError({code: 'timeout', where: host, what: 'no answer'});
        return names.map((name) => (name.endsWith(`#${host.slice(-1)}`) ? 'v' : null));
      };
      return {...plain, writer: {...plain.writer, redis}};
    },
    ...{emit: never, stopRequested: () => null, carryOut: async () => never()},
    progress: (line) => told.push(line),
  };
}

const read = async (mode: 'sentinel' | 'cluster', mute: readonly string[] = [], told: string[] = []) =>
  (await readPlaces(spec, attempts, deps(mode, mute, told), new AbortController().signal)).redis;

describe('the keys of a Redis cluster', () => {
  it('are what all its nodes have together', async () => {
    expect(await read('cluster')).toEqual({cluster: [`${stream}#1`, `${stream}#2`, `${stream}#3`]});
  });

  it('are not known where one node could not be read: what it has would pass for lost', async () => {
    const told: string[] = [];
    expect(await read('cluster', ['server2'], told)).toEqual({});
    expect(told.join()).toContain('the final read on server2 failed');
    expect(await read('cluster', ['server1', 'server2', 'server3'])).toEqual({});
  });
});

describe('the keys of a master with replicas', () => {
  it('are each node’s own; one that could not be read has no say', async () => {
    expect(await read('sentinel', ['server2'])).toEqual({server1: [`${stream}#1`], server3: [`${stream}#3`]});
  });
});
