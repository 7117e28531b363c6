// Judges the shared state directory: on Gluster, the same for everybody, readable (ha-operations L06, §6.2).

import type {Finding} from '../../model/finding.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {isRunning} from '../unit-show.ts';
import {heartbeatEvidence, isDualControl} from './judge-control.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hasStandbys, hostNamed, isGone, slurmView} from './slurm-view.ts';

export function judgeStateDir(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!hasStandbys(view)) return [];
  return [
    ...view.hosts.flatMap((host) => judgePlace(view, host)),
    ...view.hosts.flatMap(judgeWaits),
    ...judgeSamePlace(view),
    ...judgeSameContent(input, view),
  ];
}

function judgePlace(view: SlurmView, host: SlurmHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null) return [];
  const base = {where: host.host, service: 'slurm' as const};
  const {stateLocation, heartbeatError} = facts;
  if (stateLocation === null) {
    const raw = facts.problems.join('\n');
    return [
      {...base, code: 'SlurmStateDirUnknown', level: 'unknown', params: {}, evidence: {command: 'slurm.conf', raw}},
    ];
  }
  const found: Finding[] = [];
  const raw = `${stateLocation.path} ${stateLocation.fstype}`;
  if (stateLocation.fstype !== 'fuse.glusterfs') {
    const evidence = {command: 'cat /proc/self/mounts', raw};
    const level = isRunning(facts.slurmctld) ? 'critical' : 'warning';
    found.push({...base, code: 'SlurmStateDirLocal', level, params: stateLocation, evidence});
  }
  if (heartbeatError !== null) {
    const level = view.inControl?.host === host.host ? 'critical' : 'warning';
    const params = {path: stateLocation.path, error: heartbeatError};
    const evidence = {command: `od ${stateLocation.path}/heartbeat`, raw: heartbeatError};
    found.push({...base, code: 'SlurmStateDirUnreadable', level, params, evidence});
  }
  return found;
}

/** L17: started before its mount, slurmctld finds an empty state directory, and begins without a single job (§7.5). */
function judgeWaits({host, facts}: SlurmHost): readonly Finding[] {
  const waits = facts?.waitsForMounts;
  const place = facts?.stateLocation;
  if (waits === undefined || place == null || place.fstype !== 'fuse.glusterfs') return [];
  const path = `${place.path}/`;
  if (waits.some((each) => each.endsWith('.mount') || (each.startsWith('/') && path.startsWith(`${each}/`)))) return [];
  const evidence = {command: 'systemctl cat slurmctld', raw: waits.join('\n')};
  const params = {path: place.path};
  return [
    {code: 'SlurmMountNotAwaited', level: 'warning', where: host, service: 'slurm', params, evidence, remedy: 'start'},
  ];
}

/** Two paths are two states: the standby would start without the jobs. */
function judgeSamePlace(view: SlurmView): readonly Finding[] {
  const places = view.hosts.flatMap((host) =>
    host.facts?.conf?.stateSaveLocation == null ? [] : [`${host.host}: ${host.facts.conf.stateSaveLocation}`],
  );
  const paths = new Set(places.map((place) => place.slice(place.indexOf(': ') + 2)));
  return paths.size > 1
    ? [diverged('critical', {command: 'grep StateSaveLocation slurm.conf', raw: places.join('\n')})]
    : [];
}

/**
 * Everyone reads the same file, so what they read may differ by a beat, not by more. A takeover between two readings looks the
 * same for a moment: the first sample is a hypothesis.
 */
function judgeSameContent(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!contentDiffers(input) || isDualControl(input)) return [];
  const stays = heldMs(input, (snapshot) => contentDiffers({...input, snapshot}));
  return [diverged(stays === null ? 'warning' : 'critical', heartbeatEvidence(view))];
}

function contentDiffers(given: Pick<JudgeInput, 'snapshot' | 'config'>): boolean {
  const view = slurmView(given);
  const alive = view.hosts.some((host) => host.facts !== null && isRunning(host.facts.slurmctld));
  // After everything was stopped the file is simply old, whoever reads what.
  if (!alive) return false;
  const all = view.hosts.flatMap((host) => (host.facts?.heartbeat == null ? [] : [host.facts.heartbeat]));
  // Some read a heartbeat, and for others there is no such file: they are not looking at the same directory.
  // One whose slurmctld is stopped (maintenance: its mount is taken away too) looks at nothing.
  const without = view.hosts.some(
    ({facts}) =>
      facts !== null && isRunning(facts.slurmctld) && facts.heartbeat === null && facts.heartbeatError === null,
  );
  if (all.length > 0 && without) return true;
  // The last beat of one that is gone beside the first of its successor is a takeover, not a difference.
  const beats = all.filter((beat) => !isGoneIndex(given, view, beat.index));
  // By age, not by what the file says: readings are not made at the same moment, and each one's beat may be new.
  const ages = beats.map((beat) => beat.ageSeconds);
  const spread = Math.max(...ages) - Math.min(...ages);
  return beats.length > 1 && (spread > 2 * view.beat + 2 || new Set(beats.map((beat) => beat.index)).size > 1);
}

function isGoneIndex(given: Pick<JudgeInput, 'snapshot' | 'config'>, view: SlurmView, index: number): boolean {
  const host = hostNamed(view.hosts, view.order[index]);
  return host !== undefined && isGone(given, host);
}

function diverged(level: 'warning' | 'critical', evidence: NonNullable<Finding['evidence']>): Finding {
  return {code: 'SlurmStateDirDiverged', level, where: 'cluster', service: 'slurm', params: {}, evidence};
}
