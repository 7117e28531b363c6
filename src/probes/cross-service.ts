// What only shows across services: lost, unreachable or partitioned controllers, the VIP on an unhealthy node (ha-operations §2.9).

import {controllersOf} from '../config/order.ts';
import type {GlusterFacts} from '../model/facts.ts';
import type {Finding} from '../model/finding.ts';
import {seenValue} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {readingOf} from '../model/snapshot.ts';
import type {ServiceVerdict} from '../model/verdict.ts';
import {galeraView} from './galera/galera-view.ts';
import {isWriteCheckFailing} from './gluster/judge-mount.ts';
import {peerMatrix} from './gluster/peer-matrix.ts';
import {replicaSets, setSlack} from './gluster/volume-quorum.ts';
import type {JudgeInput} from './judge-part.ts';
import {witnessOf} from './peer-witness.ts';
import {slurmView} from './slurm/slurm-view.ts';
import {clusterTolerance, countingServices} from './tolerance.ts';
import {isRunning} from './unit-show.ts';
import {vipOwners} from './vip-owners.ts';

type Services = Readonly<Record<ServiceId, ServiceVerdict>>;

export function judgeCrossService(input: JudgeInput, services: Services): readonly Finding[] {
  return [
    ...input.config.nodes.controllers.flatMap(({hostname}) => reachFindings(input, hostname)),
    ...partitionFindings(input),
    ...vipFindings(input),
    ...takeoverFindings(input),
    ...toleranceFindings(services),
  ];
}

/** X1, X2: one finding for a controller that we cannot reach, whatever its services say. */
function reachFindings(input: JudgeInput, host: HostName): readonly Finding[] {
  const reading = readingOf(input.snapshot, 'reach', host);
  if (reading.kind !== 'lost') return [];
  const {standing, votes} = witnessOf(input, host);
  const raw = votes.map((vote) => `${vote.by} ${vote.service}: ${vote.says} (${vote.saw})`).join('\n');
  const params = {error: reading.error.what, peers: [...new Set(votes.map((vote) => vote.by))].join(', ')};
  const evidence = {command: `ssh ${host}`, raw: `${reading.error.what}\n${raw}`.trim(), at: reading.at};
  const of = (code: string, level: Finding['level']): readonly Finding[] => [
    {code, level, where: host, service: 'host', params, evidence},
  ];
  if (standing === 'lost') return of('ControllerLost', 'warning');
  if (standing === 'alive') return of('ManagementPathLost', 'warning');
  // Our own way in is wrong, and that says nothing at all about the controller.
  if (reading.error.code === 'auth' || reading.error.code === 'host-key') return of('ControllerRefusesUs', 'unknown');
  return of('ControllerUnreachable', 'unknown');
}

/** X3: reachable for us, and in the minority of two quorum services: cut off from its peers. */
function partitionFindings(input: JudgeInput): readonly Finding[] {
  const view = galeraView(input.snapshot, input.config);
  const members = controllersOf(input.config, 'glusterfs');
  const matrix = peerMatrix(input.snapshot, members);
  const galeraMinority = new Set(
    view.primaries.length === 0
      ? []
      : view.speakers.filter((speaker) => !view.primaries.includes(speaker)).map((speaker) => speaker.host),
  );
  return matrix.voices
    .filter((host) => galeraMinority.has(host))
    .filter((host) => {
      const others = members.filter((member) => member.hostname !== host);
      return others.length >= 2 && others.every((other) => matrix.see(host, other.hostname) !== 'connected');
    })
    .map((host) => ({
      code: 'NodePartitioned',
      level: 'critical',
      where: host,
      service: 'host',
      params: {links: '4567, 24007'},
      evidence: {
        command: 'wsrep_cluster_status; gluster pool list',
        raw: `${host}: non-Primary, every Gluster peer disconnected`,
      },
    }));
}

