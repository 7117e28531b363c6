// Reads the configuration that phase 6 left on this controller.

import {readFile} from 'node:fs/promises';
import {publicConfigPath, readPublicConfig} from '../../config/public-config.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {HpchaError} from '../../model/error.ts';

/** Rejects with HpchaError `config` where there is none or it cannot be read. */
export async function publicConfig(path = publicConfigPath): Promise<ClusterConfig> {
  try {
    return readPublicConfig(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    if (thrown instanceof HpchaError) throw thrown;
    const hint = 'hpcha-tui start --phase 6 writes it';
    throw new HpchaError({code: 'config', where: path, what: 'it cannot be read', hint, cause: thrown});
  }
}
