// What every kind of operation offers: to look whether it is needed and what would differ, and to make the difference.

import type {Argv} from '../../model/argv.ts';
import type {DrillSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import type {MarkName, Operation} from '../../model/operation.ts';
import type {Permit} from '../../model/permit.ts';
import type {SecretValues} from '../../model/secret.ts';
import type {HostInspector, HostWriter, Output} from '../../transport/host.ts';
import type {ProgramSource} from '../program-file.ts';

/** Enough to look: a dry run holds this and nothing more. */
export type InspectContext = {
  readonly inspector: HostInspector;
  readonly secrets: SecretValues;
  /** What a `program` operation sends; absent where nobody gave it. */
  readonly program?: ProgramSource;
};

export type ApplyContext = InspectContext & {
  readonly writer: HostWriter;
  readonly permit: Permit;
  /** What is left of the step's time, in milliseconds. */
  readonly timeoutMs: number;
  /** A line for the journal and the screen while it runs. */
  progress(line: string): void;
  /** Carries out a drill; absent where the Runner was not given what that takes. */
  readonly drill?: (spec: DrillSpec, signal: AbortSignal) => Promise<Applied>;
};

export type Inspection = {
  readonly needed: boolean;
  /** What would change, secrets as •••; absent when nothing would. */
  readonly diff?: string;
};

export type Applied = {
  /** What the commands said that is worth keeping. */
  readonly saw?: string;
  /** Restart marks that this change made unnecessary; removed once the step's checks held. */
  readonly clears?: readonly MarkName[];
};

export type OperationKind<O extends Operation> = {
  /** Looks, compares, changes nothing. Rejects with HpchaError where it cannot be known. */
  inspect(operation: O, context: InspectContext, signal: AbortSignal): Promise<Inspection>;
  /** Makes the difference. Called only after `inspect` said that it is needed. Rejects with HpchaError. */
  apply(operation: O, context: ApplyContext, signal: AbortSignal): Promise<Applied>;
};

/** A look of an operation is a few milliseconds of work; a host that hangs must not hold a run for long. */
export const inspectTimeoutMs = 30_000;

/** A fixed POSIX shell script with arguments; `name` is its `$0`, for logs and for whoever reads `ps`. */
export function script(name: string, body: string, ...args: readonly string[]): Argv {
  return ['sh', '-c', body, name, ...args];
}

/** Runs as root and demands exit code 0; otherwise rejects with what the command said last. */
export async function mustRun(
  context: ApplyContext,
  argv: Argv,
  signal: AbortSignal,
  options: {readonly stdin?: string; readonly user?: string; readonly timeoutMs?: number} = {},
): Promise<Output> {
  const output = await context.writer.run(
    argv,
    context.permit,
    {timeoutMs: options.timeoutMs ?? context.timeoutMs, ...optional(options)},
    signal,
  );
  if (output.exitCode === 0) return output;
  throw commandFailed(context.writer.host, argv, output);
}

function optional(options: {readonly stdin?: string; readonly user?: string}) {
  return {
    ...(options.stdin === undefined ? {} : {stdin: options.stdin}),
    ...(options.user === undefined ? {} : {user: options.user}),
  };
}

/** The error for a command that ended badly: which one, how, and its last lines. */
export function commandFailed(host: string, argv: Argv, output: Output): HpchaError {
  const name = argv[0] === 'sh' && argv[1] === '-c' ? (argv[3] ?? 'sh') : argv.slice(0, 6).join(' ');
  const said = lastLines(`${output.stdout}\n${output.stderr}`, 12);
  const what = `${name} ended with exit code ${output.exitCode}${said === '' ? '' : `: ${said}`}`;
  return new HpchaError({code: 'command', where: host, what});
}

/** The last non-empty lines, each cut to a screen's width or two. */
export function lastLines(text: string, count: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines
    .slice(-count)
    .map((line) => line.slice(0, 300))
    .join('\n');
}
