// Keeps the lab's YAML in step with its machines, and never overwrites one that somebody has edited.

import {readFile, writeFile} from 'node:fs/promises';
import {availableParallelism, totalmem} from 'node:os';
import {clusterYaml, configHash, newPasswords} from './cluster-yaml.ts';
import {fileExists} from './disk.ts';
import type {LabContext} from './machine.ts';
import type {Progress} from './progress.ts';

/** Writes the YAML unless someone has edited it since; then the new version is put beside it. */
export async function writeConfig(context: LabContext, progress: Progress): Promise<void> {
  const {paths, store} = context;
  const exists = await fileExists(paths.config);
  const old = exists ? await readFile(paths.config, 'utf8') : undefined;
  const passwords = old === undefined ? newPasswords() : passwordsIn(old);
  const hardware = {cpus: availableParallelism(), memoryMb: Math.min(1024, Math.floor(totalmem() / 2 ** 20 / 4))};
  const text = clusterYaml(paths, store.get(), {...newPasswords(), ...passwords}, hardware);
  if (old === text) return;
  if (old !== undefined && configHash(old) !== store.get().configHash) {
    await writeFile(`${paths.config}.new`, text, {mode: 0o600});
    progress(`config: ${paths.config} was edited and is kept; what the lab would write is beside it (.new)`);
    return;
  }
  await store.change((state) => ({...state, configHash: configHash(text)}));
  await writeFile(paths.config, text, {mode: 0o600});
}

/** The passwords of a YAML that the lab wrote, so that rewriting it for more machines keeps them. */
function passwordsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([A-Z][A-Z0-9_]*): "([^"]*)"$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}
