// `config sudoers`: the rights of an account that may look and nothing else, word for word.

import {findConfig} from '../config/find-config.ts';
import {loadConfig} from '../config/load.ts';
import {HpchaError} from '../model/error.ts';
import {sudoersFor} from '../probes/catalogue/patterns.ts';
import type {CliIo} from './io.ts';

const usualUser = 'hpcha-watch';

/** Touches no network. The file differs from cluster to cluster: it names this one's volume, VIP and places. */
export async function runConfigSudoers(
  io: CliIo,
  given: string | undefined,
  user: string = usualUser,
): Promise<number> {
  // useradd(8): what is no name of an account could be a line of its own in the file.
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) {
    throw new HpchaError({code: 'usage', where: 'config sudoers', what: `${user} is no name of an account`});
  }
  const {config} = await loadConfig(findConfig(given, io.env, io.cwd), io.env);
  io.stdout(sudoersFor(config, user));
  return 0;
}
