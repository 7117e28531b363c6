// Runs one of Slurm's commands as the account: argv, a small clean environment, bounded output, a deadline.

import {spawn} from 'node:child_process';
import path from 'node:path';
import {cleanText} from '../../../../transport/clean-text.ts';
import {BoundedBytes} from '../../../../transport/collect-output.ts';
import {WebRefusal} from '../../../app/web-refusal.ts';
import type {UnixAccount} from '../unix-account.ts';

export type SlurmCommand = 'sbatch' | 'squeue' | 'sacct' | 'scancel' | 'scontrol' | 'sinfo';

export type SlurmRun = {
  readonly bin: string;
  readonly account: UnixAccount;
  readonly signal: AbortSignal;
};

export type SlurmOutput = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** 10,000 jobs with long paths are 8 MB; an answer that is longer is refused, not cut. */
const outputLimit = 32 * 1024 * 1024;
/** A takeover of slurmctld takes 12 s with this product's settings; commands wait for it by themselves. */
const deadlineMs = 30_000;

/**
 * Ends with the command's exit code, whatever it is. Rejects with `slurm-down` where it could not be run or did not end in time
 * (`submit-unknown` of sbatch: the job may have been taken), and `slurm-unreadable` where its answer was too long to be taken whole.
 */
export async function runSlurm(
  run: SlurmRun,
  command: SlurmCommand,
  words: readonly string[],
  stdin: Buffer | null = null,
): Promise<SlurmOutput> {
  const child = spawn(path.join(run.bin, command), words, {
    cwd: '/',
    env: environment(run, command),
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: run.signal,
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  });
  const out = new BoundedBytes(outputLimit);
  const errors = new BoundedBytes(64 * 1024);
  child.stdout.on('data', (chunk: Buffer) => out.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  // A command that ends before it has read all of its input is no failure of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? undefined);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new WebRefusal('slurm-down', {why: cause.message}, {cause})));
    child.once('close', (status, signal) => {
      if (status !== null) resolve(status);
      else if (command === 'sbatch') reject(new WebRefusal('submit-unknown'));
      else reject(new WebRefusal('slurm-down', {why: `${command} did not answer in time (${signal ?? '?'})`}));
    });
  });
  if (out.truncated) throw new WebRefusal('slurm-unreadable', {command});
  return {code, stdout: out.bytes().toString('utf8'), stderr: cleanText(errors.bytes().toString('utf8')).trim()};
}

/** sbatch hands its environment on to the job: nothing of the helper's may be in it. */
function environment(run: SlurmRun, command: SlurmCommand): NodeJS.ProcessEnv {
  const {account, bin} = run;
  return {
    PATH: bin === '/usr/bin' ? '/usr/local/bin:/usr/bin:/bin' : `${bin}:/usr/local/bin:/usr/bin:/bin`,
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    LANG: 'C.UTF-8',
    // Seconds since 1970: no time zone, no locale.
    ...(command === 'sbatch' ? {} : {SLURM_TIME_FORMAT: '%s'}),
  };
}

const silent =
  /unable to contact slurm|connection refused|socket timed out|connect failure|communication|zero bytes|munge/i;

/** What a command said when it failed, as a refusal: Slurm that does not answer is another thing than Slurm that says no. */
export function slurmRefusal(output: SlurmOutput): WebRefusal {
  const said = output.stderr.replaceAll(/^(sbatch|squeue|sacct|scancel|scontrol|sinfo): (error: )?/gm, '');
  const why = said.slice(0, 500) || `exit code ${output.code}`;
  return new WebRefusal(silent.test(said) ? 'slurm-down' : 'job-refused', {why});
}
