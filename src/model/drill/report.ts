// The report of a drill: what was done, measured and predicted, as data (JSON) from which the Markdown is made.

import type {Finding} from '../finding.ts';
import type {HostName} from '../service.ts';
import type {Attempt} from './attempt.ts';
import type {CanaryService, DrillClass, DrillSpec, DrillState, StreamSpec} from './drill.ts';
import {compareReads, type FinalReads, type Loss} from './loss.ts';
import {type Moments, measureStream, type StreamMeasure} from './measure.ts';
import {type Timeline, timelineOf} from './timeline.ts';

export type StreamReport = StreamSpec & {readonly measure: StreamMeasure};

export type ServiceReport = {
  readonly service: CanaryService;
  /** Worst stream of each vantage; 0 not interrupted, null did not come back; absent: not watched from there. */
  readonly rtoMs: {readonly console?: number | null; readonly controller?: number | null};
  readonly predictedMs: number | null;
  readonly aimMs: number | null;
  /** null: this service's canary writes nothing (the address), or nothing could be read at the end. */
  readonly loss: {
    readonly acked: number;
    readonly lost: number;
    readonly unexpected: number;
    readonly recovered: number;
    readonly differ: boolean;
    readonly firstLost: readonly string[];
  } | null;
  /** Writes were acknowledged and no node could be read at the end: whether they are there is not known. */
  readonly unread?: true;
  readonly failbacks: number;
};

export type DrillReport = {
  readonly schema: 1;
  readonly runId: string;
  readonly drill: string;
  readonly class: DrillClass;
  readonly title: string;
  readonly cluster: string;
  readonly target: HostName;
  /** null: only this machine watched, and `vantageWhy` says why. */
  readonly vantage: HostName | null;
  readonly vantageWhy: string | null;
  readonly startedAt: string;
  readonly by: string;
  readonly reason: string | null;
  readonly result: 'passed' | 'failed' | 'aborted';
  readonly states: readonly {readonly state: DrillState; readonly at: number}[];
  readonly moments: Moments;
  /** From restore, and from the fault, until everything was green. */
  readonly healMs: number | null;
  readonly outageMs: number | null;
  readonly services: readonly ServiceReport[];
  readonly streams: readonly StreamReport[];
  readonly findings: readonly Finding[];
  /** What was seen from the fault until all was green: codes of findings, when first. */
  readonly seen: readonly {readonly code: string; readonly where: string; readonly at: number}[];
  readonly timeline: Timeline;
  /** What else was true of the measuring: load of this machine, clock mapping of the second vantage. */
  readonly conditions: Readonly<Record<string, string | number>>;
};

export type Measured = {
  readonly spec: DrillSpec;
  readonly moments: Moments;
  readonly attempts: readonly Attempt[];
  readonly reads: Readonly<Partial<Record<CanaryService, FinalReads>>>;
  readonly controllerWatched: boolean;
};

export function serviceReports({spec, moments, attempts, reads, controllerWatched}: Measured): {
  readonly services: readonly ServiceReport[];
  readonly streams: readonly StreamReport[];
} {
  const byStream = Map.groupBy(attempts, ({stream}) => stream);
  const watched = spec.streams.filter(({vantage}) => vantage === 'console' || controllerWatched);
  const streams = watched.map((stream): StreamReport => {
    const measure = measureStream(byStream.get(stream.id) ?? [], stream.periodMs, moments);
    return {...stream, measure};
  });
  const byService = Map.groupBy(streams, ({service}) => service);
  const services = [...byService].map(([service, list]): ServiceReport => {
    const own = list.flatMap(({id}) => byStream.get(id) ?? []);
    const finals = reads[service];
    const loss = finals === undefined ? null : compareReads(own, finals);
    return {
      service,
      rtoMs: {...worstOf(list, 'console'), ...worstOf(list, 'controller')},
      predictedMs: spec.predicted[service] ?? null,
      aimMs: spec.aims[service] ?? null,
      loss: loss === null ? null : lossCounts(loss),
      ...(finals !== undefined && loss === null && own.some(({result}) => result === 'ok') ? {unread: true} : {}),
      failbacks: Math.max(0, ...list.map(({measure}) => measure.failbacks.length)),
    };
  });
  return {services, streams};
}

