// A prediction that the last drill did not keep stands at every look, until a newer drill of that kind keeps it.

import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {readStanding, StandingDrills} from '../../../src/cli/standing-drills.ts';
import type {DrillReport} from '../../../src/model/drill/report.ts';
import {withStanding} from '../../../src/model/drill/standing.ts';
import type {Finding} from '../../../src/model/finding.ts';
import {findingText} from '../../../src/model/messages.ts';
import {judge} from '../../../src/probes/judge.ts';
import {readReports, writeReport} from '../../../src/run/drill/drill-store.ts';
import {readLastDrills} from '../../../src/run/drill/last-drills.ts';
import {configOf, healthy} from '../../probes/support/readings.ts';

const slow: Finding = {
  code: 'DrillRtoDisagrees',
  level: 'warning',
  where: 'server1',
  service: 'redis',
  params: {service: 'redis', drill: 'D08', measured: '24.0 s', predicted: '3.0 s'},
};
const overAim: Finding = {...slow, code: 'DrillRtoOverAim', params: {service: 'redis', drill: 'D08', aim: '4.0 s'}};

function report(over: Partial<DrillReport>): DrillReport {
  return {
    ...{schema: 1, runId: 'aaaa', drill: 'D08', class: 'W', title: 'Redis master killed', cluster: 'test'},
    ...{target: 'server1', vantage: null, vantageWhy: null, startedAt: '2026-01-01T00:00:00.000Z', by: 'root@console'},
    ...{reason: null, result: 'passed', states: [], healMs: null, outageMs: null, services: [], streams: [], seen: []},
    moments: {injectAt: null, restoreAt: null, greenAt: null, endAt: 0},
    ...{findings: [], timeline: {from: 0, sliceMs: 100, rows: []}, conditions: {}},
    ...over,
  };
}

let home = '';
const state = (): string => join(home, 'hpcha');
const standing = (cluster = 'test') => readStanding(cluster, {XDG_STATE_HOME: home});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'last-drills-'));
});
afterEach(async () => {
  await rm(home, {recursive: true, force: true});
});

describe('what a drill left standing', () => {
  it('is nothing where there was none, and where this machine keeps no state', async () => {
    expect(await standing()).toEqual([]);
    expect(await readStanding('test', {})).toEqual([]);
  });

  it('is the disagreement with the prediction alone, as information, with its report and the way to try it again', async () => {
    await writeReport(state(), report({findings: [overAim, slow]}));
    const found = await standing();
    expect(found).toMatchObject([
      {code: 'DrillRtoDisagrees', level: 'info', where: 'server1', service: 'redis', remedy: 'drill run D08'},
    ]);
    expect(found[0]?.evidence?.command).toBe('hpcha-tui drill report aaaa');
    expect(found.map((finding) => findingText(finding, 'ko'))).toEqual([
      'D08: redis 회복에 24.0 s 걸렸습니다. 설정으로 예측한 값은 3.0 s입니다.',
    ]);
  });

  it('stands until a newer drill of that kind agrees', async () => {
    await writeReport(state(), report({findings: [slow]}));
    await writeReport(state(), report({runId: 'bbbb', drill: 'D03', findings: []}));
    expect(await standing()).toHaveLength(1);
    await writeReport(state(), report({runId: 'cccc', startedAt: '2026-01-02T00:00:00.000Z', findings: []}));
    expect(await standing()).toEqual([]);
  });

  it('is not taken back by a drill that was ended before its time', async () => {
    await writeReport(state(), report({findings: [slow]}));
    await writeReport(state(), report({runId: 'bbbb', result: 'aborted', findings: []}));
    expect(await standing()).toHaveLength(1);
  });

  it('is of its own cluster alone, whatever that is called', async () => {
    await writeReport(state(), report({cluster: '../other/place', findings: [slow]}));
    expect(await standing()).toEqual([]);
    expect(await standing('../other/place')).toHaveLength(1);
  });

  it('is no report, and leaves the reports as they are', async () => {
    await writeReport(state(), report({findings: [slow]}));
    expect((await readReports(state())).map(({runId}) => runId)).toEqual(['aaaa']);
  });

  it('is left out where its file is damaged: a look does not fail for it', async () => {
    await writeReport(state(), report({findings: [slow]}));
    const directory = join(state(), 'drills', 'last', 'test');
    for (const name of await readdir(directory)) await writeFile(join(directory, name), '{"schema":1,');
    expect(await readLastDrills(state(), 'test')).toEqual([]);
  });
});

describe('a judgement with it', () => {
  const config = configOf();
  const judged = judge({snapshot: healthy(config), config, history: []});

  it('is as good as without: the verdict is about the cluster as it is now', async () => {
    await writeReport(state(), report({findings: [slow]}));
    const told = withStanding(judged, await standing());
    expect(told.level).toBe(judged.level);
    expect(told.services).toEqual(judged.services);
    expect(told.findings.map(({code}) => code)).toContain('DrillRtoDisagrees');
  });

  it('is the same where nothing stands', () => {
    expect(withStanding(judged, [])).toBe(judged);
  });
});

describe('the console', () => {
  it('shows what was read last, and reads again when that is old', async () => {
    const answers: (readonly Finding[])[] = [[slow], []];
    let reads = 0;
    const drills = new StandingDrills(
      async () => answers[reads++] ?? [],
      () => undefined,
    );
    expect(drills.at(0)).toEqual([]);
    await Promise.resolve();
    expect(drills.at(1_000)).toEqual([slow]);
    expect(reads).toBe(1);
    drills.at(10_000);
    await Promise.resolve();
    expect(drills.at(10_001)).toEqual([]);
    expect(reads).toBe(2);
  });

  it('tells a read that failed, and keeps what it had', async () => {
    const failures: unknown[] = [];
    const drills = new StandingDrills(
      () => Promise.reject(new Error('disk')),
      (thrown) => failures.push(thrown),
    );
    drills.at(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toHaveLength(1);
    expect(drills.at(1)).toEqual([]);
  });
});
