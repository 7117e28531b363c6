// A control group of its own for every machine in every mounted hierarchy; without it machines share one tree and units fail with 219/CGROUP.

import {mkdir, readdir, readFile, rmdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {isMissing} from './missing-file.ts';
import type {Mount} from './mounts.ts';
import {waitUntil} from './wait-until.ts';

export type Hierarchy = {readonly path: string; readonly version: 1 | 2; readonly cpuset: boolean};

const PARENT = 'hpcha-lab';

/** The mounted hierarchies: one on a v2 host, the named, controller and unified ones on a hybrid host. */
export function hierarchies(mounts: readonly Mount[]): readonly Hierarchy[] {
  const seen = new Map<string, Hierarchy>();
  for (const mount of mounts) {
    if (mount.type !== 'cgroup' && mount.type !== 'cgroup2') continue;
    if (!mount.target.startsWith('/sys/fs/cgroup')) continue;
    seen.set(mount.target, {
      path: mount.target,
      version: mount.type === 'cgroup2' ? 2 : 1,
      cpuset: mount.options.includes('cpuset'),
    });
  }
  return [...seen.values()];
}

/** The groups of one machine, one in each hierarchy. Recorded in state.json before they are made. */
export function machineGroups(mounted: readonly Hierarchy[], lab: string, machine: string): readonly string[] {
  return mounted.map((hierarchy) => join(hierarchy.path, PARENT, lab, machine));
}

/** Makes the groups; an empty v1 cpuset accepts no process, so it inherits its parent's. */
export async function makeGroups(mounted: readonly Hierarchy[], groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    const hierarchy = mounted.find((one) => group.startsWith(`${one.path}/`));
    await mkdir(group, {recursive: true});
    const chain = [dirname(dirname(group)), dirname(group), group];
    if (hierarchy?.cpuset === true) for (const one of chain) await inheritCpuset(one);
    if (hierarchy?.version === 2) for (const one of [hierarchy.path, ...chain.slice(0, 2)]) await delegate(one);
  }
}

async function inheritCpuset(group: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    await writeFile(join(group, file), await readFile(join(dirname(group), file), 'utf8'));
  }
}

/**
 * Hands the v2 controllers of a group down to its children. A controller that the kernel will not hand down (realtime
 * processes, a threaded domain) is left where it is: the machine then runs without that accounting.
 */
async function delegate(group: string): Promise<void> {
  const own = (await readFile(join(group, 'cgroup.controllers'), 'utf8')).split(/\s+/).filter((name) => name !== '');
  const handed = (await readFile(join(group, 'cgroup.subtree_control'), 'utf8')).split(/\s+/);
  for (const controller of own.filter((name) => !handed.includes(name))) {
    await writeFile(join(group, 'cgroup.subtree_control'), `+${controller}`).catch(refusedByKernel);
  }
}

function refusedByKernel(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EBUSY' && code !== 'EINVAL' && code !== 'EOPNOTSUPP' && code !== 'ENOENT') throw error;
}

async function groupsBelow(group: string): Promise<readonly string[]> {
  const entries = await readdir(group, {withFileTypes: true}).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const nested = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => groupsBelow(join(group, entry.name))),
  );
  return [...nested.flat(), group];
}

async function processesIn(group: string): Promise<readonly number[]> {
  const lists = await Promise.all(
    (await groupsBelow(group)).map(async (one) => {
      const text = await readFile(join(one, 'cgroup.procs'), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return '';
        throw error;
      });
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map(Number);
    }),
  );
  // A process of another pid namespace that is not ours to see reads 0.
  return lists.flat().filter((pid) => pid > 0);
}

/** Kills everything in the groups and removes them; waits until the kernel has let go of each. */
export async function removeGroups(groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    await waitUntil(() => emptied(group), {
      what: `the processes in ${group} to end`,
      where: 'cgroup',
      timeoutMs: 30_000,
    });
    await waitUntil(() => removed(group), {what: `${group} to be removable`, where: 'cgroup', timeoutMs: 10_000});
  }
  for (const lab of new Set(groups.map(dirname))) {
    await removeIfEmpty(lab);
    await removeIfEmpty(dirname(lab));
  }
}

async function emptied(group: string): Promise<boolean> {
  const pids = await processesIn(group);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return pids.length === 0;
}

async function removed(group: string): Promise<boolean> {
  for (const one of await groupsBelow(group)) await removeIfEmpty(one);
  return (await groupsBelow(group)).length <= 1 && !(await exists(group));
}

async function exists(group: string): Promise<boolean> {
  return readdir(group).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}

async function removeIfEmpty(group: string): Promise<void> {
  await rmdir(group).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!isMissing(error) && code !== 'EBUSY' && code !== 'ENOTEMPTY') throw error;
  });
}
