// What the figures of a drill are found to mean: predictions, aims, and writes that are gone (ha-operations §8.2, §8.4).

import {describe, expect, it} from 'vitest';
import type {Attempt} from '../../../src/model/drill/attempt.ts';
import type {DrillSpec, StreamSpec} from '../../../src/model/drill/drill.ts';
import type {FinalReads} from '../../../src/model/drill/loss.ts';
import {isFailed, reportFindings, serviceReports} from '../../../src/model/drill/report.ts';
import {buildDrillSpec} from '../../state/builders/drill.ts';

const moments = {injectAt: 10_000, restoreAt: 30_000, greenAt: 40_000, endAt: 45_000};
const built = buildDrillSpec();

function streamOf(service: StreamSpec['service'], vantage: StreamSpec['vantage']): StreamSpec {
  const known = built.streams.find((each) => each.service === service && each.vantage === vantage);
  if (known === undefined) throw new Error(`nobody watches ${service} from ${vantage}`);
  return known;
}

const here = streamOf('mariadb', 'console');
const there = streamOf('mariadb', 'controller');
const spec: DrillSpec = {...built, streams: [here, there], predicted: {mariadb: 2_000}, aims: {mariadb: 5_000}};

/** An attempt every tenth of a second, none of which is acknowledged for so long after the fault. */
function attempts(outageMs: number, stream = here.id): readonly Attempt[] {
  return Array.from({length: 450}, (_, index): Attempt => {
    const from = index * 100;
    const out = from >= moments.injectAt && from < moments.injectAt + outageMs;
    return {stream, seq: index + 1, from, to: from + 5, result: out ? 'fail' : 'ok'};
  });
}

type Given = {readonly spec?: DrillSpec; readonly reads?: FinalReads; readonly controllerWatched?: boolean};

function found(list: readonly Attempt[], {spec: given = spec, reads, controllerWatched = false}: Given = {}) {
  const measured = {spec: given, moments, attempts: list, controllerWatched};
  const {services} = serviceReports({...measured, reads: reads === undefined ? {} : {mariadb: reads}});
  return reportFindings(given, services);
}

const codes = (findings: ReturnType<typeof found>) =>
  findings.map(({level, code, where}) => `${level} ${code} ${where}`);

describe('recovery', () => {
  it('that never came is critical, for the service, on the target', () => {
    const findings = found(attempts(60_000));
    expect(codes(findings)).toEqual([`critical DrillNotRecovered ${spec.target}`]);
    expect(findings[0]).toMatchObject({service: 'mariadb', params: {service: 'mariadb', drill: 'D14'}});
  });

  it('that was not watched at all is not taken for one without interruption', () => {
    expect(codes(found([]))).toEqual([`critical DrillNotRecovered ${spec.target}`]);
  });

  it('that one of two vantages did not see is none', () => {
    const both = [...attempts(1_000), ...attempts(60_000, there.id)];
    expect(codes(found(both, {controllerWatched: true}))).toEqual([`critical DrillNotRecovered ${spec.target}`]);
    expect(found(both)).toEqual([]);
  });

  it('that took half as long again as predicted, and half a second more, disagrees with the prediction: a warning', () => {
    expect(found(attempts(3_400))).toEqual([]);
    const findings = found(attempts(3_600));
    expect(codes(findings)).toEqual([`warning DrillRtoDisagrees ${spec.target}`]);
    expect(findings[0]?.params).toMatchObject({measured: '3.6 s', predicted: '2.0 s'});
  });

  it('that took longer than aimed at is a warning of its own', () => {
    const unpredicted: DrillSpec = {...spec, predicted: {}};
    expect(found(attempts(4_900), {spec: unpredicted})).toEqual([]);
    const findings = found(attempts(5_000), {spec: unpredicted});
    expect(codes(findings)).toEqual([`warning DrillRtoOverAim ${spec.target}`]);
    expect(findings[0]?.params).toMatchObject({measured: '5.0 s', aim: '5.0 s'});
    expect(codes(found(attempts(7_000)))).toEqual([
      `warning DrillRtoDisagrees ${spec.target}`,
      `warning DrillRtoOverAim ${spec.target}`,
    ]);
  });
});

describe('acknowledged writes', () => {
  const list = attempts(1_000);
  const acked = list.filter(({result}) => result === 'ok').map(({stream, seq}) => `${stream}#${seq}`);
  const short = {n1: acked, n2: acked.slice(2)};

  it('that a node lacks are lost: critical where nothing may be, a warning where some may', () => {
    const findings = found(list, {reads: short});
    expect(codes(findings)).toEqual([`critical DrillWritesLost ${spec.target}`]);
    expect(findings[0]?.params).toMatchObject({lost: 2, acked: acked.length});
    expect(codes(found(list, {reads: short, spec: {...spec, lossless: []}}))).toEqual([
      `warning DrillWritesLost ${spec.target}`,
    ]);
  });

  it('that could not be read anywhere are not taken for kept: unknown', () => {
    const findings = found(list, {reads: {}});
    expect(codes(findings)).toEqual([`unknown DrillWritesUnread ${spec.target}`]);
    expect(isFailed(spec, findings)).toBe(true);
    expect(isFailed({...spec, lossless: []}, findings)).toBe(false);
    expect(found(list)).toEqual([]);
  });

  it('that every node has are not, nor are those that were never acknowledged', () => {
    expect(found(list, {reads: {n1: acked, n2: acked}})).toEqual([]);
  });
});