function worstOf(list: readonly StreamReport[], vantage: 'console' | 'controller') {
  const values = list.filter((each) => each.vantage === vantage).map(({measure}) => measure.rtoMs);
  if (values.length === 0) return {};
  return {[vantage]: values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0))};
}

function lossCounts({acked, lost, unexpected, recovered, differ}: Loss): ServiceReport['loss'] {
  const counts = {acked, lost: lost.length, unexpected: unexpected.length, recovered: recovered.length};
  return {...counts, differ, firstLost: lost.slice(0, 10)};
}

/** The worst recovery time of a service over its vantages. */
export function worstRto({rtoMs}: ServiceReport): number | null {
  const values = Object.values(rtoMs);
  return values.includes(null) ? null : Math.max(0, ...values.map((value) => value ?? 0));
}

/** What the figures mean: disagreement with the prediction, aims missed, writes lost (ha-operations §8.4). */
export function reportFindings(spec: DrillSpec, services: readonly ServiceReport[]): readonly Finding[] {
  return services.flatMap((service) => [...rtoFindings(spec, service), ...lossFindings(spec, service)]);
}

function rtoFindings({drill, target}: DrillSpec, report: ServiceReport): readonly Finding[] {
  const {service, predictedMs, aimMs} = report;
  const rto = worstRto(report);
  const base = {where: target, service};
  if (rto === null) return [{code: 'DrillNotRecovered', level: 'critical', ...base, params: {service, drill}}];
  const found: Finding[] = [];
  const shown = {service, drill, measured: seconds(rto)};
  if (predictedMs !== null && rto > predictedMs * 1.5 + 500) {
    found.push({
      code: 'DrillRtoDisagrees',
      level: 'warning',
      ...base,
      params: {...shown, predicted: seconds(predictedMs)},
    });
  }
  if (aimMs !== null && rto > aimMs) {
    found.push({code: 'DrillRtoOverAim', level: 'warning', ...base, params: {...shown, aim: seconds(aimMs)}});
  }
  return found;
}

function lossFindings({drill, target, lossless}: DrillSpec, report: ServiceReport): readonly Finding[] {
  const {service, loss} = report;
  const base = {where: target, service};
  if (report.unread === true) return [{code: 'DrillWritesUnread', level: 'unknown', ...base, params: {service, drill}}];
  if (loss === null) return [];
  const level = lossless.includes(service) ? 'critical' : 'warning';
  return [
    ...(loss.lost > 0
      ? [
          {
            code: 'DrillWritesLost',
            level,
            ...base,
            params: {service, drill, lost: loss.lost, acked: loss.acked},
          } as const,
        ]
      : []),
    ...(loss.unexpected > 0
      ? [
          {
            code: 'DrillUnexpectedWrites',
            level: 'critical',
            ...base,
            params: {service, drill, count: loss.unexpected},
          } as const,
        ]
      : []),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`;
}

/** Passed is what came back in time, lost nothing that must not be lost, and is known to have lost nothing. */
export function isFailed({lossless}: DrillSpec, findings: readonly Finding[]): boolean {
  return findings.some(
    ({level, code, service}) =>
      level === 'critical' ||
      code === 'DrillRtoOverAim' ||
      (code === 'DrillWritesUnread' && lossless.some((each) => each === service)),
  );
}

/** From five seconds before the fault to the last canary. */
export function reportTimeline(streams: readonly string[], attempts: readonly Attempt[], moments: Moments): Timeline {
  const from = Math.max(0, (moments.injectAt ?? 0) - 5_000);
  const to = moments.endAt;
  return timelineOf(streams, attempts, {from, to}, 96);
}
