// `hpcha-tui helper look`: systemd hands it one connection as stdin and stdout; it answers looks of the catalogue and nothing else.

import {readFile} from 'node:fs/promises';
import type {ClusterConfig} from '../../../config/schema.ts';
import {HpchaError} from '../../../model/error.ts';
import {Secret} from '../../../model/secret.ts';
import {openFaces} from '../../../transport/host-faces.ts';
import {LocalLink} from '../../../transport/local-link.ts';
import {RootRights} from '../../../transport/root-rights.ts';
import {SudoPasswords} from '../../../transport/sudo-passwords.ts';
import {localController} from '../local-controller.ts';
import {publicConfig} from '../public-config-file.ts';
import {stdioStream} from '../stdio-stream.ts';
import {lookPolicy} from './look-policy.ts';
import {serveLooks} from './serve-looks.ts';

/** Root's own file: Redis knows one password, and only commands of the catalogue are sent with it. */
const redisSecretPath = '/etc/hpcha/web/secrets/redis';

/** Resolves to exit code 0 when the asker has gone. Rejects with `config` where the controller was not set up for it. */
export async function runLookHelper(): Promise<number> {
  const config = await publicConfig();
  const {hostname, ip_address} = localController(config);
  const link = new LocalLink(hostname, ip_address, true);
  // Root already; nobody is there to be asked for a password.
  const rights = new RootRights(link, 'none', new SudoPasswords(undefined));
  const connection = openFaces(link, rights, await redisSecret(config));
  try {
    await serveLooks(stdioStream(), connection, lookPolicy(config));
    return 0;
  } finally {
    await connection.close();
  }
}

async function redisSecret(config: ClusterConfig): Promise<ReadonlyMap<string, Secret>> {
  try {
    return new Map([['redis.password', new Secret((await readFile(redisSecretPath, 'utf8')).trim())]]);
  } catch (thrown) {
    const isAbsent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (isAbsent && !config.nodes.controllers.some(({services}) => services.redis)) return new Map();
    throw new HpchaError({code: 'config', where: redisSecretPath, what: 'it cannot be read', cause: thrown});
  }
}
