// Finds the configuration file: --config, then the working directory, then XDG, then /etc/hpcha.

import {existsSync} from 'node:fs';
import {join} from 'node:path';

export const configFileName = 'my_multihead_cluster.yaml';

/** The file to use; when none exists, the first candidate, so that the error names where it was expected. */
export function findConfig(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string {
  if (given !== undefined) return given;
  const home = env['XDG_CONFIG_HOME'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.config'));
  const candidates = [
    join(cwd, configFileName),
    ...(home === undefined ? [] : [join(home, 'hpcha', configFileName)]),
    join('/etc/hpcha', configFileName),
  ];
  return candidates.find((path) => existsSync(path)) ?? join(cwd, configFileName);
}
