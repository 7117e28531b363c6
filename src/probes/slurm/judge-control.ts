// Judges who is in control of Slurm: one, nobody, a takeover under way, or two at once (ha-operations §2.6, §6.2).

import type {Finding} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, hostNamed, isGone, pingedUp, slurmView} from './slurm-view.ts';

export function judgeControl(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const absent = judgeAbsence(input, view);
  if (absent.length > 0) return absent;
  if (!hasStandbys(view)) return [];
  return [...judgeDualControl(input, view), ...judgeDispute(input, view), ...judgeHeartbeat(input, view)];
}

/** No slurmctld runs anywhere. Only where every controller was seen, or is confirmed to be gone: unreachable is not down. */
function judgeAbsence(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const seen = view.hosts.filter((host) => host.facts !== null);
  if (seen.length === 0 || view.running.length > 0) return [];
  if (view.hosts.some((host) => mayBeAlive(input, host))) return [];
  const raw = seen.map((host) => `${host.host}: slurmctld ${host.facts?.slurmctld.active ?? '?'}`).join('\n');
  const evidence = {command: 'systemctl show slurmctld', raw};
  return [
    {
      code: 'SlurmNoController',
      level: 'critical',
      where: 'cluster',
      service: 'slurm',
      params: {},
      evidence,
      remedy: 'start',
    },
  ];
}

function mayBeAlive(input: JudgeInput, host: SlurmHost): boolean {
  return host.reading.kind === 'lost' && witnessOf(input, host.host).standing !== 'lost';
}

function judgeHeartbeat(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const {heartbeat} = view;
  if (heartbeat === null) return judgeNoHeartbeat(view);
  const writer = hostNamed(view.hosts, view.order[heartbeat.index]);
  const name = writer?.host ?? view.order[heartbeat.index] ?? `#${heartbeat.index}`;
  const age = Math.round(heartbeat.ageSeconds);
  const report = (code: string, level: Finding['level'], params: Finding['params'] = {}): readonly Finding[] => [
    {
      code,
      level,
      where: 'cluster',
      service: 'slurm',
      params: {controller: name, age, timeout: view.timeout, left: Math.max(0, view.timeout - age), ...params},
      evidence: heartbeatEvidence(view),
    },
  ];
  if (writer === undefined) return report('SlurmHeartbeatForeign', 'critical', {index: heartbeat.index});
  if (heartbeat.ageSeconds > view.timeout) return report('SlurmNobodyInControl', 'critical');
  if (isGone(input, writer)) return report('SlurmTakeoverUnderWay', 'critical');
  // One second more than two beats: the file counts whole seconds, and Gluster may take a moment.
  if (heartbeat.ageSeconds > 2 * view.beat + 1) return report('SlurmHeartbeatLate', 'warning');
  return writer.host === view.order[0] || hostNamed([writer], view.order[0]) !== undefined
    ? []
    : report('SlurmBackupInControl', 'info', {primary: view.order[0] ?? '?'});
}

/** Nobody could read one, or nobody has written one: who is in control is not known. */
function judgeNoHeartbeat(view: SlurmView): readonly Finding[] {
  if (view.running.length === 0) return [];
  const raw = view.hosts.map((host) => `${host.host}: ${host.facts?.heartbeatError ?? 'no such file'}`).join('\n');
  return [
    {
      code: 'SlurmControlUnknown',
      level: 'unknown',
      where: 'cluster',
      service: 'slurm',
      params: {},
      evidence: {command: 'od StateSaveLocation/heartbeat', raw},
    },
  ];
}

function judgeDualControl(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!isDualControl(input)) return [];
  const beats = recentBeats(input);
  const names = [...new Set(beats.map((beat) => beat.index))]
    .map((index) => view.order[index] ?? `#${index}`)
    .join(', ');
  const raw = beats.map((beat) => `${beat.from}: index ${beat.index} written ${beat.writtenAt}`).join('\n');
  return [
    {
      code: 'SlurmDualControl',
      level: 'critical',
      where: 'cluster',
      service: 'slurm',
      params: {controllers: names, seconds: spanOf(beats)},
      evidence: {command: 'od StateSaveLocation/heartbeat', raw},
      remedy: 'takeover-slurm',
    },
  ];
}

