// The monitoring world's levels and how they roll up.

export const levels = ['ok', 'warning', 'critical', 'unknown'] as const;

/** A verdict. `unknown` is never ok: silence is not health. Exit codes 0–3 in this order. */
export type Level = (typeof levels)[number];

/** What a finding may be: a verdict's level, or `info`, which has no say in any verdict. */
export type FindingLevel = Level | 'info';

/** What one controller's cell says: a verdict, or `none` where the service is not enabled or not deployed there. */
export type CellLevel = Level | 'none';

const weight: Readonly<Record<FindingLevel | 'none', number>> = {
  critical: 4,
  unknown: 3,
  warning: 2,
  ok: 1,
  info: 0,
  none: 0,
};

/** Worst of the given levels: critical > unknown > warning > ok (DESIGN §3). Nothing at all rolls up to ok. */
export function rollUp(given: Iterable<FindingLevel | 'none'>): Level {
  let worst: Level = 'ok';
  for (const level of given) {
    if (level !== 'info' && level !== 'none' && weight[level] > weight[worst]) worst = level;
  }
  return worst;
}

/** Sorts worst first; `info` last. */
export function compareLevels(a: FindingLevel, b: FindingLevel): number {
  return weight[b] - weight[a];
}

/** Exit code of a look (DESIGN §4). */
export function exitCodeOf(level: Level): 0 | 1 | 2 | 3 {
  return ({ok: 0, warning: 1, critical: 2, unknown: 3} as const)[level];
}
