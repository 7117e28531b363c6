// What a drill's report says of the measuring itself, and what makes a drill passed or failed.

import {loadavg} from 'node:os';
import {beforeEach, describe, expect, it, vi} from 'vitest';
import type {Attempt} from '../../../src/model/drill/attempt.ts';
import type {DrillSpec} from '../../../src/model/drill/drill.ts';
import type {DrillReport} from '../../../src/model/drill/report.ts';
import {findingText} from '../../../src/model/messages.ts';
import type {ReportInput} from '../../../src/run/drill/compose-report.ts';
import {composeReport} from '../../../src/run/drill/compose-report.ts';
import type {DrillDeps} from '../../../src/run/drill/drill-deps.ts';
import {makePermit} from '../../../src/run/permit.ts';
import {buildDrillSpec} from '../../state/builders/drill.ts';
import {labConfig} from '../../support/lab-config.ts';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  availableParallelism: () => 2,
  loadavg: vi.fn(() => [0.5, 0.5, 0.5]),
}));

beforeEach(() => {
  vi.mocked(loadavg).mockReturnValue([0.5, 0.5, 0.5]);
});

const never = (): never => {
  throw new Error('a report asks for nothing');
};

const deps: DrillDeps = {
  support: {
    config: labConfig(),
    power: null,
    program: () => ({path: null, why: 'none'}),
    ask: async () => never(),
    look: async () => never(),
  },
  ...{runId: 'abcdef', state: '', cluster: 'lab', by: 'root@c1', reason: null, step: 's'},
  clock: {now: () => 0, sleep: async () => undefined},
  permit: makePermit('test', 'hash'),
  secrets: new Map(),
  ...{connection: never, emit: never, progress: never, stopRequested: () => null, carryOut: async () => never()},
};

const built = buildDrillSpec();
const stream = built.streams.find(({service, vantage}) => service === 'mariadb' && vantage === 'console');
const spec: DrillSpec = {
  ...built,
  streams: stream === undefined ? [] : [stream],
  predicted: {},
  aims: {mariadb: 5_000},
};

/** None is acknowledged for so long after the fault. */
function attempts(outageMs: number): readonly Attempt[] {
  return Array.from({length: 450}, (_, index): Attempt => {
    const from = index * 100;
    const out = from >= 10_000 && from < 10_000 + outageMs;
    return {stream: stream?.id ?? '', seq: index + 1, from, to: from + 5, result: out ? 'fail' : 'ok'};
  });
}

function report(over: Partial<ReportInput> = {}): DrillReport {
  return composeReport({
    ...{spec, deps, attempts: attempts(1_000), reads: {}, states: [], seen: [], findings: [], startedAt: ''},
    moments: {injectAt: 10_000, restoreAt: 30_000, greenAt: 40_000, endAt: 45_000},
    ...{aborted: false, vantageWhy: null, clockOffset: null, dropped: 0},
    ...over,
  });
}

const found = ({findings}: DrillReport) => findings.map(({level, code, where}) => `${level} ${code} ${where}`);

describe('a report', () => {
  it('of a drill watched by two on a quiet machine finds nothing, and passes', () => {
    expect(found(report())).toEqual([]);
    expect(report()).toMatchObject({result: 'passed', vantage: spec.vantage, healMs: 10_000, outageMs: 30_000});
  });

  it('says which service was not watched, and why', () => {
    const why = 'the configuration enables them on no other controller';
    const {conditions} = report({spec: {...spec, unwatched: {web: why}}});
    expect(conditions).toMatchObject({web: `not watched: ${why}`});
  });

  it('says why only this machine watched, and passes all the same', () => {
    const one = report({vantageWhy: 'there is no executable to send'});
    expect(found(one)).toEqual([`info DrillOneVantage ${spec.target}`]);
    expect(one).toMatchObject({result: 'passed', vantage: null, vantageWhy: 'there is no executable to send'});
    for (const finding of one.findings) expect(findingText(finding, 'en')).toContain('there is no executable to send');
  });

  it('says that this machine was too busy to measure well, from four waiting processes for each processor on', () => {
    vi.mocked(loadavg).mockReturnValue([7.9, 1, 1]);
    expect(found(report())).toEqual([]);
    vi.mocked(loadavg).mockReturnValue([8, 1, 1]);
    const busy = report();
    expect(found(busy)).toEqual([`info DrillBusyMachine ${spec.target}`]);
    expect(busy.findings[0]?.params).toEqual({drill: 'D14', load: '8', processors: 2});
    expect(busy.result).toBe('passed');
  });

  it('fails a drill whose recovery took longer than aimed at, or never came', () => {
    const slow = report({attempts: attempts(6_000)});
    expect(found(slow)).toEqual([`warning DrillRtoOverAim ${spec.target}`]);
    expect(slow.result).toBe('failed');
    expect(report({attempts: attempts(60_000)})).toMatchObject({
      result: 'failed',
      findings: [{code: 'DrillNotRecovered', level: 'critical'}],
    });
  });

  it('fails a drill that lost writes where none may be lost, and only there', () => {
    const list = attempts(1_000);
    const keys = list.filter(({result}) => result === 'ok').map((each) => `${each.stream}#${each.seq}`);
    const reads = {mariadb: {server1: keys, server2: keys.slice(1)}};
    const lost = report({reads});
    expect(found(lost)).toEqual([`critical DrillWritesLost ${spec.target}`]);
    expect(lost.result).toBe('failed');
    expect(report({reads, spec: {...spec, lossless: []}}).result).toBe('passed');
  });
});
