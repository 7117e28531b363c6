// The engine from preflight to report over hosts in memory: whatever happens in the middle, the fault is taken back, and it is told.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import type {DrillSpec, DrillState} from '../../../src/model/drill/drill.ts';
import type {DrillReport} from '../../../src/model/drill/report.ts';
import {HpchaError} from '../../../src/model/error.ts';
import type {Finding} from '../../../src/model/finding.ts';
import type {DrillDeps} from '../../../src/run/drill/drill-deps.ts';
import {carryOutDrill} from '../../../src/run/drill/engine.ts';
import {makePermit} from '../../../src/run/permit.ts';
import type {HostConnection, Output} from '../../../src/transport/host.ts';
import {buildDrillSpec} from '../../state/builders/drill.ts';
import {labConfig} from '../../support/lab-config.ts';
import {FakeHost} from '../fake-host.ts';

let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'hpcha-drill-'));
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date']});
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(state, {recursive: true, force: true});
});

/** A fault on one host, without canaries: those are about the cluster, not about the engine. */
const spec: DrillSpec = {
  ...buildDrillSpec(),
  ...{drill: 'D11', class: 'P', target: 'server3', vantage: null, streams: [], restore: 'systemctl start glusterd'},
  injections: [{via: 'script', on: 'server3', script: 'systemctl stop glusterd'}],
};

type World = {
  /** What each look finds; rejects where it throws. */
  readonly look?: (state: DrillState | null) => readonly Finding[];
  readonly stopRequested?: (state: DrillState | null) => string | null;
  /** Whether the target can be reached when it is to be restored for the given time. */
  readonly restores?: (turn: number) => boolean;
};

/** Carries the drill out, with time going on as fast as it is asked for. */
async function carryOut(world: World) {
  const told: string[] = [];
  const scripts: string[] = [];
  let now: DrillState | null = null;
  let turns = 0;
  const answer = (stdout: string): Output => ({exitCode: 0, stdout, stderr: '', tookMs: 1, truncated: false});
  const connection = (host: string): HostConnection => {
    const plain = new FakeHost(host).connection();
    return {
      ...plain,
      inspector: {...plain.inspector, inspect: async () => answer('')},
      writer: {
        ...plain.writer,
        run: async (argv, _permit, options) => {
          const name = argv.find((word) => word.startsWith('hpcha-drill')) ?? argv[0];
          scripts.push(`${host} ${name}`);
          if (name === 'hpcha-drill-inject') options.onLine?.('injecting');
          if (name === 'hpcha-drill-restore') {
            turns += 1;
            if (world.restores?.(turns) === false)
              throw new HpchaError({code: 'unreachable', where: host, what: 'the connection is lost'});
          }
          return answer(name === 'hpcha-drill-arm' ? 'armed\n' : '');
        },
      },
    };
  };
  const deps: DrillDeps = {
    support: {
      config: labConfig(),
      power: null,
      program: () => ({path: null, why: 'none'}),
      ask: async () => ({kind: 'refusal', findings: []}),
      look: async () => {
        const findings = world.look?.(now) ?? [];
        return {level: findings.length === 0 ? 'ok' : 'critical', findings};
      },
    },
    ...{runId: 'abcdef', state, cluster: 'lab', by: 'root@c1', reason: null, step: 's'},
    clock: {now: () => Date.now(), sleep: async () => undefined},
    permit: makePermit('test', 'hash'),
    secrets: new Map(),
    connection,
    emit: (event) => {
      if (event.type === 'drill-state') now = event.state;
    },
    progress: (line) => told.push(line),
    stopRequested: () => world.stopRequested?.(now) ?? null,
    carryOut: async () => undefined,
  };
  let report: DrillReport | Error | null = null;
  void carryOutDrill(spec, deps, new AbortController().signal).then(
    (done) => {
      report = done;
    },
    (thrown: unknown) => {
      report = thrown instanceof Error ? thrown : new Error(String(thrown));
    },
  );
  while (report === null) await vi.advanceTimersByTimeAsync(250);
  return {report: report as DrillReport | Error, told: told.join('\n'), scripts};
}

function reported({report}: {readonly report: DrillReport | Error}): DrillReport {
  if (report instanceof Error) throw report;
  return report;
}

const codes = (report: DrillReport): readonly string[] => report.findings.map(({code}) => code);

it('arms before it breaks, restores, and passes when all is green again', async () => {
  const done = await carryOut({});
  expect(reported(done).result).toBe('passed');
  expect(reported(done).states.map(({state: each}) => each)).toEqual([
    ...(['preflight', 'baseline', 'armed', 'inject', 'observe', 'restore', 'heal', 'verify', 'reported'] as const),
  ]);
  const order = ['arm', 'inject', 'restore', 'clear'].map((word) =>
    done.scripts.indexOf(`server3 hpcha-drill-${word}`),
  );
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThanOrEqual(0);
});

