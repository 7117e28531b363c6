// Judges Slurm from all controllers' readings and the cluster's summary: findings, cells, tolerance.

import type {SlurmFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {seenValue} from '../../model/reading.ts';
import {joined, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {partOf, quietLine} from '../part.ts';
import type {CellFacts} from '../seen-cell.ts';
import {serviceCells} from '../service-cells.ts';
import {isRunning} from '../unit-show.ts';
import {judgeAccounting, queueLimit} from './judge-accounting.ts';
import {judgeControl} from './judge-control.ts';
import {judgeDaemons} from './judge-daemons.ts';
import {judgeNodes} from './judge-nodes.ts';
import {judgeStateDir} from './judge-state-dir.ts';
import {judgeTakeoverTime} from './judge-takeover-time.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, pingedUp, slurmView} from './slurm-view.ts';

export function judgeSlurm(input: JudgeInput): JudgePart {
  const view = slurmView(input);
  const control = judgeControl(input, view);
  const seen = findingsOf(input, view, control);
  const {cells, lost} = serviceCells(input, {
    service: 'slurm',
    hosts: view.hosts,
    seen,
    shown: (host, value) => ({word: wordOf(view, host), facts: factsOf(view, host, value)}),
    gone: controllerLost,
  });
  const findings = [...seen, ...lost];
  return partOf({
    cells,
    findings,
    line: view.hosts.every((host) => host.reading.kind === 'none') ? quietLine(cells) : lineOf(input, view),
    tolerance: toleranceOf(view, control),
    facts: clusterFacts(input),
  });
}

function findingsOf(input: JudgeInput, view: SlurmView, control: readonly Finding[]): readonly Finding[] {
  if (view.hosts.every((host) => host.reading.kind === 'none')) return [];
  const cluster = seenValue(input.snapshot.shared.slurmCluster);
  return [
    ...control,
    ...judgeStateDir(input, view),
    ...judgeDaemons(view),
    ...judgeTakeoverTime(view),
    ...judgeAccounting(input, view),
    ...(cluster === undefined ? judgeUnreadCluster(input, view, control) : judgeNodes(cluster)),
  ];
}

/** The summary could not be read. Where nobody is in control that is explained already; else it is unknown. */
function judgeUnreadCluster(input: JudgeInput, view: SlurmView, control: readonly Finding[]): readonly Finding[] {
  const reading = input.snapshot.shared.slurmCluster;
  if (reading.kind !== 'lost' || view.hosts.every((host) => host.facts === null)) return [];
  if (control.some((finding) => finding.level === 'critical')) return [];
  const evidence = {command: 'sinfo; sdiag', raw: reading.error.what, at: reading.at};
  const params = {error: reading.error.what};
  return [{code: 'SlurmClusterUnread', level: 'unknown', where: 'cluster', service: 'slurm', params, evidence}];
}

function controllerLost(host: SlurmHost): Finding {
  const raw = host.reading.kind === 'lost' ? host.reading.error.what : '';
  const evidence = {command: 'read slurm', raw};
  return {code: 'SlurmctldLost', level: 'warning', where: host.host, service: 'slurm', params: {}, evidence};
}

function wordOf(view: SlurmView, host: SlurmHost): Message {
  const unit = host.facts?.slurmctld;
  if (unit === undefined || !isRunning(unit)) return word(unit?.active === 'activating' ? 'starting' : 'down');
  if (view.inControl?.host === host.host) return word('slurm.in-control');
  if (pingedUp(view, host) !== true) return word('no-answer');
  return word(hasStandbys(view) && view.inControl === null ? 'slurm.up' : 'slurm.standby');
}

/** A standby that could take over now: it runs, answers, and reads the shared state. */
function isReady(view: SlurmView, host: SlurmHost): boolean {
  const {facts} = host;
  return (
    facts !== null &&
    host.host !== view.inControl?.host &&
    isRunning(facts.slurmctld) &&
    isRunning(facts.munge) &&
    pingedUp(view, host) === true &&
    facts.stateLocation?.fstype === 'fuse.glusterfs' &&
    facts.heartbeat !== null &&
    facts.heartbeatError === null
  );
}

/** Standbys that could take over now (ha-operations §2.1); 0 where nobody, or more than one, is in control; null where nothing was seen. */
function toleranceOf(view: SlurmView, control: readonly Finding[]): number | null {
  if (view.hosts.every((host) => host.facts === null)) return null;
  if (view.inControl === null || control.some((finding) => finding.level === 'critical')) return 0;
  return view.hosts.filter((host) => isReady(view, host)).length;
}

function factsOf(view: SlurmView, host: SlurmHost, facts: SlurmFacts): CellFacts {
  return {
    slurmctld: facts.slurmctld.active,
    slurmdbd: facts.slurmdbd.active,
    munge: facts.munge.active,
    answers: pingedUp(view, host),
    inControl: view.inControl === null ? null : view.inControl.host === host.host,
    heartbeatIndex: facts.heartbeat?.index ?? null,
    heartbeatAgeSeconds: facts.heartbeat?.ageSeconds ?? null,
    stateDir: facts.stateLocation?.path ?? null,
    stateDirType: facts.stateLocation?.fstype ?? null,
    version: facts.version,
    configDigest: facts.configDigest?.slice(0, 12) ?? null,
    mungeKeyDigest: facts.mungeKeyDigest?.slice(0, 12) ?? null,
  };
}

function lineOf(input: JudgeInput, view: SlurmView): Message {
  const control = view.inControl === null ? word('slurm.nobody') : word('slurm.controls', {host: view.inControl.host});
  const standbys = view.hosts.filter((host) => isReady(view, host)).length;
  const cluster = seenValue(input.snapshot.shared.slurmCluster);
  const nodes =
    cluster === undefined
      ? word('slurm.nodes-unread')
      : word('slurm.nodes', {up: cluster.nodesTotal - cluster.nodesDown, total: cluster.nodesTotal});
  return joined([control, word('slurm.standbys', {count: standbys}), nodes]);
}

function clusterFacts(input: JudgeInput): CellFacts {
  const view = slurmView(input);
  const cluster = seenValue(input.snapshot.shared.slurmCluster);
  const byState = Object.entries(cluster?.nodesByState ?? {}).map(
    ([state, count]) => [`nodes.${state}`, count] as const,
  );
  return {
    inControl: view.inControl?.host ?? null,
    heartbeatAgeSeconds: view.heartbeat?.ageSeconds ?? null,
    controllerTimeoutSeconds: view.timeout,
    nodesTotal: cluster?.nodesTotal ?? null,
    nodesDown: cluster?.nodesDown ?? null,
    ...Object.fromEntries(byState),
    jobsRunning: cluster?.jobsByState['running'] ?? null,
    jobsPending: cluster?.jobsByState['pending'] ?? null,
    partitions: cluster?.partitions.map((partition) => `${partition.name} ${partition.state}`).join(', ') ?? null,
    dbdQueue: cluster?.dbdQueue ?? null,
    dbdQueueLimit: cluster === undefined ? null : queueLimit(view, cluster),
    dbdAnswers: cluster?.dbdAnswers ?? null,
  };
}
