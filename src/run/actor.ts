// Who asks for a run: the local user, whoever is behind sudo, and this machine's name.

import {hostname, userInfo} from 'node:os';
import type {Actor} from '../model/run-event.ts';

export function currentActor(env: Readonly<Record<string, string | undefined>>): Actor {
  const behind = env['SUDO_USER'];
  return {user: userInfo().username, console: hostname(), ...(behind === undefined ? {} : {sudoUser: behind})};
}

export function actorText(actor: Actor): string {
  const behind = actor.sudoUser === undefined ? '' : ` (${actor.sudoUser})`;
  return `${actor.user}${behind}@${actor.console}`;
}
