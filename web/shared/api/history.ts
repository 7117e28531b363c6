// History of a metric, as Prometheus on the controllers kept it.

import type {Question} from './ask.ts';
import type {Of, Shape} from './shape.ts';
import {list, Misfit, nullable, number, object, orElse, record, string} from './shape.ts';

/** Seconds since 1970, and the value; null: no number. */
type Point = readonly [number, number | null];

const point: Shape<Point> = (value, where) => {
  if (!Array.isArray(value) || value.length !== 2) throw new Misfit(where, 'a point');
  return [number(value[0], where), nullable(number)(value[1], where)];
};

const history = object({
  metric: string,
  /** Seconds between two points. */
  step: number,
  series: list(object({labels: record(string), points: list(point)})),
  leftOut: orElse(number, 0),
});

export type History = Of<typeof history>;

export type HistoryAsked = {
  readonly metric: string;
  /** `label:value`, several separated by commas. */
  readonly where: string | null;
  readonly from: number;
  readonly to: number;
};

export function askHistory({metric, where, from, to}: HistoryAsked): Question<History> {
  const query = new URLSearchParams({metric, from: String(from), to: String(to), points: '240'});
  if (where !== null) query.set('where', where);
  return {path: `/api/monitoring/history?${query}`, shape: history};
}
