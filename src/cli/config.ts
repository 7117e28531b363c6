// The commands `config init|check|schema|path`: everything about the file, nothing over the network.

import {open, readFile} from 'node:fs/promises';
import {templateText} from '../actions/templates.ts';
import {configFileName, findConfig} from '../config/find-config.ts';
import {loadConfig} from '../config/load.ts';
import {jsonSchema} from '../config/shape-messages.ts';
import {HpchaError} from '../model/error.ts';
import type {Language} from '../model/message.ts';
import {planWords} from '../model/plan-words.ts';
import {tellWarnings} from './config-warnings.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';

/** Writes the commented example with mode 0600. Never overwrites. */
export async function runConfigInit(io: CliIo, path: string = configFileName): Promise<number> {
  const handle = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new HpchaError({
      code: exists ? 'refused' : 'config',
      where: path,
      what: exists ? 'it is there already; nothing was changed' : 'it cannot be written',
      hint: exists ? 'hpcha-tui config check, or config init OTHER.yaml' : 'choose a directory that you may write to',
      cause,
    });
  });
  try {
    await handle.writeFile(templateText('config/my_multihead_cluster.yaml'));
  } finally {
    await handle.close();
  }
  io.stdout(`${path} written with mode 0600. Edit it, then: hpcha-tui config check\n`);
  return 0;
}

/** Validates without touching the network; warnings on stderr, the answer on stdout, exit 78 on errors. */
export async function runConfigCheck(
  io: CliIo,
  options: {readonly config?: string; readonly json: boolean; readonly lang?: Language | undefined},
): Promise<number> {
  const path = findConfig(options.config, io.env, io.cwd);
  const loaded = await loadConfig(path, io.env);
  const {config, warnings} = loaded;
  if (options.json) {
    io.stdout(`${JSON.stringify({schema: 1, path, valid: true, warnings})}\n`);
    return 0;
  }
  const language = languageOf(options, io.env);
  tellWarnings(io, warnings, language);
  const nodes = config.nodes.compute_nodes.length;
  const good = `${path}: good. ${config.cluster.name}: ${config.nodes.controllers.length} controllers, ${nodes} compute ${nodes === 1 ? 'node' : 'nodes'}, VIP ${config.network.vip}`;
  io.stdout(`${planWords(good, language)}\n`);
  return 0;
}

export function runConfigSchema(io: CliIo): number {
  io.stdout(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return 0;
}

/** Which file would be used. */
export async function runConfigPath(io: CliIo, given: string | undefined): Promise<number> {
  const path = findConfig(given, io.env, io.cwd);
  const exists = await readFile(path).then(
    () => true,
    () => false,
  );
  io.stdout(`${path}\n`);
  return exists ? 0 : 78;
}
