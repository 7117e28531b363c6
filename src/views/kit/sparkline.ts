// A sparkline and a bar: figures as a line of signs, in Unicode and in ASCII.

import type {Style} from './style.ts';

/**
 * Exactly `width` signs, the newest at the right; moments before the first value are blank, moments that nobody saw have a
 * sign of their own. Several values that share a sign show the largest: a peak is never lost. `most`: the value of the
 * highest sign; by default the largest value, so that only the shape is told.
 */
export function sparkline(values: readonly (number | null)[], width: number, style: Style, most?: number): string {
  const {spark, gap} = style.glyphs;
  const bins = binned(values, width);
  const top = most ?? Math.max(0, ...bins.map((value) => value ?? 0));
  const signs = bins.map((value) => {
    if (value === null) return gap;
    const height = top <= 0 ? 0 : Math.ceil((Math.min(value, top) / top) * (spark.length - 1));
    return spark[Math.max(0, height)] ?? gap;
  });
  return signs.join('').padStart(width);
}

function binned(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  const each = Math.ceil(values.length / Math.max(1, width));
  if (each <= 1) return values;
  // Counted from the newest, so that the last sign always stands for now.
  const bins: (number | null)[] = [];
  for (let end = values.length; end > 0; end -= each) bins.unshift(largest(values.slice(Math.max(0, end - each), end)));
  return bins;
}

function largest(values: readonly (number | null)[]): number | null {
  const seen = values.filter((value) => value !== null);
  return seen.length === 0 ? null : Math.max(...seen);
}

/** Exactly `width` signs of which `share` (0…1) are full; anything above nothing fills at least one. */
export function bar(share: number, width: number, style: Style): string {
  const whole = Math.round(Math.min(1, Math.max(0, share)) * width);
  const filled = share > 0 ? Math.max(1, whole) : 0;
  return style.glyphs.full.repeat(filled) + style.glyphs.empty.repeat(width - filled);
}
