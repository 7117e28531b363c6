// History from the local Prometheus: metrics of our own table alone, a bounded number of points, never a query of the client's.

import {z} from 'zod';
import {WebRefusal} from '../app/web-refusal.ts';
import type {Metric} from './metric-table.ts';
import {metrics} from './metric-table.ts';

const mostPoints = 600;
const mostHistorySeries = 200;
/** The interval at which Prometheus asks (templates/web/prometheus.yml.eta). */
const scrapeSeconds = 15;
const timeoutMs = 5_000;
const longestSpanSeconds = 400 * 24 * 3600;

export const historyQuery = z.object({
  metric: z.string().max(80),
  /** Seconds since 1970. */
  from: z.coerce.number().positive(),
  to: z.coerce.number().positive(),
  points: z.coerce.number().int().min(2).max(mostPoints).default(240),
  /** `label:value`, several separated by commas: `controller:server1,kind:used`. */
  where: z
    .string()
    .max(500)
    .regex(/^([a-z_]+:[\w./ -]+)(,[a-z_]+:[\w./ -]+)*$/)
    .optional(),
});

export type HistoryAnswer = {
  readonly metric: string;
  readonly step: number;
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    /** Seconds since 1970 and the value; null: Prometheus has a value that is no number. */
    readonly points: readonly (readonly [number, number | null])[];
  }[];
  /** More series than are given out. */
  readonly leftOut: number;
};

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(
      z.object({metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()]))}),
    ),
  }),
});

/** What is asked of Prometheus. */
export type HistoryQuestion = {
  readonly metric: string;
  readonly promQl: string;
  /** Seconds since 1970, both at whole steps. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
};

/**
 * Begins and ends at whole steps: a chart's points stay where they are when it is asked again, and everybody who looks at the last hour
 * within the same step asks the same. Throws `metric-unknown`, `input-invalid`.
 */
export function historyQuestion(query: z.output<typeof historyQuery>): HistoryQuestion {
  const {metric, from, to, points} = query;
  if (!(from < to && to - from <= longestSpanSeconds))
    throw new WebRefusal('input-invalid', {
      field: 'from',
      why: 'a span of at most 400 days, its end after its beginning',
    });
  const step = Math.max(scrapeSeconds, Math.ceil((to - from) / points));
  const whole = (at: number): number => Math.floor(at / step) * step;
  return {metric, promQl: promQl(query, step), start: whole(from), end: whole(to), step};
}

/** Rejects with `history-away`. */
export async function askHistory(
  {metric: name, promQl: query, start, end, step}: HistoryQuestion,
  prometheus: {readonly url: string; readonly node: string},
): Promise<HistoryAnswer> {
  const url = new URL('/api/v1/query_range', prometheus.url);
  url.search = new URLSearchParams({
    query,
    start: String(start),
    end: String(end),
    step: String(step),
  }).toString();
  const {data} = await askPrometheus(url, prometheus.node);
  const {labels} = metricNamed(name);
  const series = data.result.slice(0, mostHistorySeries).map(({metric, values}) => ({
    labels: Object.fromEntries(Object.entries(metric).filter(([label]) => labels.includes(label))),
    points: values.map(([at, value]) => [at, Number.isFinite(Number(value)) ? Number(value) : null] as const),
  }));
  return {metric: name, step, series, leftOut: Math.max(0, data.result.length - mostHistorySeries)};
}

/** Made from our own names and from label values of a closed form: nothing of the client's is language there. */
export function promQl({metric: name, where}: z.output<typeof historyQuery>, step: number): string {
  const metric = metricNamed(name);
  const wanted = (where === undefined ? [] : where.split(',')).map((each) => {
    const at = each.indexOf(':');
    const label = each.slice(0, at);
    if (!metric.labels.includes(label))
      throw new WebRefusal('input-invalid', {field: 'where', why: `${name} has no label ${label}`});
    return `${label}="${each.slice(at + 1)}"`;
  });
  const selector = `${name}{${wanted.join(',')}}`;
  return metric.type === 'counter' ? `rate(${selector}[${Math.max(4 * scrapeSeconds, step)}s])` : selector;
}

function metricNamed(name: string): Metric {
  const found = metrics.find((metric) => metric.name === name);
  if (found === undefined) throw new WebRefusal('metric-unknown', {name: name.slice(0, 80)});
  return found;
}

async function askPrometheus(url: URL, node: string): Promise<z.output<typeof answerSchema>> {
  try {
    const response = await fetch(url, {signal: AbortSignal.timeout(timeoutMs)});
    return answerSchema.parse(await response.json());
  } catch (cause) {
    throw new WebRefusal(
      'history-away',
      {node, why: cause instanceof Error ? cause.message.slice(0, 200) : ''},
      {cause},
    );
  }
}
