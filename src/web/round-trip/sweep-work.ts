// What tests left of their jobs and files, taken away: jobs by their name, files as the account itself, so that no link leads root astray.

import {rmdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import {testAccount, testJobName, testWorkPrefix} from '../../model/web/test-account.ts';
import {pathOf, rootsOf} from '../files/path-rules.ts';
import {openMount} from '../helpers/as/files/walk.ts';
import type {UnixAccount} from '../helpers/as/unix-account.ts';
import type {WebSettings} from '../settings.ts';
import type {CommandOutput, RunCommand} from './run-command.ts';

export type Sweep = {
  readonly run: RunCommand;
  readonly settings: WebSettings;
  readonly account: Pick<UnixAccount, 'name' | 'uid' | 'gid'>;
  /** Only in tests false: what would be looked for on a mount that is away, lies elsewhere. */
  readonly mustBeMounted: boolean;
};

const settleMs = 20_000;

/** Rejects where jobs of this controller's tests are still in the queue, or the queue cannot be seen. */
export async function sweepJobs({run, settings, account}: Sweep): Promise<void> {
  const slurm = (name: string): string => path.join(settings.slurm.bin, name);
  const whose = [`--user=${account.name}`, `--name=${testJobName(settings.node)}`];
  // Its exit code says nothing: there may be none, or they end by themselves meanwhile. The queue does.
  await run(slurm('scancel'), whose);
  const ends = performance.now() + settleMs;
  for (;;) {
    const queue = await run(slurm('squeue'), ['--noheader', '--format=%i %T', ...whose]);
    if (queue.code !== 0) throw failed('squeue', queue);
    const left = queue.stdout.trim();
    if (left === '') return;
    if (performance.now() > ends)
      throw new HpchaError({code: 'command', where: 'squeue', what: `still there: ${left}`});
    await sleep(500);
  }
}

/** Folders of tests in the account's first root; of the account that tests make, all that it has. */
export async function sweepFiles({run, settings, account, mustBeMounted}: Sweep): Promise<void> {
  const {mount, roots} = settings.files;
  const places = rootsOf(mount, roots, account.name);
  const root = pathOf(places[0] ?? []);
  await (await openMount({mount, roots: places, node: settings.node, mustBeMounted})).close();
  const isThere = await run('test', ['-d', root], account);
  if (isThere.code !== 0) return;
  const isOwn = account.name === testAccount.name;
  const which = isOwn ? [] : ['-maxdepth', '1', '-name', `${testWorkPrefix}*`];
  const how = isOwn ? ['-delete'] : ['-exec', 'rm', '-rf', '--', '{}', '+'];
  const removed = await run('find', [root, '-xdev', '-mindepth', '1', ...which, ...how], account);
  if (removed.code !== 0) throw failed('find', removed);
  if (!isOwn) return;
  // Its parent is root's, and rmdir(2) takes no folder with anything in it.
  await rmdir(root).catch((thrown: unknown) => {
    throw toHpchaError(thrown, root);
  });
}

function failed(where: string, {code, stderr}: CommandOutput): HpchaError {
  return new HpchaError({code: 'command', where, what: stderr.trim().slice(0, 500) || `exit code ${code}`});
}
