// The metrics in the text format of Prometheus, with a bound on how many series one metric may have.

import {Counter, Gauge, Registry} from 'prom-client';
import type {InternalSnapshot} from '../realtime/serve-internal.ts';
import type {Metric} from './metric-table.ts';
import {metrics} from './metric-table.ts';

/** A hundred controllers with forty facts each; beyond that something names series that should not. */
export const mostSeries = 4_000;
const longestLabel = 120;

export const leftOutName = 'hpcha_series_left_out';
export const upName = 'hpcha_up';

/** `now` undefined: realtime did not answer. Then only that is said: an old figure would look like a new one. */
export async function metricsText(
  now: InternalSnapshot | undefined,
  at: number,
): Promise<{text: string; type: string}> {
  const registry = new Registry();
  new Gauge({
    name: upName,
    help: '1: this controller knows the cluster; 0: its service realtime does not answer, and nothing else is told.',
    registers: [registry],
  }).set(Number(now !== undefined));
  if (now !== undefined) {
    const leftOut = metrics.map((metric) => add(registry, metric, now, at)).reduce((sum, each) => sum + each, 0);
    new Gauge({
      name: leftOutName,
      help: 'Series that were left out because a metric had more than is allowed.',
      registers: [registry],
    }).set(leftOut);
  }
  return {text: await registry.metrics(), type: registry.contentType};
}

/** How many series were left out. */
function add(registry: Registry, metric: Metric, now: InternalSnapshot, at: number): number {
  const {name, help, labels: labelNames, samples} = metric;
  const all = samples(now, at);
  const options = {name, help, labelNames: [...labelNames], registers: [registry]};
  const gauge = metric.type === 'gauge' ? new Gauge(options) : undefined;
  const counter = metric.type === 'counter' ? new Counter(options) : undefined;
  for (const {labels, value} of all.slice(0, mostSeries)) {
    const bounded = Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, text.slice(0, longestLabel)]));
    gauge?.set(bounded, value);
    counter?.inc(bounded, value);
  }
  return Math.max(0, all.length - mostSeries);
}