/** X4: the address is where the services are not. */
function vipFindings(input: JudgeInput): readonly Finding[] {
  return vipOwners(input).flatMap((host): readonly Finding[] => {
    const faults = [...galeraFault(input, host), ...mountFault(input, host), ...proxyFault(input, host)];
    if (faults.length === 0) return [];
    const params = {vip: input.config.network.vip, faults: faults.join(', ')};
    const evidence = {command: 'ip addr; SHOW GLOBAL STATUS; stat -f', raw: faults.join('\n')};
    return [
      {
        code: 'VipOnUnhealthyNode',
        level: 'critical',
        where: host,
        service: 'keepalived',
        params,
        evidence,
        remedy: 'failover-vip',
      },
    ];
  });
}

/** A donor or a joined node still serves; what is not Primary or has no server does not. */
function galeraFault(input: JudgeInput, host: HostName): readonly string[] {
  const view = galeraView(input.snapshot, input.config);
  const member = view.members.find((each) => each.host === host);
  if (member === undefined || member.reading.kind !== 'seen' || view.primaries.length === 0) return [];
  const primary = view.primaries.find((each) => each.host === host);
  if (primary === undefined) return ['Galera not Primary'];
  const state = primary.status['wsrep_local_state'] ?? '';
  return ['2', '3', '4'].includes(state) ? [] : [`Galera ${primary.status['wsrep_local_state_comment'] ?? state}`];
}

function mountFault(input: JudgeInput, host: HostName): readonly string[] {
  const facts = seenValue(readingOf(input.snapshot, 'glusterfs', host));
  const volume = seenValue(input.snapshot.shared.glusterVolume)?.volume;
  if (facts === undefined || volume === null || volume === undefined) return [];
  if (facts.mount === null) return ['Gluster not mounted'];
  if (facts.mount.fstype !== 'fuse.glusterfs') return [`${facts.mount.fstype} mounted in Gluster's place`];
  if (facts.mountAnswers === false) return ['Gluster mount hangs'];
  return isWriteCheckFailing(facts) ? ['Gluster write check fails'] : [];
}

/** Whoever comes through the address meets nginx there; where it answers nowhere the address is no worse there than elsewhere. */
function proxyFault(input: JudgeInput, host: HostName): readonly string[] {
  const answers = (each: HostName): boolean | undefined => {
    const proxy = seenValue(readingOf(input.snapshot, 'web', each))?.proxy;
    return proxy === undefined ? undefined : isRunning(proxy.unit) && proxy.http === 200;
  };
  const elsewhere = controllersOf(input.config, 'web').some(({hostname}) => answers(hostname) === true);
  return answers(host) === false && elsewhere ? ['nginx does not answer'] : [];
}

/** X5: slurmctld in control there cannot write its state: a standby will take over as soon as the heartbeat is old enough. */
function takeoverFindings(input: JudgeInput): readonly Finding[] {
  const {inControl, heartbeat, timeout} = slurmView(input);
  if (inControl === null || heartbeat === null) return [];
  const {host} = inControl;
  const facts = seenValue(readingOf(input.snapshot, 'glusterfs', host));
  if (facts === undefined || facts.mount === null) return [];
  if (facts.mountAnswers !== false && !lacksQuorum(input, facts)) return [];
  const params = {age: Math.round(heartbeat.ageSeconds), limit: timeout};
  return [{code: 'SlurmTakeoverImminent', level: 'warning', where: host, service: 'slurm', params}];
}

/** The mount's own connections leave a replica set without its quorum: it still answers, and refuses every write. */
function lacksQuorum({snapshot}: JudgeInput, {brickLinks}: GlusterFacts): boolean {
  const volume = seenValue(snapshot.shared.glusterVolume)?.volume;
  if (volume === undefined || volume === null || brickLinks?.length !== volume.bricks.length) return false;
  const linked = volume.bricks.map((brick, index) => ({...brick, online: brickLinks[index] === true}));
  const quorum = volume.options['cluster.quorum-type'];
  return replicaSets(linked, volume.replicaCount).some((set) => setSlack(set, quorum) < 0);
}

/** Tolerance 0 is a warning even when everything is green (ha-operations §2.1). */
function toleranceFindings(services: Services): readonly Finding[] {
  if (clusterTolerance(services) !== 0) return [];
  const names = countingServices.filter((id) => services[id].level !== 'none' && services[id].tolerance === 0);
  return [{code: 'NoTolerance', level: 'warning', where: 'cluster', params: {services: names.join(', ')}}];
}
