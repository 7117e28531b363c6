// Looks at what events are made of: the jobs that slurmctld knows, the operation that holds the lock, the last ones that ended.

import type {ClusterConfig} from '../../config/schema.ts';
import {HpchaError} from '../../model/error.ts';
import {auditTailLook, operationLockLook} from '../../probes/catalogue/host.ts';
import {slurmJobsLook} from '../../probes/catalogue/slurm.ts';
import {parseAuditLine} from '../../run/audit/audit-entry.ts';
import {parseLock} from '../../run/lock/op-record.ts';
import type {HostReader} from '../../transport/host.ts';
import type {SeenJob, SeenRun} from './derive-events.ts';
import {parseJobs} from './derive-events.ts';

/** Rejects where squeue did not answer, or its answer was cut: a part of the queue would end all the other jobs. */
export async function lookAtJobs(
  reader: HostReader,
  slurm: ClusterConfig['slurm'],
  signal: AbortSignal,
): Promise<readonly SeenJob[]> {
  const output = await reader.look(slurmJobsLook(slurm), signal);
  if (!output.truncated) return parseJobs(output.stdout);
  const what = 'there are more jobs than one answer of squeue holds: job events are not told';
  throw new HpchaError({code: 'parse', where: reader.host, what});
}

/** Operations of any console or page: each controller that took part has its lock and its line of the audit journal. */
export async function lookAtRuns(reader: HostReader, signal: AbortSignal): Promise<readonly SeenRun[]> {
  const [lock, audit] = await Promise.all([reader.look(operationLockLook, signal), reader.look(auditTailLook, signal)]);
  const ended = audit.stdout.split('\n').flatMap((line): readonly SeenRun[] => {
    const entry = parseAuditLine(line);
    if (entry === null) return [];
    const {opId, action, title, operator, result} = entry;
    return [{runId: opId, action, title, operator, state: result}];
  });
  const held = lock.exitCode === 0 ? parseLock(lock.stdout) : undefined;
  if (held?.kind !== 'held' || held.record === null) return ended;
  const {opId, action, title, operator} = held.record;
  return [...ended, {runId: opId, action, title, operator, state: 'running'}];
}
