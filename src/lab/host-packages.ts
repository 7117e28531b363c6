// Installs what the lab's host lacks, by apt, without letting a package start a service on the host.

import {chmod, readFile, rm, writeFile} from 'node:fs/promises';
import {run} from './command-line.ts';
import {fileExists} from './disk.ts';
import {assertNothingMissing, assertRootOnLinux, type Lack, missingOnHost} from './host-check.ts';
import type {Progress} from './progress.ts';

const POLICY = '/usr/sbin/policy-rc.d';
const MARK = '# hpcha-tui lab: no service starts while the lab installs its tools; removed afterwards';

export type HostOptions = {
  readonly installHostPackages?: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
};

/** Throws unless this host can run a lab: `refused` without root or Linux, `missing` naming all it lacks (installed first if asked). */
export async function prepareHost(options: HostOptions): Promise<void> {
  assertRootOnLinux();
  let lacks = await missingOnHost(process.env);
  if (options.installHostPackages === true && lacks.length > 0) {
    await installHostPackages(lacks, options.progress, options.signal);
    lacks = await missingOnHost(process.env);
  }
  assertNothingMissing(lacks);
}

/** apt-get install of the packages behind the lacks; returns their names. invoke-rc.d asks policy-rc.d, which answers 101: do not start. */
async function installHostPackages(
  lacks: readonly Lack[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const packages = [...new Set(lacks.flatMap((lack) => lack.package ?? []))];
  if (packages.length === 0) return [];
  progress(`host: apt-get install ${packages.join(' ')}`);
  const ours = await forbidStarts();
  try {
    await run(['apt-get', '-q', 'update'], {timeoutMs: 300_000, signal});
    await run(['apt-get', '-q', 'install', '--yes', '--no-install-recommends', ...packages], {
      timeoutMs: 900_000,
      signal,
    });
  } finally {
    if (ours) await rm(POLICY, {force: true});
  }
  return packages;
}

/** Writes the policy unless the host has one of its own, which is then respected. One that we left when killed is ours again. */
async function forbidStarts(): Promise<boolean> {
  if ((await fileExists(POLICY)) && !(await readFile(POLICY, 'utf8')).includes(MARK)) return false;
  await writeFile(POLICY, `#!/bin/sh\n${MARK}\nexit 101\n`);
  await chmod(POLICY, 0o755);
  return true;
}
