// Three servers of one cluster, changed one by one, and what is found then: for the tests of Galera's judges.

import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {GaleraFacts} from '../../../src/model/facts.ts';
import type {HostName} from '../../../src/model/service.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {at, codesOf, configOf, galera, galeraStatus, healthy, seen, withHost} from './readings.ts';

export const config = configOf();
export const all: readonly HostName[] = ['server1', 'server2', 'server3'];

type Fields = Readonly<Record<string, string>>;
type Change = {readonly status?: Fields; readonly variables?: Fields; readonly facts?: Partial<GaleraFacts>};

/** All three are Synced members, but for what is changed; looked at `later` milliseconds after the first look. */
export function members(changes: Readonly<Record<HostName, Change>> = {}, later = 0): Snapshot {
  const readings = all.map((host) => {
    const {status = {}, variables = {}, facts = {}} = changes[host] ?? {};
    const plain = galera(config, galeraStatus(config, all, status));
    return [host, seen({...plain, variables: {...plain.variables, ...variables}, ...facts}, at + later)];
  });
  return {...withHost(healthy(config), 'mariadb', Object.fromEntries(readings)), at: at + later};
}

export function verdict(snapshot: Snapshot, history: readonly Snapshot[] = [], given: ClusterConfig = config) {
  const judgement = judge({snapshot, config: given, history});
  const params = (code: string) => judgement.findings.find((finding) => finding.code === code)?.params;
  return {judgement, params, mariadb: judgement.services.mariadb, codes: codesOf(judgement)};
}
