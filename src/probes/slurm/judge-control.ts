// Judges who is in control of Slurm: one, nobody, a takeover under way, or two at once (ha-operations §2.6, §6.2).

import type {Finding} from '../../model/finding.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import {isRunning} from '../unit-show.ts';
import type {Heartbeat, SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, hostNamed, slurmView} from './slurm-view.ts';

export function judgeControl(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const absent = judgeAbsence(input, view);
  if (absent.length > 0) return absent;
  if (!hasStandbys(view)) return [];
  return [...judgeDualControl(input, view), ...judgeHeartbeat(input, view)];
}

/** No slurmctld runs anywhere. Only where every controller was seen, or is confirmed to be gone: unreachable is not down. */
function judgeAbsence(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const seen = view.hosts.filter((host) => host.facts !== null);
  if (seen.length === 0 || view.running.length > 0) return [];
  if (view.hosts.some((host) => mayBeAlive(input, host))) return [];
  const raw = seen.map((host) => `${host.host}: slurmctld ${host.facts?.slurmctld.active ?? '?'}`).join('\n');
  const evidence = {command: 'systemctl show slurmctld', raw};
  return [
    {code: 'SlurmNoController', level: 'critical', where: 'cluster', service: 'slurm', params: {}, evidence, remedy: 'start'},
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

/** The controller that wrote last does not run any more, as seen there or as its peers confirm. */
function isGone(input: JudgeInput, writer: SlurmHost): boolean {
  if (writer.facts !== null) return !isRunning(writer.facts.slurmctld);
  return writer.reading.kind === 'lost' && witnessOf(input, writer.host).standing === 'lost';
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

/** The index went away and came back sooner than any takeover could: two write in turn (ha-operations §2.6). */
function judgeDualControl(input: JudgeInput, view: SlurmView): readonly Finding[] {
  const beats = [slurmView(input), ...input.history.map((snapshot) => slurmView({...input, snapshot}))].flatMap(
    (each): readonly Heartbeat[] => (each.heartbeat === null ? [] : [each.heartbeat]),
  );
  const recent = beats.filter((beat) => (beats[0]?.writtenAt ?? 0) - beat.writtenAt <= view.timeout);
  const indices = recent.map((beat) => beat.index).filter((index, at, all) => at === 0 || index !== all[at - 1]);
  if (indices.length < 3) return [];
  const names = [...new Set(indices)].map((index) => view.order[index] ?? `#${index}`).join(', ');
  const raw = recent.map((beat) => `${beat.writtenAt} index ${beat.index}`).join('\n');
  return [
    {
      code: 'SlurmDualControl',
      level: 'critical',
      where: 'cluster',
      service: 'slurm',
      params: {controllers: names},
      evidence: {command: 'od StateSaveLocation/heartbeat', raw},
    },
  ];
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
