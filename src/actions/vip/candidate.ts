// What a controller must be able to do before it is given the virtual address (ha-operations §4.3): every unmet condition, not the first.

import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {KeepalivedFacts} from '../../model/facts.ts';
import type {Finding, FindingParams} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';

/** A last write this old says that the mount no longer takes writes (the write check runs every few seconds). */
const oldestWriteSeconds = 60;

export function candidateFindings(
  controller: ControllerConfig,
  facts: KeepalivedFacts | null,
  unseen: string | null,
  snapshot: Snapshot,
  config: ClusterConfig,
): readonly Finding[] {
  const where = controller.hostname;
  const against = (code: string, params: FindingParams): Finding => ({
    code,
    level: 'critical',
    where,
    service: 'keepalived',
    params,
  });
  if (facts === null) return [against('VipTargetUnseen', {why: unseen ?? '?'})];
  const findings = [
    ...daemonAgainst(facts).map(([code, params]) => against(code, params)),
    ...(controller.services.mariadb ? databaseAgainst(where, snapshot) : []).map((state) =>
      against('VipTargetDatabase', {state}),
    ),
    ...(controller.services.glusterfs ? mountAgainst(where, snapshot) : []).map((state) =>
      against('VipTargetMount', {state}),
    ),
    ...hostAgainst(where, snapshot, config).map(([code, params]) => against(code, params)),
  ];
  return findings;
}

type Reason = readonly [code: string, params: FindingParams];

function daemonAgainst(facts: KeepalivedFacts): readonly Reason[] {
  const {unit, vrrpState, maintenance, checks} = facts;
  const failing = Object.entries(checks).flatMap(([name, passes]) => (passes ? [] : [name]));
  return [
    ...(unit.active === 'active' ? [] : [['VipTargetDaemon', {state: unit.active}] as const]),
    ...(maintenance === null
      ? []
      : [['VipTargetMaintenance', {owner: maintenance.owner, reason: maintenance.reason}] as const]),
    ...(unit.active === 'active' && maintenance === null && vrrpState !== 'BACKUP' && vrrpState !== 'MASTER'
      ? [['VipTargetState', {state: vrrpState ?? '?'}] as const]
      : []),
    ...failing.map((name) => ['VipTargetCheck', {name}] as const),
  ];
}

function databaseAgainst(host: string, snapshot: Snapshot): readonly string[] {
  const reading = readingOf(snapshot, 'mariadb', host);
  if (reading.kind === 'lost') return [reading.error.what];
  if (reading.kind === 'none') return [];
  const {status, unit, sqlError} = reading.value;
  if (status === null) return [sqlError ?? unit.active];
  const serves = status['wsrep_cluster_status'] === 'Primary' && ['2', '4'].includes(status['wsrep_local_state'] ?? '');
  return serves ? [] : [`${status['wsrep_cluster_status'] ?? '?'}, ${status['wsrep_local_state_comment'] ?? '?'}`];
}

function mountAgainst(host: string, snapshot: Snapshot): readonly string[] {
  const reading = readingOf(snapshot, 'glusterfs', host);
  if (reading.kind === 'lost') return [reading.error.what];
  if (reading.kind === 'none') return [];
  const {mount, mountAnswers, mountError, writeCheckAgeSeconds} = reading.value;
  if (mount === null) return ['nothing is mounted'];
  if (mountAnswers === false) return [mountError ?? 'it does not answer'];
  if (writeCheckAgeSeconds !== null && writeCheckAgeSeconds > oldestWriteSeconds)
    return [`the last write that succeeded is ${Math.round(writeCheckAgeSeconds)} s old`];
  return [];
}

function hostAgainst(host: string, snapshot: Snapshot, {thresholds}: ClusterConfig): readonly Reason[] {
  const facts = seenValue(readingOf(snapshot, 'host', host));
  if (facts === undefined) return [];
  const skew = Math.abs(facts.clockOffsetMs ?? 0);
  return [
    ...facts.disks.flatMap(({path, usedBytes, sizeBytes, readOnly}): readonly Reason[] => {
      const percent = sizeBytes === 0 ? 0 : Math.round((100 * usedBytes) / sizeBytes);
      if (readOnly) return [['VipTargetDisk', {path, state: 'read-only'}]];
      return percent >= thresholds.disk_critical_percent ? [['VipTargetDisk', {path, state: `${percent} %`}]] : [];
    }),
    ...(skew >= thresholds.clock_skew_critical_ms ? [['VipTargetClock', {ms: Math.round(skew)}] as const] : []),
  ];
}
