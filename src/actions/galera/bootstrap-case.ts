// Everything that a decision about a bootstrap may rest on, in one value: who was seen, who was not, what was recovered.

import type {ClusterConfig} from '../../config/schema.ts';
import type {GaleraRecoveryFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {arbitratorOf} from '../phases/mariadb/arbitrator.ts';
import {galeraEvidence} from './evidence.ts';
import {recoveryOf, type SeenNode} from './position.ts';

export type Unseen = {
  readonly host: HostName;
  readonly why: string;
  /** A controller that was seen gets an answer from its database port: it runs, whatever ssh says. */
  readonly answersTo: readonly HostName[];
};

export type BootstrapCase = {
  readonly clusterName: string;
  /** All database controllers in column order; the first is where accounting writes. */
  readonly hosts: readonly HostName[];
  /** Votes without data that a component may count beside its servers: 0 or 1 (DESIGN §6). */
  readonly arbitrators: number;
  readonly seen: readonly SeenNode[];
  readonly unseen: readonly Unseen[];
  /** Not deployed: no data. */
  readonly bare: readonly HostName[];
  readonly recovery: Readonly<Record<HostName, GaleraRecoveryFacts | undefined>>;
  readonly overrides: readonly string[];
};

export function bootstrapCase(snapshot: Snapshot, config: ClusterConfig, overrides: readonly string[]): BootstrapCase {
  const evidence = galeraEvidence(snapshot, config);
  const hosts = evidence.map(({host}) => host);
  const recovery = Object.fromEntries(hosts.map((host) => [host, recoveryOf(snapshot, host)]));
  const answersTo = (target: HostName) => hosts.filter((host) => recovery[host]?.answers[target] === true);
  return {
    clusterName: config.cluster.name,
    hosts,
    arbitrators: arbitratorOf(config) === undefined ? 0 : 1,
    seen: evidence.filter((each): each is SeenNode => each.kind === 'seen'),
    unseen: evidence.flatMap((each) =>
      each.kind === 'unseen' ? [{host: each.host, why: each.why, answersTo: answersTo(each.host)}] : [],
    ),
    bare: evidence.filter(({kind}) => kind === 'bare').map(({host}) => host),
    recovery,
    overrides,
  };
}

/** A finding that stands against a bootstrap. */
export function galeraFinding(
  code: string,
  where: HostName | 'cluster',
  params: Finding['params'],
  remedy?: string,
): Finding {
  return {code, level: 'critical', where, service: 'mariadb', params, ...(remedy === undefined ? {} : {remedy})};
}

/** The same, where an operator may take it upon himself by `--override CODE:HOST`. */
export function overridable(finding: Finding): Finding {
  return {...finding, overridable: true};
}

/**
 * B5: whoever cannot be seen may be alive and ahead. Attesting that a machine is off is the operator's word; a machine whose
 * database port answers to a peer is on, and no word changes that.
 */
export function unseenFindings({unseen, hosts}: BootstrapCase): readonly Finding[] {
  const each = unseen.map(({host, why, answersTo}) =>
    answersTo.length > 0
      ? galeraFinding('GaleraUnseenAlive', host, {why, names: answersTo.join(', ')})
      : overridable(galeraFinding('GaleraUnseen', host, {why})),
  );
  const reachable = hosts.length - unseen.length;
  const majority = Math.floor(hosts.length / 2) + 1;
  if (reachable >= majority) return each;
  const params = {count: reachable, total: hosts.length, names: unseen.map(({host}) => host).join(', ')};
  return [...each, overridable(galeraFinding('GaleraBelowMajority', 'cluster', params))];
}
