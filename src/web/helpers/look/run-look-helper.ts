// `hpcha-tui helper look`: systemd hands it one connection as stdin and stdout; it answers looks of the catalogue and nothing else.

import {readFile} from 'node:fs/promises';
import type {ClusterConfig} from '../../../config/schema.ts';
import {HpchaError} from '../../../model/error.ts';
import {Secret} from '../../../model/secret.ts';
import {openTransport} from '../../../transport/open-transport.ts';
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
  const controller = localController(config);
  const transport = openTransport(config, {secrets: await redisSecret(config)});
  try {
    await serveLooks(stdioStream(), transport.connection(controller.hostname), lookPolicy(config));
    return 0;
  } finally {
    await transport.close();
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
