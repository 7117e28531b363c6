// A fact's title and value in the reader's words: the console's own titles and units.

import type {Language} from '../../../src/model/message.ts';
import {formatAge, formatBytes, formatCount, formatDuration} from '../../../src/model/quantity.ts';
import {textIfAny, textOf} from '../words/catalogue.ts';

export type Fact = string | number | boolean | null;

/** `fact.redis.lag`, else `fact.lag`, else `lastCommitted` as `last committed`. */
export function factTitle(service: string, key: string, language: Language): string {
  // A controller with two Redis instances tells the second one's facts under the same names.
  if (key.startsWith('second.')) {
    return textOf(language, 'fact.second', {title: factTitle(service, key.slice('second.'.length), language)});
  }
  return textIfAny(language, `fact.${service}.${key}`) ?? textIfAny(language, `fact.${key}`) ?? asWords(key);
}

/** Units are said with the value, so the ending that names one goes. */
function asWords(key: string): string {
  return key
    .replace(/(Bytes|_bytes|Percent|_percent|Seconds|_seconds|Ms|_ms)$/, '')
    .replace(/[_.]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** Never an empty place: what is not known is a dash. */
export function factValue(key: string, value: Fact | undefined, language: Language): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return textOf(language, value ? 'fact-value.yes' : 'fact-value.no');
  // Seqnos have 64 bits and come as text; they are grouped like any other count.
  if (typeof value === 'string') return /^\d{5,}$/.test(value) ? value.replace(/\B(?=(\d{3})+(?!\d))/g, ' ') : value;
  return withUnit(key, value);
}

function withUnit(key: string, value: number): string {
  if (/_?bytes$/i.test(key)) return formatBytes(value);
  if (/_?percent$/i.test(key)) return `${formatCount(Math.round(value * 10) / 10)} %`;
  if (/(_ms|Ms)$/.test(key)) return `${formatCount(Math.round(value * 100) / 100)} ms`;
  if (/age_?seconds$/i.test(key)) return formatAge(value * 1000);
  if (/_?seconds$/i.test(key)) return formatDuration(value * 1000);
  return formatCount(Math.round(value * 100) / 100);
}
