// Judges one controller's daemon and mount: a mount that hangs or lacks is what stops Slurm (ha-operations §2.3, §7.5).

import type {GlusterFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';
import {isRunning} from '../unit-show.ts';

/** The write check runs every 10 s and may take 5; three missed ones are a trouble, six a hung mount. */
const writeCheckWarningSeconds = 35;
const writeCheckCriticalSeconds = 70;

export function memberFindings(input: JudgeInput, host: HostName, facts: GlusterFacts): readonly Finding[] {
  return [
    ...daemonFindings(host, facts),
    ...selfHealFindings(input, host, facts),
    ...mountFindings(input, host, facts),
  ];
}

function daemonFindings(host: HostName, facts: GlusterFacts): readonly Finding[] {
  if (isRunning(facts.unit)) return [];
  const evidence = {command: 'systemctl show glusterd', raw: `${facts.unit.active} (${facts.unit.sub})`};
  const params = {state: facts.unit.active};
  return [
    {code: 'GlusterdDown', level: 'warning', where: host, service: 'glusterfs', params, evidence, remedy: 'start'},
  ];
}

/** Where a brick runs, a self-heal daemon must: without it copies there are not repaired. Seen by its process, no lock needed. */
function selfHealFindings(input: JudgeInput, host: HostName, facts: GlusterFacts): readonly Finding[] {
  const {volume_name, replica_count} = input.config.storage.gluster;
  if (facts.selfHealProcess || facts.brickProcesses.length === 0 || replica_count < 2) return [];
  const params = {volume: volume_name};
  return [{code: 'GlusterSelfHealDown', level: 'warning', where: host, service: 'glusterfs', params, remedy: 'start'}];
}

function mountFindings(input: JudgeInput, host: HostName, facts: GlusterFacts): readonly Finding[] {
  const path = input.config.storage.gluster.mount_point;
  const say = (code: string, level: Finding['level'], params: Finding['params'], raw: string): Finding => {
    const evidence = {command: 'grep /proc/mounts; stat -f', raw};
    return {code, level, where: host, service: 'glusterfs', params: {path, ...params}, evidence, remedy: 'start'};
  };
  if (facts.mount === null)
    return [say('GlusterMountMissing', slurmRunsOn(input, host) ? 'critical' : 'warning', {}, 'not mounted')];
  if (facts.mount.fstype !== 'fuse.glusterfs') {
    return [
      say(
        'GlusterMountForeign',
        'critical',
        {fstype: facts.mount.fstype},
        `${facts.mount.source} ${facts.mount.fstype}`,
      ),
    ];
  }
  if (facts.mountAnswers === false)
    return [say('GlusterMountHung', 'critical', {error: facts.mountError ?? ''}, facts.mountError ?? '')];
  return [
    ...writeCheckFindings(facts, say),
    ...(facts.mountInFstab ? oneServer(input, facts, say) : [say('GlusterMountNotInFstab', 'info', {}, '')]),
  ];
}

/** L17: mount.glusterfs asks one server for the volume's shape; the others only if it is told their names (mount.glusterfs(8)). */
function oneServer(
  {config}: JudgeInput,
  {fstabOptions = ''}: GlusterFacts,
  say: (code: string, level: Finding['level'], params: Finding['params'], raw: string) => Finding,
): readonly Finding[] {
  const alone = config.nodes.controllers.filter(({services}) => services.glusterfs).length < 2;
  if (alone || fstabOptions === '' || /(^|,)backup-?volfile-servers?=/.test(fstabOptions)) return [];
  return [say('GlusterMountOneServer', 'info', {}, fstabOptions)];
}

/** So many checks in a row were missed that nobody writes there. */
export function isWriteCheckFailing({writeCheckAgeSeconds: age}: GlusterFacts): boolean {
  return age !== null && age >= writeCheckCriticalSeconds;
}

function writeCheckFindings(
  facts: GlusterFacts,
  say: (code: string, level: Finding['level'], params: Finding['params'], raw: string) => Finding,
): readonly Finding[] {
  const age = facts.writeCheckAgeSeconds;
  if (age === null || age < writeCheckWarningSeconds) return [];
  const level = isWriteCheckFailing(facts) ? 'critical' : 'warning';
  return [say('GlusterWriteCheckStale', level, {seconds: Math.round(age)}, `last success ${age} s ago`)];
}

/** slurmctld there is active or standby: it would take over without its state. */
function slurmRunsOn({snapshot}: JudgeInput, host: HostName): boolean {
  const reading = readingOf(snapshot, 'slurm', host);
  return reading.kind === 'seen' && isRunning(reading.value.slurmctld);
}

/** A mount is only expected once the volume exists or fstab promises it. */
export function isDeployed(facts: GlusterFacts): boolean {
  return facts.peers.length > 0 || facts.mountInFstab || facts.brickProcesses.length > 0 || facts.mount !== null;
}