it('breaks nothing while not everything is green', async () => {
  const down: Finding = {code: 'GaleraNodeDown', level: 'warning', where: 'server2', params: {}};
  const {report, scripts} = await carryOut({look: () => [down]});
  expect(report).toMatchObject({code: 'refused'});
  expect(scripts.join()).not.toContain('hpcha-drill-inject');
});

it('is restored, healed and reported as aborted when somebody asks for its end in the middle', async () => {
  const done = await carryOut({stopRequested: (now) => (now === 'observe' ? 'cancelled by kim' : null)});
  const report = reported(done);
  expect(report.result).toBe('aborted');
  expect(codes(report)).toContain('DrillAborted');
  expect(done.scripts).toContain('server3 hpcha-drill-restore');
  expect(report.healMs).not.toBeNull();
});

it('ends at once for two in control, and says which', async () => {
  const dual: Finding = {
    code: 'SlurmDualControl',
    level: 'critical',
    where: 'cluster',
    params: {controllers: 'a, b', seconds: 3},
  };
  const report = reported(await carryOut({look: (now) => (now === 'observe' ? [dual] : [])}));
  expect(report.result).toBe('aborted');
  expect(report.seen.map(({code}) => code)).toContain('SlurmDualControl');
});

it('goes on when a look fails in the middle of the fault', async () => {
  const done = await carryOut({
    look: (now) => {
      if (now === 'observe') throw new HpchaError({code: 'timeout', where: 'server1', what: 'no answer'});
      return [];
    },
  });
  expect(reported(done).result).toBe('passed');
  expect(done.told).toContain('a look failed');
});

it('tries to restore until its dead-man is long due, so that whoever lost ssh for a while still reports', async () => {
  const done = await carryOut({restores: (turn) => turn > 20});
  expect(reported(done).result).toBe('passed');
  expect(done.told.match(/restoring failed, trying again/g)).toHaveLength(20);
});

it('leaves it to the dead-man when the target never answers again, and does not wait for ever', async () => {
  const {report, told} = await carryOut({restores: () => false});
  expect(report).toMatchObject({code: 'unreachable'});
  expect(told).toContain('restoring failed');
});

it('fails when not everything is green again in the time that healing may take, and says what is wrong', async () => {
  const down: Finding = {code: 'GaleraNodeDown', level: 'warning', where: 'server3', service: 'mariadb', params: {}};
  const report = reported(await carryOut({look: (now) => (now === 'heal' ? [down] : [])}));
  expect(report.result).toBe('failed');
  expect(report.findings.filter(({code}) => code === 'DrillNotHealed')).toMatchObject([
    {
      level: 'critical',
      where: 'server3',
      params: {drill: 'D11', seconds: 60, what: expect.stringContaining('GaleraNodeDown')},
    },
  ]);
  expect(report.healMs).toBeNull();
});

it('does not take looks that all failed for healing', async () => {
  const done = await carryOut({
    look: (now) => {
      if (now === 'heal') throw new HpchaError({code: 'timeout', where: 'server1', what: 'no answer'});
      return [];
    },
  });
  expect(codes(reported(done))).toContain('DrillNotHealed');
  expect(reported(done).result).toBe('failed');
});

it('is not said to be unhealed because of what was mended in time', async () => {
  let looks = 0;
  const down: Finding = {code: 'GaleraNodeDown', level: 'warning', where: 'server3', service: 'mariadb', params: {}};
  const look = (now: DrillState | null): readonly Finding[] => {
    if (now === 'heal') looks += 1;
    return now === 'heal' && looks < 6 ? [down] : [];
  };
  const report = reported(await carryOut({look}));
  expect(codes(report)).not.toContain('DrillNotHealed');
  expect(report.result).toBe('passed');
});

/** What a Redis cluster leaves to the operator after a failover. */
const together: Finding = {
  code: 'RedisClusterColocatedMasters',
  level: 'warning',
  where: 'server2',
  service: 'redis',
  params: {},
};

it('counts as healed when only that is left which no service mends by itself, and says what is to be done', async () => {
  const follows: Finding = {code: 'NoTolerance', level: 'warning', where: 'cluster', params: {services: 'redis'}};
  const report = reported(await carryOut({look: (now) => (now === 'heal' ? [together, follows] : [])}));
  expect(report.result).toBe('passed');
  expect(report.healMs).not.toBeNull();
  expect(report.findings.filter(({code}) => code === 'DrillLeftToDo')).toMatchObject([
    {level: 'warning', params: {what: expect.stringContaining('RedisClusterColocatedMasters')}},
  ]);
});

it('is not healed where more than that is left', async () => {
  const more: Finding = {code: 'NoTolerance', level: 'warning', where: 'cluster', params: {services: 'redis, mariadb'}};
  const unhealed = reported(await carryOut({look: (now) => (now === 'heal' ? [together, more] : [])}));
  expect(codes(unhealed)).toContain('DrillNotHealed');
});
