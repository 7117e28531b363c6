// Judges the shared state directory: on Gluster, the same for everybody, readable (ha-operations L06, §6.2).

import type {Finding} from '../../model/finding.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {isRunning} from '../unit-show.ts';
import {heartbeatEvidence, isDualControl} from './judge-control.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, slurmView} from './slurm-view.ts';

export function judgeStateDir(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!hasStandbys(view)) return [];
  return [...view.hosts.flatMap((host) => judgePlace(view, host)), ...judgeSamePlace(view), ...judgeSameContent(input, view)];
}

function judgePlace(view: SlurmView, host: SlurmHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null) return [];
  const base = {where: host.host, service: 'slurm' as const};
  const {stateLocation, heartbeatError} = facts;
  if (stateLocation === null) {
    const raw = facts.problems.join('\n');
    return [{...base, code: 'SlurmStateDirUnknown', level: 'unknown', params: {}, evidence: {command: 'slurm.conf', raw}}];
  }
  const found: Finding[] = [];
  const raw = `${stateLocation.path} ${stateLocation.fstype}`;
  if (stateLocation.fstype !== 'fuse.glusterfs') {
    const evidence = {command: 'cat /proc/self/mounts', raw};
    found.push({...base, code: 'SlurmStateDirLocal', level: 'critical', params: stateLocation, evidence});
  }
  if (heartbeatError !== null) {
    const level = view.inControl?.host === host.host ? 'critical' : 'warning';
    const params = {path: stateLocation.path, error: heartbeatError};
    const evidence = {command: `od ${stateLocation.path}/heartbeat`, raw: heartbeatError};
    found.push({...base, code: 'SlurmStateDirUnreadable', level, params, evidence});
  }
  return found;
}

/** Two paths are two states: the standby would start without the jobs. */
function judgeSamePlace(view: SlurmView): readonly Finding[] {
  const places = view.hosts.flatMap((host) =>
    host.facts?.conf?.stateSaveLocation == null ? [] : [`${host.host}: ${host.facts.conf.stateSaveLocation}`],
  );
  const paths = new Set(places.map((place) => place.slice(place.indexOf(': ') + 2)));
  return paths.size > 1 ? [diverged('critical', {command: 'grep StateSaveLocation slurm.conf', raw: places.join('\n')})] : [];
}

/**
 * Everyone reads the same file, so what they read may differ by a beat, not by more. A takeover between two readings looks the
 * same for a moment: the first sample is a hypothesis.
 */
function judgeSameContent(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!contentDiffers(view) || isDualControl(input)) return [];
  const stays = heldMs(input, (snapshot) => contentDiffers(slurmView({...input, snapshot})));
  return [diverged(stays === null ? 'warning' : 'critical', heartbeatEvidence(view))];
}

function contentDiffers(view: SlurmView): boolean {
  const beats = view.hosts.flatMap((host) => (host.facts?.heartbeat == null ? [] : [host.facts.heartbeat]));
  // Some read a heartbeat, and for others there is no such file: they are not looking at the same directory.
  const without = view.hosts.some((host) => host.facts !== null && host.facts.heartbeat === null && host.facts.heartbeatError === null);
  if (beats.length > 0 && without) return true;
  if (beats.length < 2) return false;
  const times = beats.map((beat) => beat.writtenAt);
  const spread = Math.max(...times) - Math.min(...times);
  const indices = new Set(beats.map((beat) => beat.index));
  // Two indices are a difference only while somebody writes: after everything was stopped the file is simply old.
  const alive = view.hosts.some((host) => host.facts !== null && isRunning(host.facts.slurmctld));
  return alive && (spread > 2 * view.beat + 2 || indices.size > 1);
}

function diverged(level: 'warning' | 'critical', evidence: NonNullable<Finding['evidence']>): Finding {
  return {code: 'SlurmStateDirDiverged', level, where: 'cluster', service: 'slurm', params: {}, evidence};
}
