// The parts that all labs share, base and package repository: made when missing, deleted when no lab stands on them.

import {mkdir, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {hostMirrors} from './apt-sources.ts';
import {ensureBase} from './base.ts';
import {fileExists} from './disk.ts';
import {assertSpace} from './host-check.ts';
import {isOn} from './machine.ts';
import {removeTree} from './mounts.ts';
import {type LabRoot, labPaths} from './paths.ts';
import {ensureRepo} from './repo.ts';
import {type LabState, readAllStates, readState} from './state.ts';
import {DEFAULT_COMPUTE, DEFAULT_CONTROLLERS, type UpOptions} from './up-options.ts';

/** Directory names below `base/` and `repo/`. */
export type Shared = {readonly base: string; readonly repo: string};

/** Base and repository for this lab: an existing lab keeps the base that its machines' layers were written over. */
export async function buildShared(options: UpOptions): Promise<Shared> {
  const {root, progress, signal} = options;
  const existing = await readState(labPaths(root, options.name).state);
  const newMachines =
    existing === undefined ? (options.controllers ?? DEFAULT_CONTROLLERS) + (options.compute ?? DEFAULT_COMPUTE) : 0;
  await assertSpace(root, newMachines);
  await mkdir(root.dir, {recursive: true, mode: 0o755});
  const context = {root, mirrors: await hostMirrors(), progress, signal};
  const keep = existing !== undefined && (await fileExists(join(root.base, existing.base)));
  const base = keep ? existing.base : await ensureBase(context);
  // Machines that run have the repository mounted: theirs is exchanged when all of them are off.
  const running =
    existing !== undefined && (await anyOn(existing)) && (await fileExists(join(root.repo, existing.repo)));
  const repo = running ? existing.repo : await ensureRepo(context, base);
  await prune(root, existing?.name, {base, repo});
  return {base, repo};
}

async function anyOn(state: LabState): Promise<boolean> {
  const on = await Promise.all(state.machines.map((machine) => isOn(machine)));
  return on.includes(true);
}

/** Deletes bases and repositories that no lab stands on any more. */
async function prune(root: LabRoot, name: string | undefined, current: Shared): Promise<void> {
  const states = (await readAllStates(root)).filter((state) => state.name !== name);
  const used = {
    base: new Set([current.base, ...states.map((one) => one.base)]),
    repo: new Set([current.repo, ...states.map((one) => one.repo)]),
  };
  for (const kind of ['base', 'repo'] as const) {
    for (const entry of await readdir(root[kind]))
      if (!used[kind].has(entry)) await removeTree(join(root[kind], entry));
  }
}