/** How many seconds lie between the first and the last of them. */
function spanOf(beats: readonly Beat[]): number {
  return (beats.at(-1)?.writtenAt ?? 0) - (beats[0]?.writtenAt ?? 0);
}

type Beat = {readonly from: HostName; readonly index: number; readonly writtenAt: number};

/** What all controllers read in this snapshot and the ones before, oldest first, no older than a takeover takes. */
function recentBeats(input: JudgeInput): readonly Beat[] {
  const beats = [input.snapshot, ...input.history].flatMap((snapshot) =>
    slurmView({...input, snapshot}).hosts.flatMap((host): readonly Beat[] => {
      const beat = host.facts?.heartbeat;
      return beat === null || beat === undefined
        ? []
        : [{from: host.host, index: beat.index, writtenAt: beat.writtenAt}];
    }),
  );
  const newest = Math.max(...beats.map((beat) => beat.writtenAt));
  const {timeout} = slurmView(input);
  return beats.filter((beat) => newest - beat.writtenAt <= timeout).sort((a, b) => a.writtenAt - b.writtenAt);
}

/**
 * The index went away and came back sooner than any takeover could: two write in turn (ha-operations §2.6). At least one controller
 * must have read both in one file; where each reads only its own, it is the state directories that differ.
 */
export function isDualControl(input: JudgeInput): boolean {
  const beats = recentBeats(input);
  const turns = beats.filter((beat, at) => at > 0 && beat.index !== beats[at - 1]?.index).length;
  const hosts = [...new Set(beats.map((beat) => beat.from))];
  const sawBoth = hosts.some(
    (host) => new Set(beats.filter((beat) => beat.from === host).map((beat) => beat.index)).size > 1,
  );
  return turns >= 2 && sawBoth;
}

/**
 * slurmdbd has another controller registered as the one in control than the heartbeat names (ha-operations §2.6, corroborate).
 * After a takeover that takes a moment; one that does not even answer has certainly no business writing heartbeats.
 */
function judgeDispute(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const registered = registeredElsewhere(input);
  if (registered === null || view.inControl === null) return [];
  const mute = pingedUp(view, view.inControl) === false;
  const held = heldMs(input, (snapshot) => registeredElsewhere({...input, snapshot}) !== null);
  const level = mute || (held !== null && held >= view.timeout * 1000) ? 'critical' : 'warning';
  const {command, raw} = heartbeatEvidence(view);
  const params = {heartbeat: view.inControl.host, registered: registered.host};
  const evidence = {command: `${command}; sacctmgr show cluster`, raw: `${raw}\nslurmdbd: ${registered.host}`};
  return [{code: 'SlurmControlDisputed', level, where: 'cluster', service: 'slurm', params, evidence}];
}

function registeredElsewhere(given: Pick<JudgeInput, 'snapshot' | 'config'>): SlurmHost | null {
  const view = slurmView(given);
  const host = hostNamed(view.hosts, seenValue(given.snapshot.shared.slurmCluster)?.dbdControlHost);
  return host === undefined || view.inControl === null || host.host === view.inControl.host ? null : host;
}

export function heartbeatEvidence(view: SlurmView): NonNullable<Finding['evidence']> {
  const raw = view.hosts
    .filter((host) => host.facts !== null)
    .map((host) => {
      const beat = host.facts?.heartbeat;
      if (beat === null || beat === undefined) return `${host.host}: ${host.facts?.heartbeatError ?? 'no such file'}`;
      return `${host.host}: index ${beat.index} written ${beat.writtenAt} age ${beat.ageSeconds}s ${beat.digest}`;
    })
    .join('\n');
  return {command: 'od -An -v -tx1 -N16 StateSaveLocation/heartbeat', raw};
}
