// The last operations that any copy of the audit journal knows, as actions ask for them.

import type {PastOperation} from '../../model/past-operation.ts';
import type {HostConnection} from '../../transport/host.ts';
import type {AuditLine} from './audit-entry.ts';
import {mergeAudit} from './verify-audit.ts';
import {readAuditEnds} from './write-audit.ts';

/**
 * Oldest first. A copy that cannot be read leaves no hole: every line is written on all controllers that hold the lock, which
 * are a majority, and without reaching a majority nothing can be begun.
 */
export async function pastOperations(
  state: string,
  cluster: string,
  controllers: readonly HostConnection[],
  signal: AbortSignal,
): Promise<readonly PastOperation[]> {
  return mergeAudit(await readAuditEnds(state, cluster, controllers, signal)).map(asPast);
}

export function asPast(line: AuditLine): PastOperation {
  const {changed = 0, failed = 0, unknown = 0} = line.counts;
  return {
    runId: line.opId,
    action: line.action,
    title: line.title,
    at: Date.parse(line.at),
    result: line.result,
    stop: line.stop,
    operator: line.operator,
    touched: changed + failed + unknown > 0,
    safe: line.danger === 'safe',
    settles: settledBy(line),
  };
}

/** An acknowledgement names the run that was looked at; an undo the run that it took back. */
function settledBy({action, decidedBy}: AuditLine): string | null {
  const named = action === 'acknowledge' ? decidedBy['acknowledges'] : action === 'undo' ? decidedBy['run'] : undefined;
  return typeof named === 'string' ? named : null;
}
