// Puts a drill's report together from what was measured, and judges it.

import {availableParallelism, loadavg} from 'node:os';
import type {Attempt} from '../../model/drill/attempt.ts';
import type {CanaryService, DrillSpec, DrillState} from '../../model/drill/drill.ts';
import type {FinalReads} from '../../model/drill/loss.ts';
import type {Moments} from '../../model/drill/measure.ts';
import type {DrillReport} from '../../model/drill/report.ts';
import {isFailed, reportFindings, reportTimeline, serviceReports} from '../../model/drill/report.ts';
import type {Finding} from '../../model/finding.ts';
import {sortFindings} from '../../model/finding.ts';
import type {DrillDeps} from './drill-deps.ts';

export type ReportInput = {
  readonly spec: DrillSpec;
  readonly deps: DrillDeps;
  readonly moments: Moments;
  readonly attempts: readonly Attempt[];
  readonly reads: Readonly<Partial<Record<CanaryService, FinalReads>>>;
  readonly states: readonly {readonly state: DrillState; readonly at: number}[];
  readonly seen: DrillReport['seen'];
  readonly findings: readonly Finding[];
  readonly startedAt: string;
  /** It was ended before its time, after something was broken. */
  readonly aborted: boolean;
  readonly vantageWhy: string | null;
  readonly clockOffset: number | null;
  readonly dropped: number;
};

/** Passed: back by itself, nothing lost that must not be (or not known to be there), no aim missed. */
export function composeReport(input: ReportInput): DrillReport {
  const {spec, deps, moments, attempts, vantageWhy} = input;
  const measured = {spec, moments, attempts, reads: input.reads, controllerWatched: vantageWhy === null};
  const {services, streams} = serviceReports(measured);
  const oneEye: readonly Finding[] =
    vantageWhy === null
      ? []
      : [{code: 'DrillOneVantage', level: 'info', where: spec.target, params: {drill: spec.drill, why: vantageWhy}}];
  const findings = sortFindings([...input.findings, ...reportFindings(spec, services), ...oneEye, ...busy(spec)]);
  const bad = isFailed(spec, findings);
  const {injectAt, restoreAt, greenAt} = moments;
  return {
    ...{schema: 1, runId: deps.runId, drill: spec.drill, class: spec.class, title: spec.title, cluster: deps.cluster},
    ...{target: spec.target, vantage: vantageWhy === null ? spec.vantage : null, vantageWhy},
    ...{
      startedAt: input.startedAt,
      by: deps.by,
      reason: deps.reason,
      result: input.aborted ? 'aborted' : bad ? 'failed' : 'passed',
    },
    ...{states: input.states, moments, services, streams, findings, seen: input.seen},
    healMs: greenAt === null || restoreAt === null ? null : Math.round(greenAt - restoreAt),
    outageMs: greenAt === null || injectAt === null ? null : Math.round(greenAt - injectAt),
    timeline: reportTimeline(
      streams.map(({id}) => id),
      attempts,
      moments,
    ),
    conditions: {
      'load of this machine': loadavg()
        .map((load) => load.toFixed(1))
        .join(' '),
      attempts: attempts.length,
      ...Object.fromEntries(
        Object.entries(spec.unwatched ?? {}).map(([service, why]) => [service, `not watched: ${why}`]),
      ),
      ...(input.dropped === 0 ? {} : {'attempts not kept': input.dropped}),
      ...(input.clockOffset === null ? {} : {'clock of the second vantage': 'mapped by its shortest message'}),
    },
  };
}

/** Processes that wait for each processor of this machine, from which on its canaries are late by themselves. */
const busyPerProcessor = 4;

/** Its own canaries, and in a lab everything else too, are then as slow as this machine. */
function busy({drill, target}: DrillSpec): readonly Finding[] {
  const [load = 0] = loadavg();
  const processors = availableParallelism();
  if (load < busyPerProcessor * processors) return [];
  const params = {drill, load: load.toFixed(0), processors};
  return [{code: 'DrillBusyMachine', level: 'info', where: target, params}];
}
