// A fact as text: with its unit, and never as an empty cell.

import {formatAge, formatBytes, formatCount, formatDuration} from '../../model/quantity.ts';
import type {Style} from '../kit/style.ts';
import type {Tone} from '../kit/theme.ts';

export type Fact = string | number | boolean | null;
export type Unit = 'text' | 'count' | 'bytes' | 'percent' | 'ms' | 'seconds' | 'age' | 'flag';

export type FactText = {readonly text: string; readonly tone: Tone};

/** `null` and `undefined`: there is no such fact there (no SQL error, no lag of a master). */
export function factValue(fact: Fact | undefined, unit: Unit, style: Style): FactText {
  if (fact === undefined) return {text: style.glyphs.dash, tone: 'dim'};
  if (fact === null) return {text: style.glyphs.dash, tone: 'dim'};
  if (typeof fact === 'boolean') return {text: style.say(fact ? 'fact-value.yes' : 'fact-value.no'), tone: 'plain'};
  if (typeof fact === 'string') return {text: textValue(fact, unit, style), tone: 'plain'};
  return {text: numberText(fact, unit), tone: 'plain'};
}

/** Seqnos are 64 bits wide and come as text; they are grouped like any other count. */
function textValue(fact: string, unit: Unit, style: Style): string {
  if (fact === '') return style.glyphs.dash;
  return unit === 'count' && /^\d{4,}$/.test(fact) ? fact.replace(/\B(?=(\d{3})+(?!\d))/g, ' ') : fact;
}

function numberText(value: number, unit: Unit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'percent':
      return `${formatCount(Math.round(value * 10) / 10)} %`;
    case 'ms':
      return `${formatCount(Math.round(value * 100) / 100)} ms`;
    case 'seconds':
      return formatDuration(value * 1000);
    case 'age':
      return formatAge(value * 1000);
    case 'count':
    case 'text':
    case 'flag':
      return formatCount(value);
  }
}
