// Runs the built program as a user does, and gives back what it said, how it ended and how long it took.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {resolve} from 'node:path';
import {execa, type Options} from 'execa';

export const program = resolve(import.meta.dirname, '../../../bin/hpcha-tui');

export type CliResult = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
};

/** No terminal, no colours, no CI variable. Any exit code is an answer; a run longer than `timeoutMs` is a failure. */
export async function cli(
  argv: readonly string[],
  options: {readonly timeoutMs?: number; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string} = {},
): Promise<CliResult> {
  const started = performance.now();
  const result = await execa(program, [...argv], cliOptions(options));
  if (result.timedOut) throw new Error(`hpcha-tui ${argv.join(' ')} did not end\n${result.stdout}\n${result.stderr}`);
  return {
    exitCode: result.exitCode ?? 255,
    stdout: result.stdout,
    stderr: result.stderr,
    tookMs: performance.now() - started,
  };
}

export type StartedCli = {
  /** Resolves when a line of its output, from now or before, matches; rejects when it ends without one. */
  readonly untilLine: (pattern: RegExp) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{readonly exitCode: number; readonly output: string}>;
};

/** The same, not awaited: for a run that the test breaks. */
export function startCli(argv: readonly string[]): StartedCli {
  const child = spawn(program, [...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...process.env, CI: '', NO_COLOR: '1'},
  });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'close').then(([code]) => ({exitCode: typeof code === 'number' ? code : 255, output}));
  const untilLine = async (pattern: RegExp): Promise<void> => {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (output.split('\n').some((line) => pattern.test(line))) resolve();
      };
      listeners.add(look);
      look();
    });
    const over = ended.then(() => {
      if (!pattern.test(output)) throw new Error(`it ended without a line like ${pattern}:\n${output}`);
    });
    await Promise.race([seen, over]);
  };
  return {untilLine, kill: (signal) => void child.kill(signal), ended};
}

function cliOptions(options: {
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}) {
  return {
    reject: false,
    stdin: 'ignore',
    timeout: options.timeoutMs ?? 300_000,
    env: {...options.env, CI: '', NO_COLOR: '1'},
    ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
  } as const satisfies Options;
}

/** `status --json` as data, with its exit code. */
export async function statusOf(
  config: string,
  extra: readonly string[] = [],
): Promise<{readonly code: number; readonly status: Status; readonly tookMs: number}> {
  const result = await cli(['status', '--json', '--config', config, ...extra]);
  let status: Status;
  try {
    status = JSON.parse(result.stdout);
  } catch (cause) {
    throw new Error(
      `status --json printed no JSON (exit ${result.exitCode}): ${result.stdout.slice(0, 500)}\n${result.stderr}`,
      {cause},
    );
  }
  return {code: result.exitCode, status, tookMs: result.tookMs};
}

/** The contract that other readers depend on (DESIGN §4). */
export type Status = {
  readonly schema: 1;
  readonly at: string;
  readonly cluster: string;
  readonly verdict: 'ok' | 'warning' | 'critical' | 'unknown';
  readonly tolerance: Readonly<Record<string, number | null>>;
  readonly vip: {readonly address: string; readonly owners: readonly string[]};
  readonly controllers: Readonly<Record<string, {readonly address: string; readonly reach: string}>>;
  readonly services: Readonly<
    Record<
      string,
      {
        readonly verdict: string;
        readonly line: string;
        readonly facts?: Readonly<Record<string, unknown>>;
        readonly controllers: Readonly<
          Record<
            string,
            {readonly reading: string; readonly verdict: string; readonly facts: Readonly<Record<string, unknown>>}
          >
        >;
      }
    >
  >;
  readonly findings: readonly {
    readonly code: string;
    readonly level: string;
    readonly where: string;
    readonly what: string;
    readonly service?: string;
  }[];
};

/** What `setup` deploys, and the machines themselves. */
export const deployedServices = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'host'] as const;

/** Polls `status` until it is ok; fails with what it last said. */
export async function untilGreen(config: string, deadlineMs: number): Promise<Status> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const {code, status} = await statusOf(config);
    if (code === 0 && status.verdict === 'ok') return status;
    if (performance.now() > end) {
      throw new Error(
        `not green after ${deadlineMs} ms: ${status.verdict}\n${status.findings.map((finding) => `${finding.level} ${finding.where} ${finding.code}: ${finding.what}`).join('\n')}`,
      );
    }
  }
}

/** Green but for the remark that the address moved often, which is what tests of moves do. */
export async function untilCalm(config: string, deadlineMs = 60_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const {status} = await statusOf(config);
    const rest = status.findings.filter(({level, code}) => level !== 'info' && code !== 'VipFlapping');
    if (rest.length === 0) return;
    if (performance.now() > end) throw new Error(rest.map(({code, what}) => `${code}: ${what}`).join('\n'));
  }
}
