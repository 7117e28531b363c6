// The Galera cluster as its members tell it at one moment: who answers, who is Primary, which histories and views there are.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {GaleraFacts} from '../../model/facts.ts';
import type {Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {arbitratorOf} from '../asks-on.ts';
import {incomingHosts, namelessMembers} from './membership.ts';
import {zeroUuid} from './parse-grastate.ts';

export type Status = Readonly<Record<string, string>>;

export type Member = {
  readonly host: HostName;
  readonly controller: ControllerConfig;
  readonly reading: Reading<GaleraFacts>;
};

/** A member whose server answered SQL with Galera's status. */
export type Speaker = {
  readonly host: HostName;
  readonly facts: GaleraFacts;
  readonly status: Status;
  readonly at: number;
};

export type GaleraView = {
  /** Configured servers, in column order. */
  readonly members: readonly Member[];
  /** Members of the group when all is well: the servers, and the arbitrator where one belongs. */
  readonly wanted: number;
  readonly speakers: readonly Speaker[];
  readonly primaries: readonly Speaker[];
  /** Distinct histories among Primary members. */
  readonly histories: readonly string[];
  /** Distinct (history, view, members) among Primary members. */
  readonly views: readonly PrimaryView[];
};

export type PrimaryView = {
  readonly key: string;
  readonly uuid: string;
  readonly size: number;
  readonly incoming: readonly string[];
  /** Entries without an address: arbitrators. */
  readonly nameless: number;
  readonly hosts: readonly HostName[];
};

export function galeraView(snapshot: Snapshot, config: ClusterConfig): GaleraView {
  const members = controllersOf(config, 'mariadb').map(
    (controller): Member => ({
      host: controller.hostname,
      controller,
      reading: readingOf(snapshot, 'mariadb', controller.hostname),
    }),
  );
  const speakers = members.flatMap(({host, reading}): readonly Speaker[] =>
    reading.kind === 'seen' && reading.value.status !== null && isGalera(reading.value)
      ? [{host, facts: reading.value, status: reading.value.status, at: reading.at}]
      : [],
  );
  const primaries = speakers.filter((speaker) => speaker.status['wsrep_cluster_status'] === 'Primary');
  const uuids = primaries.map((speaker) => speaker.status['wsrep_cluster_state_uuid'] ?? '');
  return {
    members,
    wanted: members.length + (arbitratorOf(config) === undefined ? 0 : 1),
    speakers,
    primaries,
    histories: [...new Set(uuids)].filter((uuid) => uuid !== '' && uuid !== zeroUuid),
    views: viewsOf(primaries),
  };
}

/** A server that was ever told to be part of a cluster; a plain MariaDB, just installed, is not deployed. */
export function isGalera(facts: GaleraFacts): boolean {
  if (facts.variables?.['wsrep_on'] === 'ON' || facts.configuredAddress !== null) return true;
  return facts.grastate === 'malformed' || (facts.grastate !== null && facts.grastate.uuid !== zeroUuid);
}

/** conf_id stays text: 2^64-1 means non-Primary and does not fit a number. */
function viewsOf(primaries: readonly Speaker[]): readonly PrimaryView[] {
  const views = new Map<string, PrimaryView>();
  for (const {host, status} of primaries) {
    const uuid = status['wsrep_cluster_state_uuid'] ?? '';
    const incoming = [...incomingHosts(status)].sort();
    const key = [uuid, status['wsrep_cluster_conf_id'] ?? '', incoming.join(',')].join(' ');
    const known = views.get(key);
    const hosts = [...(known?.hosts ?? []), host];
    const size = Number(status['wsrep_cluster_size'] ?? 0) || 0;
    views.set(key, {key, uuid, size, incoming, nameless: namelessMembers(status), hosts});
  }
  return [...views.values()];
}

/** The view most members share; the one to believe while a change of view passes through the group. */
export function mainView(view: GaleraView): PrimaryView | undefined {
  return [...view.views].sort((a, b) => b.hosts.length - a.hosts.length || b.size - a.size)[0];
}

export function lists(view: PrimaryView, controller: ControllerConfig): boolean {
  return view.incoming.includes(controller.ip_address) || view.incoming.includes(controller.hostname);
}
