// The cluster's munge key: made once, the same everywhere, never replaced once something relies on it (ha-operations L05).

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Finding} from '../../../model/finding.ts';
import type {Step} from '../../../model/plan.ts';
import {seenValue} from '../../../model/reading.ts';
import type {HostName} from '../../../model/service.ts';
import {readingOf, type Snapshot} from '../../../model/snapshot.ts';
import {plannedComputeNodes, surveyOf} from '../../platform.ts';
import {check, step} from '../../step.ts';

export const mungeUnit = 'munge.service';
const keyFile = '/etc/munge/munge.key';

/**
 * Installing the package makes a random key on each machine, so a key alone says nothing; one that two machines share, or
 * one beside Slurm's state, is in use.
 */
export type MungeSituation =
  /** No key is in use yet: the cluster's own is written everywhere. */
  | {readonly kind: 'fresh'}
  /** The same key everywhere: nothing to write, whoever made it. */
  | {readonly kind: 'complete'}
  /** `holder` has the key in use; these hosts lack it (a machine that is new or was reinstalled). */
  | {readonly kind: 'missing'; readonly holder: HostName; readonly hosts: readonly HostName[]}
  | {readonly kind: 'contradiction'; readonly findings: readonly Finding[]};

export function mungeSituation(snapshot: Snapshot, config: ClusterConfig): MungeSituation {
  const hosts = mungeHosts(snapshot, config);
  const digest = new Map(hosts.map((host) => [host, surveyOf(snapshot, host)?.mungeKeyDigest ?? null]));
  const controllers = controllersOf(config, 'slurm').map(({hostname}) => hostname);
  const users = controllers.filter((host) => usesSlurm(snapshot, host) && digest.get(host) !== null);
  const used = new Set(users.map((host) => digest.get(host)));
  if (used.size > 1)
    return {kind: 'contradiction', findings: users.map((host) => differs(host, digest.get(host) ?? ''))};
  const holder = users[0] ?? sharedBy(hosts, digest);
  if (holder === undefined) return {kind: 'fresh'};
  const missing = hosts.filter((host) => digest.get(host) !== digest.get(holder));
  return missing.length === 0 ? {kind: 'complete'} : {kind: 'missing', holder, hosts: missing};
}

/** Controllers with Slurm, then the compute nodes that can be worked on now. */
export function mungeHosts(snapshot: Snapshot, config: ClusterConfig): readonly HostName[] {
  return [...controllersOf(config, 'slurm'), ...plannedComputeNodes(snapshot, config)].map(({hostname}) => hostname);
}

function usesSlurm(snapshot: Snapshot, host: HostName): boolean {
  const facts = seenValue(readingOf(snapshot, 'slurm', host));
  return surveyOf(snapshot, host)?.slurmClusterName != null || facts?.slurmctld.active === 'active';
}

function sharedBy(hosts: readonly HostName[], digest: ReadonlyMap<HostName, string | null>): HostName | undefined {
  return hosts.find((host) => {
    const own = digest.get(host) ?? null;
    return own !== null && hosts.some((other) => other !== host && digest.get(other) === own);
  });
}

function differs(host: HostName, digest: string): Finding {
  return {
    code: 'MungeKeysDiffer',
    level: 'critical',
    where: host,
    service: 'slurm',
    params: {digest: digest.slice(0, 12)},
  };
}

/** Writes the key where it is missing and lets munged run with it. */
export function mungeSteps(stage: string, situation: MungeSituation, hosts: readonly HostName[]): readonly Step[] {
  return hosts.flatMap((on) => [...keySteps(stage, situation, on), ...unitSteps(stage, on)]);
}

function keySteps(stage: string, situation: MungeSituation, on: HostName): readonly Step[] {
  if (situation.kind === 'complete' || situation.kind === 'contradiction') return [];
  if (situation.kind === 'missing' && !situation.hosts.includes(on)) return [];
  // The key in use may be one that this program did not make: then it has to be brought over by hand.
  const guard: readonly Check[] =
    situation.kind === 'missing' ? [{name: 'munge-key-is-ours', on: situation.holder, args: {file: keyFile}}] : [];
  return [
    step({
      stage,
      on,
      title: 'write the munge key of the cluster',
      operation: {
        kind: 'file',
        path: keyFile,
        content: [{secret: 'generated.munge'}],
        mode: '0400',
        owner: 'munge',
        group: 'munge',
        marks: ['munge'],
      },
      before: guard,
    }),
  ];
}

function unitSteps(stage: string, on: HostName): readonly Step[] {
  const works = [check('munge-works')];
  return [
    step({
      stage,
      on,
      title: 'start munge',
      operation: {kind: 'unit', unit: mungeUnit, state: 'started', enabled: true, clears: ['munge']},
      after: works,
    }),
    step({
      stage,
      on,
      title: 'restart munge if its key has changed',
      operation: {kind: 'restart', unit: mungeUnit, mark: 'munge', how: 'restart'},
      after: works,
    }),
  ];
}
