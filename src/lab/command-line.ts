// Runs external programs for the lab: argv arrays only, each with a timeout, a cancel signal and an error that says what failed.

import {execa} from 'execa';
import {HpchaError} from '../model/error.ts';
import {searchPath} from './search-path.ts';

export type RunOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; 30 s unless told. */
  readonly timeoutMs?: number;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent SIGKILL by the kernel when this program dies, however it dies (setpriv --pdeathsig). */
  readonly dieWithUs?: boolean;
};

export type Outcome = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

const DEFAULT_TIMEOUT_MS = 30_000;
const PDEATHSIG = ['setpriv', '--pdeathsig', 'KILL'] as const;

/**
 * Process and mount namespaces of its own: when the program or its parent is killed, the kernel removes all that it started and mounted.
 * Only for work that mounts (debootstrap): such a namespace also pins the mounts of running labs while it lives.
 */
export const CONFINED: readonly string[] = [
  'unshare',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount',
  '--propagation',
  'slave',
  '--mount-proc',
  '--',
];

/** Runs a program; any exit code is an answer. Throws `timeout`, `cancelled` or `missing`. */
export async function attempt(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const full = options.dieWithUs === true ? [...PDEATHSIG, ...argv] : [...argv];
  const [file = '', ...args] = full;
  const timeout = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const result = await execa(file, args, {
    reject: false,
    timeout,
    forceKillAfterDelay: 3000,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input === undefined ? {} : {input: options.input}),
    ...(options.signal === undefined ? {} : {cancelSignal: options.signal}),
    env: {PATH: searchPath(process.env), LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...options.env},
  });
  const where = argv[0] ?? 'command';
  const shown = argv.join(' ');
  if (result.isCanceled) throw new HpchaError({code: 'cancelled', where, what: `cancelled: ${shown}`});
  if (result.timedOut)
    throw new HpchaError({code: 'timeout', where, what: `no end after ${timeout / 1000} s: ${shown}`});
  if (result.exitCode === undefined && result.signal === undefined) {
    throw new HpchaError({
      code: 'missing',
      where,
      what: `cannot be started: ${result.shortMessage ?? shown}`,
      hint: 'install it, or check PATH',
    });
  }
  return {exitCode: result.exitCode ?? 128, stdout: result.stdout, stderr: result.stderr};
}

/** Runs a program and returns its stdout. Throws `command` with its last words unless it exits 0. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const outcome = await attempt(argv, options);
  if (outcome.exitCode === 0) return outcome.stdout;
  const words = lastLines(outcome.stderr === '' ? outcome.stdout : outcome.stderr, 6);
  throw new HpchaError({
    code: 'command',
    where: argv[0] ?? 'command',
    what: `exit ${outcome.exitCode}: ${argv.join(' ')}: ${words}`,
  });
}

/** The last lines of what a program said, on one line, without the escapes that systemd's console and apt put in. */
export function lastLines(text: string, count: number): string {
  const plain = text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]/g, '');
  return plain.trimEnd().split('\n').slice(-count).join(' | ');
}
