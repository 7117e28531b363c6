// Logs over the web: each controller's own, the others' as the same person, and never a silence taken for a quiet journal.

import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {HostReader} from '../../../src/transport/host.ts';
import {journalOf, type LogQuery, mergeJournals, mostLines, peerJournals} from '../../../src/web/metrics/ask-logs.ts';
import {serveInside} from '../../../src/web/metrics/serve-inside.ts';
import {configOf} from '../../actions/support/cluster.ts';
import {makeTestKey, makeTestService, type TestKey, type TestService, testNow} from '../support/test-service.ts';

const recent: LogQuery = {span: 'recent'};
const path = '/api/monitoring';

/** A line as `journalctl -o json` prints it. */
function journalLine(second: number, text: string, unit = 'mariadb.service'): string {
  const at = String((testNow / 1000 + second) * 1_000_000);
  return JSON.stringify({
    __REALTIME_TIMESTAMP: at,
    PRIORITY: '4',
    MESSAGE: text,
    _SYSTEMD_UNIT: unit,
    SYSLOG_IDENTIFIER: unit,
  });
}

function readerWith(lines: readonly string[]): HostReader {
  const reader: Partial<HostReader> = {
    look: async () => ({exitCode: 0, stdout: lines.join('\n'), stderr: '', tookMs: 1, truncated: false}),
  };
  return reader as HostReader;
}

let key: TestKey;
let there: TestService;
let port: number;
let standing: 'valid' | 'ended';

/** The metrics service of a controller; `askPort`: where it finds those of the others, all on this machine. */
function service(node: string, lines: readonly string[], askPort: number): Promise<TestService> {
  const controllers = ['server1', 'server2'].map((hostname) => ({hostname, address: '127.0.0.1'}));
  return makeTestService(
    async (app, context) => serveInside(app, context, configOf(), readerWith(lines), peerJournals(askPort, path)),
    {name: 'metrics', key, settings: {node, controllers}, standing: () => standing},
  );
}

beforeEach(async () => {
  standing = 'valid';
  key = makeTestKey();
  there = await service('server2', [journalLine(5, 'from the second'), journalLine(1, 'older')], 9);
  await there.app.listen({host: '127.0.0.1', port: 0});
  ({port} = there.app.server.address() as AddressInfo);
});
afterEach(() => there.app.close());

async function ask(one: TestService, query: string, role: 'operator' | 'user' = 'operator') {
  return one.app.inject({url: `${path}/logs${query}`, headers: await one.bearer({role})});
}

type Body = {
  readonly lines: readonly {readonly host: string; readonly text: string}[];
  readonly hosts: readonly object[];
};

describe('the logs', () => {
  it('of all controllers come together, newest first, each line with its controller', async () => {
    const here = await service('server1', [journalLine(3, 'from the first')], port);
    const body = (await ask(here, '?host=all')).json<Body>();
    expect(body.lines.map(({host, text}) => `${host}: ${text}`)).toEqual([
      'server2: from the second',
      'server1: from the first',
      'server2: older',
    ]);
    expect(body.hosts).toEqual([
      {host: 'server1', why: null},
      {host: 'server2', why: null},
    ]);
  });

  it('of another controller are asked there, with the same filter', async () => {
    const here = await service('server1', [], port);
    const body = (await ask(here, '?host=server2&text=OLDER')).json<Body>();
    expect(body.lines.map(({text}) => text)).toEqual(['older']);
  });

  it('of one that does not answer are named as missing, beside those of the others', async () => {
    const here = await service('server1', [journalLine(3, 'from the first')], 9);
    const body = (await ask(here, '?host=all')).json<Body>();
    expect(body.lines.map(({text}) => text)).toEqual(['from the first']);
    expect(body.hosts).toEqual([
      {host: 'server1', why: null},
      {host: 'server2', why: expect.stringMatching(/\w/)},
    ]);
  });

  it('are asked elsewhere as the person: a session that has ended there opens nothing', async () => {
    const here = await service('server1', [], port);
    standing = 'ended';
    const refused = await ask(there, '');
    expect(refused.statusCode).toBe(401);
    const part = await journalOf('server2', async () =>
      peerJournals(port, path)(
        {hostname: 'server2', address: '127.0.0.1'},
        recent,
        'no token',
        new AbortController().signal,
      ),
    );
    expect(part).toEqual({host: 'server2', kind: 'lost', why: 'it answered 401'});
    await here.app.close();
  });

  it('are for operators, and of controllers that there are', async () => {
    const here = await service('server1', [], port);
    expect((await ask(here, '?host=all', 'user')).statusCode).toBe(403);
    expect((await ask(here, '?host=elsewhere')).statusCode).toBe(404);
  });

  it('end somewhere, and say so', () => {
    const line = {at: 1, host: 'a', unit: 'u', priority: 6, text: 't'};
    const part = {host: 'a', kind: 'seen', cut: false, lines: Array.from({length: mostLines}, () => line)} as const;
    expect(mergeJournals([part]).cut).toBe(false);
    const both = mergeJournals([part, {...part, host: 'b'}]);
    expect([both.lines.length, both.cut]).toEqual([mostLines, true]);
  });
});
