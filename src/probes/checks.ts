// The registry of all checks that plans may name: one file a service, merged here; an error is `unknown`, never `no`.

import {toHpchaError} from '../model/error.ts';
import type {AskCheck, CheckRegistry} from '../transport/check-registry.ts';
import {type CheckGroup, unknown} from './checks/check-group.ts';
import {galeraChecks} from './checks/galera.ts';
import {glusterChecks} from './checks/gluster.ts';
import {hostChecks} from './checks/host.ts';
import {keepalivedChecks} from './checks/keepalived.ts';
import {redisChecks} from './checks/redis.ts';
import {slurmChecks} from './checks/slurm.ts';
import {verifyChecks} from './checks/verify.ts';
import {webChecks} from './checks/web.ts';

const groups: readonly CheckGroup[] = [
  hostChecks,
  glusterChecks,
  galeraChecks,
  redisChecks,
  slurmChecks,
  keepalivedChecks,
  webChecks,
  verifyChecks,
];

/** Every check by name. Two groups with the same name are a fault that a test finds. */
export const checks: CheckRegistry = new Map(
  groups.flatMap((group) => Object.entries(group).map(([name, ask]) => [name, guarded(ask)] as const)),
);

/** Silence is not an answer: what cannot be asked is `unknown` with the reason, so that it neither proves nor disproves. */
function guarded(ask: AskCheck): AskCheck {
  return async (context, args, signal) => {
    try {
      return await ask(context, args, signal);
    } catch (thrown) {
      const error = toHpchaError(thrown, context.host);
      return unknown(`${error.where}: ${error.what}`);
    }
  };
}
