// How figures went lately: ring buffers of fixed size, one a figure, folded from judgements. Pure.

import type {Instant} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {Judgement} from '../model/verdict.ts';

/** A point every ten seconds for a quarter of an hour: as long as the judges' own memory (snapshot-history.ts). */
export const stepMs = 10_000;
export const points = 90;

/**
 * The last points, oldest first, at most `points` of them; the last one stands for the step that `step` names. null: not
 * seen in that step, which is drawn as a gap and never as 0.
 */
export type Series = {readonly step: number; readonly values: readonly (number | null)[]};

/** By `service.figure@host`, or `service.figure@cluster`. */
export type AllSeries = {
  readonly series: Readonly<Record<string, Series>>;
  /** The last counts of what only grows, to make rates of. */
  readonly counts: Readonly<Record<string, {readonly at: Instant; readonly count: number}>>;
};

export const noSeries: AllSeries = {series: {}, counts: {}};

type Figure = {
  readonly service: ServiceId;
  readonly key: string;
  readonly of: 'host' | 'cluster';
  /** `count`: it only grows; its rate a second is kept. */
  readonly kind: 'gauge' | 'count';
};

/** What is worth a history. Each has one series a controller, or one for the cluster: their number is fixed. */
const figures: readonly Figure[] = [
  {service: 'glusterfs', key: 'heal_pending', of: 'cluster', kind: 'gauge'},
  {service: 'mariadb', key: 'last_committed', of: 'host', kind: 'count'},
  {service: 'mariadb', key: 'flow_control_percent', of: 'host', kind: 'gauge'},
  {service: 'mariadb', key: 'recv_queue', of: 'host', kind: 'gauge'},
  {service: 'redis', key: 'opsPerSecond', of: 'host', kind: 'gauge'},
  {service: 'redis', key: 'lagBytes', of: 'host', kind: 'gauge'},
  {service: 'slurm', key: 'dbdQueue', of: 'cluster', kind: 'gauge'},
  {service: 'slurm', key: 'jobsRunning', of: 'cluster', kind: 'gauge'},
  {service: 'slurm', key: 'jobsPending', of: 'cluster', kind: 'gauge'},
  {service: 'host', key: 'load1', of: 'host', kind: 'gauge'},
  {service: 'host', key: 'memory_available_percent', of: 'host', kind: 'gauge'},
];

export function seriesKey(service: ServiceId, figure: string, host: HostName | 'cluster'): string {
  return `${service}.${figure}@${host}`;
}

/** The series so far with what this judgement saw. Within one step the newest value counts. */
export function recordSeries(before: AllSeries, judgement: Judgement): AllSeries {
  const series: Record<string, Series> = {...before.series};
  const counts: Record<string, {readonly at: Instant; readonly count: number}> = {...before.counts};
  const step = Math.floor(judgement.at / stepMs);
  for (const figure of figures) {
    for (const [host, seen] of samplesOf(judgement, figure)) {
      const key = seriesKey(figure.service, figure.key, host);
      const at = seen.at ?? judgement.at;
      let value = seen.value;
      if (figure.kind === 'count') {
        const last = counts[key];
        const again = last !== undefined && at - last.at < stepMs / 2;
        if (again) continue;
        if (value !== null) counts[key] = {at, count: value};
        value = rateOf(last, value, at);
      }
      series[key] = withPoint(series[key], step, value);
    }
  }
  return {series, counts};
}

type Sample = {readonly value: number | null; readonly at: Instant | null};

function samplesOf({services}: Judgement, {service, key, of}: Figure): readonly (readonly [string, Sample])[] {
  const verdict = services[service];
  if (of === 'cluster') return [['cluster', {value: numberOf(verdict.facts[key]), at: null}]];
  return Object.entries(verdict.controllers).map(([host, cell]): readonly [string, Sample] => {
    const value = cell.reading === 'seen' ? numberOf(cell.facts?.[key]) : null;
    return [host, {value, at: cell.reading === 'seen' ? cell.at : null}];
  });
}

/** Seqnos come as text because they have 64 bits; as far as a rate goes a number is near enough. */
function numberOf(fact: string | number | boolean | null | undefined): number | null {
  if (typeof fact === 'number') return fact;
  return typeof fact === 'string' && /^\d+$/.test(fact) ? Number(fact) : null;
}

/** A second; null without two counts, or where it fell: then it was counted anew. */
function rateOf(
  last: {readonly at: Instant; readonly count: number} | undefined,
  count: number | null,
  at: Instant,
): number | null {
  if (last === undefined || count === null || count < last.count || at <= last.at) return null;
  return (1000 * (count - last.count)) / (at - last.at);
}

function withPoint(series: Series | undefined, step: number, value: number | null): Series {
  if (series === undefined || step - series.step >= points || step < series.step) return {step, values: [value]};
  if (step === series.step)
    return {step, values: [...series.values.slice(0, -1), value ?? series.values.at(-1) ?? null]};
  const gap = Array.from({length: step - series.step - 1}, () => null);
  return {step, values: [...series.values, ...gap, value].slice(-points)};
}

/** The values of a series, oldest first; [] where there is none. */
export function seriesOf(
  all: AllSeries,
  service: ServiceId,
  figure: string,
  host: HostName | 'cluster',
): Series['values'] {
  return all.series[seriesKey(service, figure, host)]?.values ?? [];
}

/** The newest value that was seen; null: none. */
export function newestOf(values: Series['values']): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

export type Trend =
  | {readonly kind: 'unknown'}
  | {readonly kind: 'level'}
  | {readonly kind: 'rising'; readonly perSecond: number}
  /** `etaSeconds`: when it reaches 0 if it goes on like that. */
  | {readonly kind: 'falling'; readonly perSecond: number; readonly etaSeconds: number};

/** At least half a minute must have been seen before anybody dares to say when it ends. */
const leastPoints = 4;
/** Only the last two minutes count: a heal that has slowed down is not promised to end as it began. */
const trendPoints = 12;

/** Where the values go: the slope over the last two minutes, from the first to the last value that was seen in them. */
export function trendOf(values: Series['values']): Trend {
  const recent = values.slice(-trendPoints);
  const seen = recent.flatMap((value, index) => (value === null ? [] : [{value, index}]));
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || last.index - first.index + 1 < leastPoints) return {kind: 'unknown'};
  const perSecond = (last.value - first.value) / (((last.index - first.index) * stepMs) / 1000);
  if (perSecond === 0) return {kind: 'level'};
  if (perSecond > 0) return {kind: 'rising', perSecond};
  return {kind: 'falling', perSecond: -perSecond, etaSeconds: last.value / -perSecond};
}
