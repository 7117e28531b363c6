// The Unix account that `test --test web` acts as: made on the controllers for the run, and taken away with everything that was its own.

import type {HostName} from '../service.ts';

/**
 * The number is one that nobody gives out: above UID_MAX of login.defs(5), between those of systemd-homed and those of DynamicUser
 * (systemd, UIDS-GIDS). It is the same on all controllers, because files and jobs know their owner by it.
 */
export const testAccount = {name: 'hpcha-test', uid: 61_100, comment: 'hpcha-tui test --test web'} as const;

/** Beginning of the name of folders in the account's first root and, for one controller, of its jobs. */
export const testWorkPrefix = 'hpcha-test-web-';

export function testJobName(node: HostName): string {
  return `${testWorkPrefix}${node}`;
}
