// Starts the Runner as a process of its own: it survives its console, a lost ssh and a closed terminal.

import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {isSea} from 'node:sea';
import {HpchaError} from '../model/error.ts';
import {readTail} from './record/read-tail.ts';
import {makeRunDirectory} from './record/state-directory.ts';

/** The word on the command line that makes this program a Runner. Not for people: its input comes through a pipe. */
export const runnerWord = '__runner';

type Environment = Readonly<Record<string, string | undefined>>;

/** Passwords may stand in our environment (`DB_PASSWORD=… hpcha-tui setup`): the Runner gets only what it needs. */
const passedOn = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK', 'SUDO_USER'],
  ...['XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'NODE_EXTRA_CA_CERTS', 'HPCHA_LAB_DIR'],
];

/** How this very program is started again: the single executable is the program, otherwise it is node with our main file. */
export function ownCommand(): readonly [string, ...string[]] {
  if (isSea()) return [process.execPath];
  const main = process.argv[1];
  if (main === undefined) {
    throw new HpchaError({code: 'bug', where: 'runner', what: 'cannot tell how this program was started'});
  }
  return [process.execPath, ...process.execArgv, main];
}

export type SpawnedRunner = {readonly pid: number; readonly directory: string};

/**
 * Starts a Runner for that run with `input` on its stdin and resolves when its journal can be read. The child leads a session
 * of its own, ignores our terminal, and writes what must not happen to `runner.log` beside its journal.
 */
export async function spawnRunner(
  state: string,
  runId: string,
  input: string,
  env: Environment,
): Promise<SpawnedRunner> {
  const directory = await makeRunDirectory(state, runId);
  const [program, ...args] = ownCommand();
  const log = openSync(join(directory, 'runner.log'), 'a', 0o600);
  const child = spawn(program, [...args, runnerWord, runId], {
    detached: true,
    stdio: ['pipe', log, log],
    cwd: '/',
    env: Object.fromEntries(passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
  });
  closeSync(log);
  const started = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(notStarted(directory, `it ended with ${code ?? 'a signal'}`)));
    // A child that dies before it has read all breaks the pipe; its exit says more than the pipe does.
    child.stdin?.once('error', reject);
    child.stdin?.end(input, resolve);
  });
  await started;
  await journalAppears(directory, child);
  child.removeAllListeners('exit');
  child.unref();
  return {pid: child.pid ?? 0, directory};
}

const startTimeoutMs = 20_000;

async function journalAppears(directory: string, child: {readonly exitCode: number | null}): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    if ((await readTail(join(directory, 'journal.jsonl'), 1)) !== '') return;
    if (child.exitCode !== null) throw notStarted(directory, `it ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw notStarted(directory, `it said nothing for ${startTimeoutMs / 1000} s`);
}

function notStarted(directory: string, why: string): HpchaError {
  return new HpchaError({
    code: 'bug',
    where: 'runner',
    what: `the Runner did not start: ${why}`,
    hint: `cat ${join(directory, 'runner.log')}`,
  });
}
