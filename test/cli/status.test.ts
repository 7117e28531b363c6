// `status`: the verdict first, its JSON contract (DESIGN §4), its exit code, and colour only where it belongs.

import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {makePaint} from '../../src/cli/paint.ts';
import {runStatus, type StatusOptions} from '../../src/cli/status.ts';
import {statusJson} from '../../src/cli/status-json.ts';
import {statusText} from '../../src/cli/status-text.ts';
import {HpchaError} from '../../src/model/error.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {judge} from '../../src/probes/judge.ts';
import type {HostConnection} from '../../src/transport/host.ts';
import {configOf, galera, galeraStatus, healthy, seen, unreachable, withHost} from '../probes/support/readings.ts';

const config = configOf();
const plain = makePaint({tty: false, color: true, noColor: undefined});
const judged = (snapshot: Snapshot) => judge({snapshot, config, history: []});
const oneDown = withHost(healthy(config), 'mariadb', {
  server1: seen(galera(config, galeraStatus(config, ['server1', 'server2']))),
  server2: seen(galera(config, galeraStatus(config, ['server1', 'server2']))),
  server3: seen(galera(config, null)),
});

describe('status as text', () => {
  it('says the verdict and the tolerance in its first line, then a row a service', () => {
    const lines = statusText(judged(healthy(config)), {language: 'en', paint: plain, all: false}).split('\n');
    expect(lines[0]).toBe('test  ✔ ok · may lose 1 more controller');
    expect(lines[1]).toMatch(/^VIP 10\.0\.0\.100 .* · .* UTC$/);
    expect(lines.find((line) => line.startsWith('mariadb'))).toMatch(
      /^mariadb +✔ Synced +✔ Synced +✔ Synced +1 +3 of 3 Synced, Primary$/,
    );
  });

  it('says that nobody holds the address only where everybody was seen, and nothing of it where that was not asked', () => {
    const vipLine = (shown: ReturnType<typeof judged>, only?: 'slurm' | 'keepalived'): string =>
      statusText(shown, {language: 'en', paint: plain, all: false, ...(only === undefined ? {} : {only})}).split(
        '\n',
      )[1] ?? '';
    const level = (level: 'ok' | 'critical' | 'unknown' | 'none', owners: readonly string[] = []) => {
      const shown = judged(healthy(config));
      const keepalived = {...shown.services.keepalived, level};
      return {...shown, vip: {...shown.vip, owners}, services: {...shown.services, keepalived}};
    };
    expect(vipLine(level('critical'))).toMatch(/ on no controller · /);
    expect(vipLine(level('critical', ['server1', 'server2']))).toMatch(/ on server1 \+ server2 · /);
    expect(vipLine(level('unknown'))).toMatch(/ owner not known · /);
    expect(vipLine(level('none'))).toMatch(/ not deployed · /);
    expect(vipLine(level('ok', ['server1']), 'keepalived')).toMatch(/ on server1 · /);
    expect(vipLine(level('none'), 'slurm')).not.toContain('VIP');
  });

  it('lists what is wrong, where, and what to do', () => {
    const text = statusText(judged(oneDown), {language: 'en', paint: plain, all: false});
    expect(text).toContain('▲ warning · no further controller may fail');
    expect(text).toContain(
      '▲ warning  server3  MariaDB on server3 does not run (inactive)  GaleraNodeDown\n    do: hpcha-tui start',
    );
  });

  it('speaks Korean, with its columns still under each other', () => {
    const text = statusText(judged(oneDown), {language: 'ko', paint: plain, all: true});
    expect(text).toContain('▲ 경고');
    expect(text).toContain('server3의 MariaDB가 실행 중이 아닙니다');
    expect(text).toMatch(/mariadb.*중지됨.*2\/3 Synced, Primary/);
  });

  it('shows a lost controller as a question mark, never as an empty cell', () => {
    const text = statusText(judged(unreachable(healthy(config), 'server3')), {
      language: 'en',
      paint: plain,
      all: false,
    });
    expect(text).toMatch(/^mariadb +✔ Synced +✔ Synced +\? unreachable/m);
  });

  it('is coloured on a terminal only, and never with NO_COLOR', () => {
    const coloured = (tty: boolean, color: boolean, noColor?: string) =>
      statusText(judged(oneDown), {language: 'en', paint: makePaint({tty, color, noColor}), all: false}).includes(
        '\u001b[',
      );
    expect([coloured(true, true), coloured(false, true), coloured(true, false), coloured(true, true, '1')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(coloured(true, true, '')).toBe(true);
  });

  it('says that nothing is deployed rather than that nothing is known', () => {
    const none = {kind: 'none', why: 'not-deployed'} as const;
    const all = {server1: none, server2: none, server3: none};
    const base = healthy(config);
    const bare = withHost(
      withHost({...base, shared: {...base.shared, glusterVolume: none}}, 'glusterfs', all),
      'mariadb',
      all,
    );
    expect(statusText(judged(bare), {language: 'en', paint: plain, all: false}).split('\n')[0]).toBe(
      'test  ✔ ok · nothing is deployed',
    );
  });
});

describe('status as JSON, schema 1', () => {
  it('has the names that other readers depend on', () => {
    const json: unknown = JSON.parse(statusJson(judged(oneDown)));
    expect(json).toMatchObject({
      schema: 1,
      cluster: 'test',
      at: '2023-11-14T22:13:20.000Z',
      verdict: 'warning',
      tolerance: {cluster: 0, glusterfs: 1, mariadb: 0, redis: null, slurm: null, keepalived: null, web: null},
      vip: {address: '10.0.0.100', owners: []},
      controllers: {server1: {address: '10.0.0.101', reach: 'seen'}},
      services: {
        mariadb: {
          verdict: 'warning',
          line: '2 of 3 Synced, Primary',
          controllers: {server3: {reading: 'seen', verdict: 'warning', facts: {process: 'none', grastate_seqno: '-1'}}},
        },
        redis: {verdict: 'none', controllers: {server1: {reading: 'none', verdict: 'none'}}},
      },
      findings: [
        {code: 'GaleraNodeDown', level: 'warning', where: 'server3', remedy: 'start'},
        {code: 'NoTolerance', where: 'cluster'},
      ],
    });
  });

  it('gives every finding its sentence and its proof', () => {
    const json: {findings: {what: string; evidence: string}[]} = JSON.parse(statusJson(judged(oneDown)));
    expect(json.findings[0]?.what).toBe('MariaDB on server3 does not run (inactive)');
    expect(json.findings[0]?.evidence).toContain('process none');
  });
});

describe('the command', () => {
  const gone = (host: string): HostConnection => {
    const refuse = async () =>
      Promise.reject(new HpchaError({code: 'unreachable', where: host, what: 'no route to host'}));
    const never = (): never => {
      throw new Error('a look needs no more than a reader');
    };
    const reader = {host, address: host, look: refuse, lookAll: refuse, query: refuse, redis: refuse, ping: refuse};
    return {
      host,
      reader,
      get inspector() {
        return never();
      },
      get writer() {
        return never();
      },
      follow: never,
      close: never,
    };
  };
  const run = async (
    options: StatusOptions,
    signal = new AbortController().signal,
    env: Readonly<Record<string, string>> = {},
  ) => {
    const out: string[] = [];
    const deps = {config, transport: {connection: gone}, now: () => 1000, stdoutIsTty: false, env, signal};
    const code = await runStatus({...deps, stdout: (text) => void out.push(text)}, options);
    return {code, out: out.join('')};
  };

  it('ends with the verdict as its exit code: nobody to be reached is unknown, 3', async () => {
    const {code, out} = await run({json: true});
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({verdict: 'unknown', tolerance: {cluster: null}});
  });

  it('knows its services and says so', async () => {
    await expect(run({service: 'galera'})).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('mariadb'),
    });
    expect((await run({service: 'mariadb'})).out).not.toContain('glusterfs');
  });

  it('tells what the last drill left standing, beside a verdict that is about now', async () => {
    const home = await mkdtemp(join(tmpdir(), 'status-'));
    const directory = join(home, 'hpcha', 'drills', 'last', 'test');
    await mkdir(directory, {recursive: true});
    const params = {service: 'redis', drill: 'D08', measured: '24.0 s', predicted: '3.0 s'};
    const finding = {code: 'DrillRtoDisagrees', level: 'warning', where: 'server1', service: 'redis', params};
    const last = {schema: 1, drill: 'D08', runId: 'aaaa', startedAt: '2026-01-01T00:00:00.000Z', target: 'server1'};
    await writeFile(join(directory, 'D08.json'), JSON.stringify({...last, findings: [finding]}));
    const told = async (options: StatusOptions): Promise<unknown> => {
      const {out} = await run({...options, json: true}, undefined, {XDG_STATE_HOME: home});
      const {findings}: {readonly findings: readonly {readonly code: string}[]} = JSON.parse(out);
      return findings.filter(({code}) => code === 'DrillRtoDisagrees');
    };
    try {
      expect(await told({})).toMatchObject([{level: 'info', where: 'server1', remedy: 'drill run D08'}]);
      expect(await told({service: 'redis'})).toHaveLength(1);
      expect(await told({service: 'mariadb'})).toEqual([]);
    } finally {
      await rm(home, {recursive: true, force: true});
    }
  });

  it('gives no verdict when it was cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(run({}, controller.signal)).rejects.toMatchObject({code: 'cancelled'});
  });
});
