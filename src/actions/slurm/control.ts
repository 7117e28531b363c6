// Who is in control of Slurm, by the heartbeat that all controllers read; and what speaks against a standby taking over.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {SlurmFacts} from '../../model/facts.ts';
import type {Finding, FindingParams} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';

export type SlurmNode = {
  readonly host: HostName;
  readonly address: string;
  readonly facts: SlurmFacts | null;
  readonly why: string | null;
};

export type SlurmControl = {
  readonly nodes: readonly SlurmNode[];
  /** SlurmctldHost in the order of succession, by our names. */
  readonly order: readonly HostName[];
  /** Whom a fresh heartbeat names and whose slurmctld runs; undefined: nobody that could be seen. */
  readonly inControl: HostName | undefined;
  /** All whom a fresh heartbeat of this look names, the newest first: more than one for a moment at a takeover, or two in control. */
  readonly writers: readonly HostName[];
};

export function slurmControl(snapshot: Snapshot, config: ClusterConfig): SlurmControl {
  const nodes = controllersOf(config, 'slurm').map(({hostname, ip_address}): SlurmNode => {
    const reading = readingOf(snapshot, 'slurm', hostname);
    if (reading.kind === 'seen') return {host: hostname, address: ip_address, facts: reading.value, why: null};
    const why = reading.kind === 'lost' ? reading.error.what : 'Slurm is not deployed there';
    return {host: hostname, address: ip_address, facts: null, why};
  });
  const conf = nodes.map(({facts}) => facts?.conf ?? null).find((each) => each !== null);
  const names = conf?.controllers ?? [];
  const order = names.map(
    (name) =>
      nodes.find(({host, address}) => name === host || name === address || name.split('.')[0] === host)?.host ?? name,
  );
  const beats = nodes.flatMap(({facts}) => (facts?.heartbeat == null ? [] : [facts.heartbeat]));
  const timeout = conf?.controllerTimeoutSeconds ?? config.slurm.controller_timeout;
  const newestFirst = beats.toSorted((a, b) => b.writtenAt - a.writtenAt || a.ageSeconds - b.ageSeconds);
  const fresh = newestFirst.filter(({ageSeconds}) => ageSeconds <= timeout);
  const writer = newestFirst[0] === fresh[0] ? order[fresh[0]?.index ?? -1] : undefined;
  const runs = nodes.find(({host}) => host === writer)?.facts?.slurmctld.active === 'active';
  const writers = [...new Set(fresh.flatMap(({index}) => order[index] ?? []))];
  return {nodes, order, inControl: runs ? writer : undefined, writers};
}

/**
 * The one in control by the heartbeat, where nobody who pings it gets an answer: it takes control just now, or it hangs and writes
 * the heartbeat beside the one that is in control. One look cannot tell these apart (docs/decisions/0023).
 */
export function silentWriter(control: SlurmControl): HostName | undefined {
  return deafControllers(control).find((host) => host === control.inControl);
}

/**
 * Their slurmctld runs as systemd sees it, and everybody who asked it was told nothing. Beside one that is in control and answers
 * it is one that hangs: while it hands control over it goes on writing the heartbeat and what it knows (docs/decisions/0023).
 */
export function deafControllers(control: SlurmControl): readonly HostName[] {
  return control.nodes
    .filter(({host, facts}) => {
      const pings = control.nodes.flatMap(({facts: from}) => from?.ping ?? []);
      const own = pings.filter((ping) => ping.host === host || ping.host.split('.')[0] === host);
      return facts?.slurmctld.active === 'active' && own.length > 0 && own.every(({up}) => !up);
    })
    .map(({host}) => host);
}

/** §6.3, every unmet condition: answers pings, the same state read there, the same configuration and key, a clock that agrees. */
export function standbyAgainst(host: HostName, control: SlurmControl, snapshot: Snapshot): readonly Finding[] {
  const against = (code: string, params: FindingParams = {}): Finding => ({
    code,
    level: 'critical',
    where: host,
    service: 'slurm',
    params,
  });
  const node = control.nodes.find((each) => each.host === host);
  if (node === undefined || !control.order.includes(host))
    return [against('SlurmTargetUnknown', {names: control.order.join(', ')})];
  if (node.facts === null) return [against('SlurmTargetUnseen', {why: node.why ?? '?'})];
  const {facts} = node;
  const active = control.nodes.find((each) => each.host === control.inControl)?.facts ?? null;
  const mount = seenValue(readingOf(snapshot, 'glusterfs', host));
  const skew = Math.abs(seenValue(readingOf(snapshot, 'host', host))?.clockOffsetMs ?? 0);
  const pinged = control.nodes.some(
    ({facts: from}) => from?.ping?.some((ping) => ping.host.split('.')[0] === host && ping.up) === true,
  );
  const differs = (a: string | null | undefined, b: string | null | undefined): boolean =>
    a != null && b != null && a !== b;
  return [
    // The first one takes control by being started.
    ...(facts.slurmctld.active === 'active' || host === control.order[0]
      ? []
      : [against('SlurmTargetStopped', {state: facts.slurmctld.active})]),
    ...(facts.slurmctld.active === 'active' && !pinged ? [against('SlurmTargetSilent')] : []),
    ...(facts.heartbeat === null
      ? [against('SlurmTargetState', {why: facts.heartbeatError ?? 'it finds no heartbeat there'})]
      : []),
    ...(facts.stateLocation !== null && facts.stateLocation.fstype !== 'fuse.glusterfs' && control.nodes.length > 1
      ? [against('SlurmTargetState', {why: `its state lies on ${facts.stateLocation.fstype}`})]
      : []),
    ...(mount?.mountAnswers === false
      ? [against('SlurmTargetState', {why: mount.mountError ?? 'the mount does not answer'})]
      : []),
    ...(differs(facts.mungeKeyDigest, active?.mungeKeyDigest) ? [against('SlurmTargetKey')] : []),
    ...(differs(facts.configDigest, active?.configDigest) ? [against('SlurmTargetConfig')] : []),
    ...(skew >= 1000 ? [against('SlurmTargetClock', {ms: Math.round(skew)})] : []),
  ];
}
