// How figures are read off a snapshot: verdicts as numbers, facts that are numbers, cells and readings with their labels.

import type {CellLevel, Level} from '../../model/level.ts';
import type {Reading} from '../../model/reading.ts';
import {seenValue} from '../../model/reading.ts';
import type {Cell} from '../../model/verdict.ts';
import type {InternalSnapshot} from '../realtime/serve-internal.ts';

export type Sample = {readonly labels: Readonly<Record<string, string>>; readonly value: number};

export const levelNumbers: Readonly<Record<Level, number>> = {ok: 0, warning: 1, critical: 2, unknown: 3};

/** `none` has no say, and so no sample. */
export function levelSample(level: CellLevel, labels: Readonly<Record<string, string>>): readonly Sample[] {
  return level === 'none' ? [] : [{labels, value: levelNumbers[level]}];
}

type Flat = Readonly<Record<string, string | number | boolean | null>>;

/** Numbers and yes/no alone: text in a label would make a new series of every word. */
export function factSamples(facts: Flat, labels: Readonly<Record<string, string>>): readonly Sample[] {
  return Object.entries(facts).flatMap(([fact, value]) => {
    const number = typeof value === 'boolean' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? [{labels: {...labels, fact}, value: number}] : [];
  });
}

export function cells(now: InternalSnapshot): readonly (readonly [string, string, Cell])[] {
  return Object.entries(now.judgement.services).flatMap(([service, {controllers}]) =>
    Object.entries(controllers).map(([controller, cell]) => [service, controller, cell] as const),
  );
}

type NamedReading = {
  readonly labels: {readonly probe: string; readonly controller: string};
  readonly reading: Reading<unknown>;
};

/** `cluster` stands for questions that one controller answers for all. */
export function readings({snapshot}: InternalSnapshot): readonly NamedReading[] {
  const perHost = Object.entries(snapshot.hosts).flatMap(([probe, column]) =>
    Object.entries<Reading<unknown>>(column).map(([controller, reading]) => ({labels: {probe, controller}, reading})),
  );
  const shared = Object.entries<Reading<unknown>>(snapshot.shared).map(([probe, reading]) => ({
    labels: {probe, controller: 'cluster'},
    reading,
  }));
  return [...perHost, ...shared].filter(({reading}) => reading.kind !== 'none');
}

type HostSample = {readonly labels: Readonly<Record<string, string>>; readonly value: number};

export function hosts(
  {snapshot}: InternalSnapshot,
  read: (facts: NonNullable<ReturnType<typeof seenHost>>) => readonly HostSample[],
): readonly Sample[] {
  return Object.entries(snapshot.hosts.host).flatMap(([controller, reading]) => {
    const facts = seenHost(reading);
    return facts === undefined ? [] : read(facts).map(({labels, value}) => ({labels: {controller, ...labels}, value}));
  });
}

function seenHost(reading: InternalSnapshot['snapshot']['hosts']['host'][string]) {
  return seenValue(reading);
}

export const byState = (counts: Readonly<Record<string, number>> | undefined): readonly Sample[] =>
  Object.entries(counts ?? {}).map(([state, value]) => ({labels: {state}, value}));
