// Opening the evidence of a cell, a row or a finding: which reading it rests on, and the conversation behind that reading.

import type {Finding} from '../model/finding.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {PerClusterProbe, ProbeId} from '../model/snapshot.ts';
import type {Cell} from '../model/verdict.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {ReadingRef} from './layer.ts';
import {atStart} from './layer.ts';
import {pushLayer} from './layer-stack.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';

/** In the key of a row: the controller of the chosen column, or the one that is worst where no column is chosen. */
export const anyHost = '*';

/** Key of a row that rests on that reading; `row` tells rows of the same reading apart. */
export function readingItem(service: ServiceId, host: HostName | 'cluster' | typeof anyHost, row: string): string {
  return `ask:${service}@${host}#${row}`;
}

/** Reads the key back; undefined where it is none of a reading. */
export function readingOfItem(state: ConsoleState, item: string): ReadingRef | undefined {
  const [, name, place] = /^ask:(\w+)@([^#]+)#/.exec(item) ?? /^service:(\w+)()$/.exec(item) ?? [];
  const service = services.find((one) => one === name);
  if (service === undefined || place === undefined) return undefined;
  if (place === 'cluster') return {service, host: 'cluster', probe: sharedProbe(service) ?? probeOf(service)};
  const layer = topLayer(state);
  const here = layer.kind === 'controller' ? layer.host : undefined;
  const host = place !== anyHost && place !== '' ? place : (here ?? chosenHost(state, service));
  return host === undefined ? undefined : {service, host, probe: probeOf(service)};
}

/** The page of a reading, with what was asked for it. */
export function openReading(state: ConsoleState, about: ReadingRef | undefined): Reduction {
  if (about === undefined) return settled(state);
  const opened = pushLayer({...state, recalled: null}, {kind: 'reading', cursor: atStart, about});
  return withEffect(opened, {type: 'recall', about});
}

/** The page of a finding; where one reading is what it rests on, with what was asked for that. */
export function openFinding(state: ConsoleState, finding: Finding): Reduction {
  const opened = pushLayer({...state, recalled: null}, {kind: 'evidence', cursor: atStart, finding});
  const about = readingBehind(finding);
  return about === undefined ? settled(opened) : withEffect(opened, {type: 'recall', about});
}

/** undefined: it rests on the readings of several controllers. */
export function readingBehind({service, where}: Finding): ReadingRef | undefined {
  if (service === undefined) return undefined;
  const shared = sharedProbe(service);
  if (where !== 'cluster') return {service, host: where, probe: probeOf(service)};
  return shared === undefined ? undefined : {service, host: 'cluster', probe: shared};
}

/** The controller of the column that is chosen; without one the first of those whose cell is worst. */
function chosenHost(state: ConsoleState, service: ServiceId): HostName | undefined {
  const {controllers} = state.summary;
  const {column} = topLayer(state).cursor;
  if (column > 0) return controllers[column - 1];
  const cells = state.judgement?.services[service].controllers;
  const rank = ({level}: Cell): number => ['critical', 'unknown', 'warning', 'ok', 'none'].indexOf(level);
  return [...controllers].sort((a, b) => rankOf(cells?.[a], rank) - rankOf(cells?.[b], rank))[0];
}

function rankOf(cell: Cell | undefined, rank: (cell: Cell) => number): number {
  return cell === undefined ? 9 : rank(cell);
}

const ownProbes = {
  glusterfs: 'glusterfs',
  mariadb: 'mariadb',
  redis: 'redis',
  slurm: 'slurm',
  keepalived: 'keepalived',
  host: 'host',
  web: 'web',
} as const satisfies Readonly<Record<ServiceId, ProbeId>>;

function probeOf(service: ServiceId): ProbeId {
  return ownProbes[service];
}

function sharedProbe(service: ServiceId): PerClusterProbe | undefined {
  if (service === 'glusterfs') return 'glusterVolume';
  return service === 'slurm' ? 'slurmCluster' : undefined;
}
