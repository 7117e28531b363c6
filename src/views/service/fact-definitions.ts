// Which facts the service panes show first, in which order and unit. Facts that nobody named here follow by their key.

import type {ServiceId} from '../../model/service.ts';
import type {Unit} from './fact-value.ts';

export type FactDefinition = {
  readonly key: string;
  readonly unit: Unit;
  /** Also shown in the overview's cell where that is wide enough. */
  readonly brief?: true;
};

export const factDefinitions: Readonly<Record<ServiceId, readonly FactDefinition[]>> = {
  glusterfs: [],
  mariadb: [],
  redis: [],
  slurm: [],
  keepalived: [],
  web: [],
  host: [],
};

/** Endings that name a unit, for facts without a definition. */
const endings: readonly (readonly [RegExp, Unit])[] = [
  [/Bytes$/, 'bytes'],
  [/Percent$/, 'percent'],
  [/Ms$/, 'ms'],
  [/Age(Seconds)?$/, 'age'],
  [/Seconds$/, 'seconds'],
];

export function unitOf(key: string): Unit {
  return endings.find(([pattern]) => pattern.test(key))?.[1] ?? 'text';
}

/** The definitions of those keys: known ones in their order, then the others as they come. */
export function definitionsOf(service: ServiceId, keys: ReadonlySet<string>): readonly FactDefinition[] {
  const known = factDefinitions[service].filter((definition) => keys.has(definition.key));
  const named = new Set(known.map((definition) => definition.key));
  const others = [...keys].filter((key) => !named.has(key)).map((key) => ({key, unit: unitOf(key)}));
  return [...known, ...others];
}
