// The title of a fact: from the catalogue, or its key written as words.

import type {ServiceId} from '../../model/service.ts';
import {uiTextIfAny} from '../../model/ui-text.ts';
import type {Style} from '../kit/style.ts';

/** `fact.redis.lag`, else `fact.lag`, else `lastCommitted` as `last committed`. */
export function factTitle(service: ServiceId, key: string, style: Style): string {
  // A controller with two Redis instances tells the second one's facts under the same names.
  if (key.startsWith('second.')) return style.say('fact.second', {title: factTitle(service, key.slice(7), style)});
  return (
    uiTextIfAny(style.language, `fact.${service}.${key}`) ?? uiTextIfAny(style.language, `fact.${key}`) ?? asWords(key)
  );
}

/** Units are said with the value, so the ending that names one goes. */
function asWords(key: string): string {
  return key
    .replace(/(Bytes|_bytes|Percent|_percent|Seconds|_seconds|Ms|_ms)$/, '')
    .replace(/[_.]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
