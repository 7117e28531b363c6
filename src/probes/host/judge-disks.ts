// Judges filesystems: how full, how many inodes, read-only (ha-operations §2.8, X8).

import type {ClusterConfig} from '../../config/schema.ts';
import type {DiskFacts, HostFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';

/** A full data directory makes a Galera node inconsistent and aborts it (X8). */
const datadirCriticalPercent = 95;

export function usedPercent(disk: DiskFacts): number {
  return disk.sizeBytes === 0 ? 0 : (100 * disk.usedBytes) / disk.sizeBytes;
}

export function fullestDisk(facts: HostFacts): DiskFacts | undefined {
  return [...facts.disks].sort((a, b) => usedPercent(b) - usedPercent(a))[0];
}

export function diskFindings(config: ClusterConfig, host: HostName, facts: HostFacts): readonly Finding[] {
  return facts.disks.flatMap((disk) => [
    ...fillFindings(config, host, disk, disk === datadirDisk(facts)),
    ...inodeFindings(config, host, disk),
    ...(disk.readOnly ? [finding('FilesystemReadOnly', 'critical', host, {path: disk.path})] : []),
  ]);
}

/** The filesystem that /var/lib/mysql lies on: the longest mount point above it. */
function datadirDisk(facts: HostFacts): DiskFacts | undefined {
  return [...facts.disks]
    .filter((disk) => disk.path === '/' || '/var/lib/mysql'.startsWith(disk.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function fillFindings(config: ClusterConfig, host: HostName, disk: DiskFacts, datadir: boolean): readonly Finding[] {
  const percent = usedPercent(disk);
  const params = {path: disk.path, percent: Math.floor(percent)};
  const {disk_warning_percent, disk_critical_percent} = config.thresholds;
  const database = config.nodes.controllers.some((each) => each.hostname === host && each.services.mariadb);
  if (datadir && database && percent > datadirCriticalPercent)
    return [finding('DiskDatadirFull', 'critical', host, params)];
  if (percent >= disk_critical_percent) return [finding('DiskFull', 'critical', host, params)];
  return percent >= disk_warning_percent ? [finding('DiskFilling', 'warning', host, params)] : [];
}

function inodeFindings(config: ClusterConfig, host: HostName, disk: DiskFacts): readonly Finding[] {
  const percent = disk.inodesUsedPercent;
  const {disk_warning_percent, disk_critical_percent} = config.thresholds;
  if (percent === null || percent < disk_warning_percent) return [];
  const level = percent >= disk_critical_percent ? 'critical' : 'warning';
  return [finding('InodesFilling', level, host, {path: disk.path, percent})];
}

function finding(code: string, level: Finding['level'], where: HostName, params: Finding['params']): Finding {
  return {code, level, where, service: 'host', params, evidence: {command: 'df -B1', raw: `${JSON.stringify(params)}`}};
}
