// The configuration without its secrets, as the web services and their helpers read it on a controller.

import {HpchaError} from '../model/error.ts';
import {Secret} from '../model/secret.ts';
import {resolveConfig} from './resolve.ts';
import {type ClusterConfig, clusterSchema} from './schema.ts';

/** Where phase 6 puts it on every controller (docs/decisions/0018); anybody may read it. */
export const publicConfigPath = '/etc/hpcha/web/cluster.json';

/** JSON in the shape of the YAML file; every secret is left out, as if it had not been written. Ends with a newline. */
export function publicConfigText(config: ClusterConfig): string {
  const text = JSON.stringify(
    config,
    function (this: Record<string, unknown>, key: string, value: unknown) {
      // `value` has been through Secret.toJSON already; the holder still has the Secret itself.
      return this[key] instanceof Secret ? undefined : value;
    },
    2,
  );
  return `${text}\n`;
}

/** Throws HpchaError `config` where the text is not what `publicConfigText` writes. */
export function readPublicConfig(text: string, where = publicConfigPath): ClusterConfig {
  const parsed = clusterSchema.safeParse(parseJson(text, where));
  if (parsed.success) return resolveConfig(parsed.data, {});
  const [first] = parsed.error.issues;
  const what = `${first?.path.join('.') ?? ''}: ${first?.message ?? 'not a configuration'}`;
  throw new HpchaError({code: 'config', where, what, hint: 'hpcha-tui start --phase 6 writes it anew'});
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HpchaError({code: 'config', where, what: 'this is not JSON', cause});
  }
}
