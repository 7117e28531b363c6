// The conversation behind a reading: as sent and as answered, bounded, failures too, and replaced as a whole.

import {describe, expect, it} from 'vitest';
import {ExchangeLog} from '../../../src/cli/console/exchange-log.ts';
import {HpchaError} from '../../../src/model/error.ts';
import type {Look} from '../../../src/model/look.ts';
import type {HostConnection, HostReader} from '../../../src/transport/host.ts';

const look: Look = {name: 'peers', argv: ['gluster', 'peer', "it's"], privileged: true, timeoutMs: 1000};
const signal = new AbortController().signal;

function readerOf(answer: string): HostReader {
  const output = {exitCode: 1, stdout: answer, stderr: 'careful\n', tookMs: 41, truncated: false};
  return {
    host: 'server1',
    address: '10.0.0.1',
    look: () => Promise.resolve(output),
    lookAll: (looks) => Promise.resolve(looks.map((each) => ({kind: 'output', look: each, output}))),
    query: () =>
      Promise.resolve([
        {Variable_name: 'wsrep_ready', Value: 'ON'},
        {Variable_name: 'x', Value: null},
      ]),
    redis: () => Promise.reject(new HpchaError({code: 'timeout', where: 'server1', what: 'no answer within 1 s'})),
    ping: () => Promise.resolve({rttMs: 1.25, clockOffsetMs: 0, user: 'root'}),
  };
}

describe('the log of exchanges', () => {
  it('keeps commands as a shell would take them, answers as they came, and how long they took', async () => {
    const log = new ExchangeLog(() => 1000);
    const talk = log.begin('glusterfs', 'server1', readerOf('Peer in Cluster\n'));
    await talk.reader.lookAll([look], signal);
    await talk.reader.query('SHOW STATUS', signal);
    await expect(talk.reader.redis(6379, ['INFO'], signal)).rejects.toThrow(/no answer/);
    expect(log.recall('glusterfs', 'server1')).toEqual([]);
    talk.keep();
    expect(log.recall('glusterfs', 'server1')).toEqual([
      {
        command: `gluster peer 'it'\\''s'`,
        kind: 'answer',
        answer: 'Peer in Cluster\ncareful\nexit code 1',
        at: 1000,
        tookMs: 41,
        cut: 0,
      },
      {command: 'SHOW STATUS', kind: 'answer', answer: 'wsrep_ready\tON\nx\tNULL', at: 1000, tookMs: 0, cut: 0},
      {command: 'redis 6379: INFO', kind: 'failed', answer: 'no answer within 1 s', at: 1000, tookMs: 0, cut: 0},
    ]);
  });

  it('is bounded in length and number, and says what it left out', async () => {
    const log = new ExchangeLog(() => 1);
    const talk = log.begin('host', 'server1', readerOf('x'.repeat(100_000)));
    for (let count = 0; count < 200; count += 1) await talk.reader.look(look, signal);
    talk.keep();
    const kept = log.recall('host', 'server1');
    expect(kept.length).toBeLessThanOrEqual(32);
    expect(kept[0]?.answer).toHaveLength(8000);
    expect(kept[0]?.cut).toBeGreaterThan(91_000);
  });

  it('replaces a conversation as a whole, and keeps the last one while nothing was asked', async () => {
    const log = new ExchangeLog(() => 1);
    const first = log.begin('host', 'server1', readerOf('one'));
    await first.reader.look(look, signal);
    first.keep();
    log.begin('host', 'server1', readerOf('two')).keep();
    expect(log.recall('host', 'server1')).toHaveLength(1);
    const third = log.begin('host', 'server1', readerOf('three'));
    await third.reader.look(look, signal);
    third.keep();
    expect(log.recall('host', 'server1').map(({answer}) => answer.split('\n')[0])).toEqual(['three']);
  });

  it('names the controller that a probe of the whole cluster turned to', async () => {
    const log = new ExchangeLog(() => 1);
    const faces = {connection: () => connectionOf(readerOf('volume'))};
    const talk = log.beginShared('glusterVolume', faces);
    await talk.transport.connection('server2').reader.look(look, signal);
    talk.keep();
    expect(log.recall('glusterVolume', 'cluster')[0]?.command).toMatch(/^server2: gluster peer/);
  });
});

/** Only its reader may be touched. */
function connectionOf(reader: HostReader): HostConnection {
  const refuse = (): never => {
    throw new Error('only the reader may be used here');
  };
  return {
    host: 'server2',
    reader,
    get inspector() {
      return refuse();
    },
    get writer() {
      return refuse();
    },
    follow: refuse,
    close: refuse,
  };
}
