// Judges Slurm's daemons on each controller, and whether all controllers have the same key and configuration.

import type {SlurmFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import {isRunning} from '../unit-show.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, pingedUp} from './slurm-view.ts';

export function judgeDaemons(view: SlurmView): readonly Finding[] {
  return [...view.hosts.flatMap((host) => judgeHost(view, host)), ...judgeDrift(view)];
}

function judgeHost(view: SlurmView, host: SlurmHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null) return [];
  const found: Finding[] = [];
  const base = {where: host.host, service: 'slurm' as const};
  if (!isRunning(facts.slurmctld)) {
    const evidence = unitEvidence(facts.slurmctld);
    const params = {state: facts.slurmctld.active};
    found.push({...base, code: 'SlurmctldDown', level: 'warning', params, evidence, remedy: 'start'});
  } else if (pingedUp(view, host) !== true && !provesItself(view, host)) found.push(notAnswering(view, host));
  if (!isRunning(facts.munge)) {
    const level = view.inControl?.host === host.host || !hasStandbys(view) ? 'critical' : 'warning';
    const evidence = unitEvidence(facts.munge);
    found.push({
      ...base,
      code: 'SlurmMungeDown',
      level,
      params: {state: facts.munge.active},
      evidence,
      remedy: 'start',
    });
  }
  if (facts.conf === null) {
    const evidence = {command: 'grep slurm.conf', raw: facts.problems.join('\n')};
    found.push({...base, code: 'SlurmConfUnread', level: 'unknown', params: {}, evidence});
  }
  return found;
}

/** A heartbeat that goes on being written is better proof than a ping, which may have waited for another controller in vain. */
function provesItself(view: SlurmView, host: SlurmHost): boolean {
  const fresh = view.heartbeat !== null && view.heartbeat.ageSeconds <= 2 * view.beat + 1;
  return fresh && view.inControl?.host === host.host && pingedUp(view, host) === null;
}

/** It runs, and nobody heard it answer: a clear DOWN is a warning; nobody able to ask at all is unknown. */
function notAnswering(view: SlurmView, host: SlurmHost): Finding {
  const asked = pingedUp(view, host) === false;
  const raw = view.hosts
    .flatMap((from) =>
      (from.facts?.ping ?? []).map((ping) => `${from.host}: ${ping.role} ${ping.host} ${ping.up ? 'UP' : 'DOWN'}`),
    )
    .join('\n');
  const hangs = asked && view.inControl !== null && view.inControl.host !== host.host;
  return {
    ...(hangs ? {remedy: 'takeover-slurm'} : {}),
    code: asked ? 'SlurmctldNotAnswering' : 'SlurmctldUnasked',
    level: asked ? (view.inControl?.host === host.host ? 'critical' : 'warning') : 'unknown',
    where: host.host,
    service: 'slurm',
    params: {},
    evidence: {command: 'scontrol ping', raw: raw === '' ? (host.facts?.problems.join('\n') ?? '') : raw},
  };
}

function unitEvidence(unit: SlurmFacts['slurmctld']): NonNullable<Finding['evidence']> {
  return {command: `systemctl show ${unit.unit}`, raw: `ActiveState=${unit.active} SubState=${unit.sub}`};
}

/** Another munge key cuts a host off; another slurm.conf makes a takeover a surprise (ha-operations L05, §6.3). */
function judgeDrift(view: SlurmView): readonly Finding[] {
  return [
    ...driftOf(view, 'SlurmMungeKeyDrift', 'critical', (facts) => facts.mungeKeyDigest),
    ...driftOf(view, 'SlurmConfigDrift', 'warning', (facts) => facts.configDigest),
    ...view.hosts.flatMap(notCompared),
  ];
}

/** What could not be read cannot be compared: said, so that nobody takes it for equal (a restricted account may not read the key). */
function notCompared(host: SlurmHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null || (facts.mungeKeyDigest !== null && facts.configDigest !== null)) return [];
  const what = [
    ...(facts.mungeKeyDigest === null ? ['munge.key'] : []),
    ...(facts.configDigest === null ? ['slurm.conf'] : []),
  ].join(', ');
  const evidence = {command: 'sha256sum', raw: facts.problems.join('\n')};
  return [{code: 'SlurmNotCompared', level: 'info', where: host.host, service: 'slurm', params: {what}, evidence}];
}

function driftOf(
  view: SlurmView,
  code: string,
  level: 'warning' | 'critical',
  digestOf: (facts: SlurmFacts) => string | null,
): readonly Finding[] {
  const known = view.hosts.flatMap((host) => {
    const digest = host.facts === null ? null : digestOf(host.facts);
    return digest === null ? [] : [{host: host.host, digest}];
  });
  const digests = [...new Set(known.map((each) => each.digest))];
  if (digests.length < 2) return [];
  const groups = digests.map((digest) =>
    known
      .filter((each) => each.digest === digest)
      .map((each) => each.host)
      .join('+'),
  );
  const raw = known.map((each) => `${each.digest}  ${each.host}`).join('\n');
  return [
    {
      code,
      level,
      where: 'cluster',
      service: 'slurm',
      params: {groups: groups.join(' ≠ ')},
      evidence: {command: 'sha256sum', raw},
      remedy: 'start',
    },
  ];
}
