// The package repository that machines install from: the closure of the package table against the base, indexed, read-only for them.

import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Mirrors} from './apt-sources.ts';
import {type BuildContext, KEYRING, sweepPartial} from './base.ts';
import {debianArch} from './base-recipe.ts';
import {run} from './command-line.ts';
import {fileExists} from './disk.ts';
import {STACK_PACKAGES, SUITE} from './packages.ts';

const DOWNLOAD_MS = 15 * 60_000;
const REPO_VERSION = 1;

/** Names the repository by the base it completes and the packages it holds. */
export function repoStamp(base: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([REPO_VERSION, base, STACK_PACKAGES]))
    .digest('hex');
  return `${SUITE}-${hash.slice(0, 12)}`;
}

/** Makes sure that the repository for this base exists; returns its directory name below `repo/`. The caller holds the build lock. */
export async function ensureRepo(context: BuildContext, base: string): Promise<string> {
  const {root, progress} = context;
  const stamp = repoStamp(base);
  await mkdir(root.repo, {recursive: true, mode: 0o755});
  await sweepPartial(root.repo);
  if (await fileExists(join(root.repo, stamp))) return stamp;
  progress('packages: fetching the stack and what it depends on (once)');
  const partial = await mkdtemp(join(root.repo, 'partial-'));
  await fetchClosure(context, join(root.base, base), partial);
  const count = await index(partial, join(root.repo, stamp));
  progress(`packages: ${count} ready (${stamp})`);
  return stamp;
}

async function fetchClosure(context: BuildContext, base: string, dir: string): Promise<void> {
  await Promise.all(['lists/partial', 'debs/partial', 'cache'].map((one) => mkdir(join(dir, one), {recursive: true})));
  await writeFile(join(dir, 'sources.list'), sourcesList(context.mirrors));
  const apt = ['apt-get', '-q', ...aptOptions(base, dir)];
  const options = {signal: context.signal, timeoutMs: DOWNLOAD_MS, dieWithUs: true};
  await run([...apt, 'update'], options);
  for (const packages of Object.values(STACK_PACKAGES)) {
    await run([...apt, 'install', '--download-only', '--no-install-recommends', '--yes', ...packages], options);
  }
}

function sourcesList(mirrors: Mirrors): string {
  const option = `[signed-by=${KEYRING}]`;
  return [
    `deb ${option} ${mirrors.main} ${SUITE} main`,
    `deb ${option} ${mirrors.main} ${SUITE}-updates main`,
    `deb ${option} ${mirrors.security} ${SUITE}-security main`,
    '',
  ].join('\n');
}

/** apt with lists, cache, status and sources of its own: the host's are neither read nor touched (its proxy settings are). */
function aptOptions(base: string, dir: string): readonly string[] {
  const settings = {
    'APT::Architecture': debianArch(process.arch),
    'APT::Architectures': debianArch(process.arch),
    'APT::Sandbox::User': 'root',
    'APT::Update::Post-Invoke-Success': '',
    'Dir::State': dir,
    'Dir::State::lists': join(dir, 'lists'),
    'Dir::State::status': join(base, 'var/lib/dpkg/status'),
    'Dir::State::extended_states': join(dir, 'extended_states'),
    'Dir::Cache': join(dir, 'cache'),
    'Dir::Cache::archives': join(dir, 'debs'),
    'Dir::Etc::SourceList': join(dir, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/** Indexes the fetched packages and gives the finished directory its name; returns how many there are. */
async function index(partial: string, target: string): Promise<number> {
  const debs = join(partial, 'debs');
  await Promise.all(['partial', 'lock'].map((name) => rm(join(debs, name), {recursive: true, force: true})));
  const names = (await readdir(debs)).filter((name) => name.endsWith('.deb'));
  const packages = await run(['sh', '-c', 'cd "$1" && exec dpkg-scanpackages --multiversion .', 'sh', debs], {
    timeoutMs: 120_000,
  });
  await writeFile(join(debs, 'Packages'), `${packages}\n`);
  await run(['chmod', '-R', 'a+rX', debs]);
  await rename(debs, target);
  await rm(partial, {recursive: true});
  return names.length;
}
