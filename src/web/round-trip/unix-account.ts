// The Unix account of the web test on one controller: made locked and with an end, and removed again. Only this very account is ever touched.

import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {HpchaError} from '../../model/error.ts';
import {testAccount} from '../../model/web/test-account.ts';
import type {RunCommand} from './run-command.ts';

const {name, uid, comment} = testAccount;
const dayMs = 86_400_000;
/** Whatever happens to whoever should remove it: after two midnights nobody can act as it any more. */
const lifeDays = 2;
const endMs = 10_000;
const hint = 'take that away, or name an account that is there: --web-user NAME';

/** Made where it is missing, its end moved on where it is there. Rejects with `refused` where its name or number is somebody else's. */
export async function ensureTestAccount(run: RunCommand, now: number): Promise<string> {
  const expires = new Date(now + lifeDays * dayMs).toISOString().slice(0, 10);
  if (await isTestAccountThere(run)) {
    await mustDo(run, 'usermod', ['--expiredate', expires, name]);
    return `the account ${name} is there`;
  }
  for (const [database, key] of [
    ['passwd', String(uid)],
    ['group', String(uid)],
    ['group', name],
  ] as const) {
    const line = await entry(run, database, key);
    if (line === null) continue;
    throw refused(`${key} of ${database} is taken by ${line.split(':')[0] ?? '?'}`);
  }
  const place = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/sh', '--no-log-init'];
  const numbers = ['--uid', String(uid), '--user-group'];
  await mustDo(run, 'useradd', [...numbers, ...place, '--expiredate', expires, '--comment', comment, name]);
  if (!(await isTestAccountThere(run)))
    throw refused(`useradd ended well, and there is no account ${name} with uid ${uid}`);
  return `made the account ${name} (uid ${uid}, no password, no home, ends ${expires})`;
}

/** Resolves to whether there was one. Its processes are helpers that wait for the next request: they are asked to end first. */
export async function removeTestAccount(run: RunCommand): Promise<boolean> {
  if (!(await isTestAccountThere(run))) return false;
  await endProcesses();
  await mustDo(run, 'userdel', [name]);
  if ((await entry(run, 'passwd', name)) !== null) throw refused(`userdel ended well, and ${name} is still there`);
  return true;
}

/** Rejects with `refused` for an account of that name that is not the one that tests make. */
export async function isTestAccountThere(run: RunCommand): Promise<boolean> {
  const line = await entry(run, 'passwd', name);
  if (line === null) return false;
  const [, , number, , gecos] = line.split(':');
  if (number === String(uid) && gecos === comment) return true;
  throw refused(`there is an account ${name} (uid ${number ?? '?'}) that no test has made`);
}

async function entry(run: RunCommand, database: 'passwd' | 'group', key: string): Promise<string | null> {
  const {code, stdout, stderr} = await run('getent', [database, key]);
  if (code === 0) return stdout.trim();
  // getent(1): 2 is "not found"; everything else is no answer.
  if (code === 2) return null;
  throw new HpchaError({code: 'command', where: `getent ${database}`, what: stderr.trim() || `exit code ${code}`});
}

async function mustDo(run: RunCommand, command: string, words: readonly string[]): Promise<void> {
  const {code, stderr} = await run(command, words);
  if (code !== 0) throw new HpchaError({code: 'command', where: command, what: stderr.trim() || `exit code ${code}`});
}

function refused(what: string): HpchaError {
  return new HpchaError({code: 'refused', where: 'test account', what, hint});
}

/** userdel(8) leaves an account that is in use. Each is asked, then ended; nobody else's uid is ever looked for. */
async function endProcesses(): Promise<void> {
  const from = performance.now();
  for (;;) {
    const pids = await processesOf(uid);
    if (pids.length === 0 || performance.now() - from > endMs) return;
    for (const pid of pids) signalIfThere(pid, performance.now() - from > endMs / 2 ? 'SIGKILL' : 'SIGTERM');
    await sleep(100);
  }
}

async function processesOf(wanted: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const owned = await Promise.all(pids.map(async (pid) => ((await uidOf(pid)) === wanted ? [pid] : [])));
  return owned.flat();
}

async function uidOf(pid: number): Promise<number | null> {
  try {
    return Number(/^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);
  } catch {
    // It ended between two looks.
    return null;
  }
}

function signalIfThere(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between two looks.
  }
}
