// The verdict on the Galera cluster as a whole: split brain, no Primary, all down, not observable (ha-operations §2.2).

import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import {type GaleraView, galeraView, isGalera, mainView} from './galera-view.ts';
import {memberFindings} from './judge-members.ts';
import {remedyWhenDown} from './remedy-when-down.ts';

export type ClusterVerdict = 'split' | 'non-primary' | 'all-down' | 'unobservable' | 'primary';

export function clusterVerdict(view: GaleraView): ClusterVerdict {
  if (view.histories.length > 1) return 'split';
  if (view.primaries.length > 0) return 'primary';
  if (view.speakers.length > 0) return 'non-primary';
  return view.members.every(isObservedDown) ? 'all-down' : 'unobservable';
}

/** Seen, and no server process: the only thing that counts as down. */
function isObservedDown({reading}: GaleraView['members'][number]): boolean {
  return reading.kind === 'seen' && reading.value.process === 'none';
}

/** Top down, the first that matches; below a whole Primary component its members are judged one by one. */
export function clusterFindings(input: JudgeInput, view: GaleraView): readonly Finding[] {
  switch (clusterVerdict(view)) {
    case 'split':
      return [differentHistories(view)];
    case 'non-primary':
      return [nonPrimary(view)];
    case 'all-down':
      return [allDown(view)];
    case 'unobservable':
      return [unobservable(view)];
    case 'primary':
      return [...twoPrimaries(input, view), ...memberFindings(input, view)];
  }
}

function differentHistories(view: GaleraView): Finding {
  const raw = view.primaries
    .map(({host, status}) => `${host} ${status['wsrep_cluster_state_uuid']} size ${status['wsrep_cluster_size']}`)
    .join('\n');
  const params = {kind: 'DifferentHistories', names: view.primaries.map((each) => each.host).join(', ')};
  return clusterFinding('GaleraSplitBrain', 'critical', params, raw);
}

/** Two views of one history: a change of view looks so for a moment, so only the second sample makes it a split brain. */
function twoPrimaries(input: JudgeInput, view: GaleraView): readonly Finding[] {
  if (!looksTorn(view)) return [];
  const raw = view.views.map((each) => `${each.hosts.join(',')}: ${each.key} size ${each.size}`).join('\n');
  const names = view.views.map((each) => each.hosts.join('+')).join(' / ');
  const before = (earlier: Snapshot): boolean => looksTorn(galeraView(earlier, input.config));
  return confirmation(input, before) === 'confirmed'
    ? [clusterFinding('GaleraSplitBrain', 'critical', {kind: 'TwoPrimariesSameHistory', names}, raw)]
    : [clusterFinding('GaleraViewsDiffer', 'warning', {names}, raw)];
}

/** Several views whose members are disjoint, or that count more members than there can be. */
function looksTorn(view: GaleraView): boolean {
  if (view.views.length < 2) return false;
  const all = view.views.flatMap((each) => each.incoming);
  const disjoint = new Set(all).size === all.length;
  const sum = view.views.reduce((total, each) => total + each.size, 0);
  return disjoint || sum > view.wanted;
}

function nonPrimary(view: GaleraView): Finding {
  const raw = view.speakers
    .map(({host, status}) => `${host} ${status['wsrep_cluster_status']} size ${status['wsrep_cluster_size']}`)
    .join('\n');
  const names = view.speakers.map((each) => each.host).join(', ');
  return clusterFinding('GaleraNonPrimary', 'critical', {names}, raw, 'bootstrap-galera');
}

function allDown(view: GaleraView): Finding {
  const raw = view.members.map(({host, reading}) => `${host} ${seenState(reading)}`).join('\n');
  const servers = view.members.flatMap(({reading}) => (reading.kind === 'seen' ? [reading.value] : []));
  const remedy = remedyWhenDown(servers);
  return clusterFinding('GaleraAllDown', 'critical', {count: view.members.length, remedy}, raw, remedy);
}

/** Some are silent, so nobody may say "all down" (ha-operations §0: unreachable is not down). */
function unobservable(view: GaleraView): Finding {
  const silent: HostName[] = view.members.filter((member) => !isObservedDown(member)).map((member) => member.host);
  const raw = view.members.map(({host, reading}) => `${host} ${seenState(reading)}`).join('\n');
  return clusterFinding('GaleraUnobservable', 'unknown', {names: silent.join(', ')}, raw);
}

function seenState(reading: GaleraView['members'][number]['reading']): string {
  if (reading.kind === 'lost') return `lost: ${reading.error.what}`;
  if (reading.kind === 'none') return reading.why;
  const {process, unit, sqlError} = reading.value;
  return `process ${process}, unit ${unit.active}${sqlError === null ? '' : `, SQL: ${sqlError}`}`;
}

function clusterFinding(
  code: string,
  level: FindingLevel,
  params: Finding['params'],
  raw: string,
  remedy?: string,
): Finding {
  const evidence = {command: "SHOW GLOBAL STATUS LIKE 'wsrep_%'", raw};
  return {
    code,
    level,
    where: 'cluster',
    service: 'mariadb',
    params,
    evidence,
    ...(remedy === undefined ? {} : {remedy}),
  };
}

/** Whether any configured server is part of a Galera cluster, as far as anybody knows. */
export function isAnyDeployed(view: GaleraView): boolean {
  return view.members.some(({reading}) => reading.kind === 'seen' && isGalera(reading.value));
}

export function primarySize(view: GaleraView): number | null {
  return mainView(view)?.size ?? null;
}
