// Builds the tree that all machines of all labs stand on: debootstrap once, then the recipe; half-built ones never get the final name.

import {chmod, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Mirrors} from './apt-sources.ts';
import {baseStamp, debianArch, MASKED_UNITS, OPERATORS, RECIPE_FILES} from './base-recipe.ts';
import {CONFINED, run} from './command-line.ts';
import {fileExists} from './disk.ts';
import {isMissing} from './missing-file.ts';
import {removeTree} from './mounts.ts';
import {BASE_PACKAGES, SUITE} from './packages.ts';
import type {LabRoot} from './paths.ts';
import type {Progress} from './progress.ts';

export type BuildContext = {
  readonly root: LabRoot;
  readonly mirrors: Mirrors;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
};

export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEBOOTSTRAP_MS = 20 * 60_000;

/** Makes sure that the base of the current recipe exists; returns its directory name below `base/`. The caller holds the build lock. */
export async function ensureBase(context: BuildContext): Promise<string> {
  const {root, progress} = context;
  const stamp = `${SUITE}-${baseStamp(debianArch(process.arch))}`;
  await mkdir(root.base, {recursive: true, mode: 0o755});
  await sweepPartial(root.base);
  if (await fileExists(join(root.base, stamp))) return stamp;
  progress(`base: building Debian ${SUITE} from ${context.mirrors.main} (once, about a minute)`);
  const partial = await mkdtemp(join(root.base, 'partial-'));
  // mkdtemp makes it 0700, but it becomes the machines' `/`, which every account must be able to enter.
  await chmod(partial, 0o755);
  await debootstrap(context, partial);
  await applyRecipe(partial);
  await rename(partial, join(root.base, stamp));
  progress(`base: ready (${stamp})`);
  return stamp;
}

/** Deletes what builds that were killed have left; only called under the build lock, so none is in use. */
export async function sweepPartial(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names.filter((one) => one.startsWith('partial-'))) await removeTree(join(dir, name));
}

async function debootstrap(context: BuildContext, target: string): Promise<void> {
  const argv = [
    ...['debootstrap', `--arch=${debianArch(process.arch)}`, '--variant=minbase', `--keyring=${KEYRING}`],
    ...[`--include=${BASE_PACKAGES.join(',')}`, SUITE, target, context.mirrors.main],
  ];
  await run([...CONFINED, ...argv], {
    timeoutMs: DEBOOTSTRAP_MS,
    signal: context.signal,
    dieWithUs: true,
    env: await aptProxy(),
  });
}

/** debootstrap downloads by wget, which does not know apt's proxy setting. */
async function aptProxy(): Promise<Record<string, string>> {
  const text = await run(['apt-config', 'shell', 'P', 'Acquire::http::Proxy']);
  const proxy = /^P='(.+)'$/m.exec(text)?.[1];
  return proxy === undefined || proxy === 'DIRECT' ? {} : {http_proxy: proxy};
}

async function applyRecipe(target: string): Promise<void> {
  for (const file of RECIPE_FILES) {
    const path = join(target, file.path);
    await mkdir(dirname(path), {recursive: true});
    await rm(path, {force: true});
    await writeFile(path, file.content, {mode: file.mode});
  }
  const units = join(target, 'etc/systemd/system');
  for (const unit of MASKED_UNITS) {
    await rm(join(units, unit), {force: true});
    await symlink('/dev/null', join(units, unit));
  }
  await run([
    'sh',
    '-c',
    'rm -f "$1"/etc/ssh/ssh_host_* "$1"/usr/sbin/policy-rc.d "$1"/var/lib/dbus/machine-id "$1"/etc/hostname',
    'sh',
    target,
  ]);
  await run([
    'sh',
    '-c',
    'rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/cache/apt/archives/*.deb "$1"/var/log/*',
    'sh',
    target,
  ]);
  await mkdir(join(target, 'var/log/journal'), {recursive: true});
  await Promise.all(['data', 'srv/apt'].map((dir) => mkdir(join(target, dir), {recursive: true})));
  for (const user of OPERATORS) await run(['chroot', target, 'useradd', '--create-home', '--shell', '/bin/bash', user]);
}
