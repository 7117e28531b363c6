// What the audit journal tells of a run whose Runner was lost: nobody knows how it ended, and so its class stays closed until somebody has looked.

import {createHash} from 'node:crypto';
import type {HostConnection} from '../../transport/host.ts';
import {actorText, currentActor} from '../actor.ts';
import {mergeAudit} from '../audit/verify-audit.ts';
import {readAuditEnds, writeAudit} from '../audit/write-audit.ts';
import {makePermit} from '../permit.ts';
import type {Holder} from './see-locks.ts';

type Place = {
  readonly cluster: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Called when its lock has been released. A run that wrote its own line before it was lost needs none. */
export async function recordOrphan(
  {lock, hosts}: Holder,
  {cluster, state, env}: Place,
  connections: readonly HostConnection[],
): Promise<void> {
  const {record} = lock;
  if (record === null) return;
  const signal = AbortSignal.timeout(10_000);
  const known = mergeAudit(await readAuditEnds(state, cluster, connections, signal));
  if (known.some(({opId}) => opId === record.opId)) return;
  const body = {
    schema: 1 as const,
    at: new Date().toISOString(),
    opId: record.opId,
    epoch: record.epoch,
    cluster,
    operator: record.operator,
    reason: record.reason ?? null,
    action: record.action,
    title: record.title,
    // The lock does not say it; what is not known to be safe is not.
    danger: 'unknown',
    targets: [...hosts],
    planHash: record.planHash,
    decidedBy: {},
    result: 'unknown',
    stop: `its Runner was lost while: ${lock.doing}; its lock was released by ${actorText(currentActor(env))}`,
    counts: {unknown: 1},
    tookMs: lock.ageSeconds * 1000,
    saw: [],
    journal: createHash('sha256').update('').digest('hex'),
  };
  const mine = connections.filter(({host}) => hosts.includes(host));
  await writeAudit(body, state, mine, makePermit('release', record.opId));
}
