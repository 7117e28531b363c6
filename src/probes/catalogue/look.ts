// How the catalogue's looks are built: defaults in one place, names stable, because sudoers files and evidence refer to them.

import type {Argv} from '../../model/argv.ts';
import type {Look} from '../../model/look.ts';

/** Long enough for a loaded controller, short enough that one hung command is noticed within a refresh. */
export const usualTimeoutMs = 5_000;

type LookOptions = {
  readonly privileged?: boolean;
  readonly timeoutMs?: number;
  readonly answers?: readonly number[];
};

export function defineLook(name: string, argv: Argv, options: LookOptions = {}): Look {
  return {
    name,
    argv,
    privileged: options.privileged ?? false,
    timeoutMs: options.timeoutMs ?? usualTimeoutMs,
    ...(options.answers === undefined ? {} : {answers: options.answers}),
  };
}

/** What the service manager says of itself: how many units have failed, and the environment that its services inherit. */
export function managerLook(): Look {
  return defineLook('service-manager', ['systemctl', 'show', '--property=NFailedUnits,Environment']);
}
