// What every way of reaching a host offers to the faces above it: run a command, open a stream to a local service.

import type {Duplex, Writable} from 'node:stream';
import type {Argv} from '../model/argv.ts';
import type {HostName} from '../model/service.ts';

/** Output beyond this is dropped and marked (host.ts: 1 MiB a stream). */
export const outputLimitBytes = 1024 * 1024;

export type ExecRequest = {
  readonly argv: Argv;
  /** Sent to the command's stdin, which is then closed. Without it stdin is empty. */
  readonly stdin?: string;
  /** Keeps stdin open until the end, so that the command sees its closing as "they are gone". */
  readonly holdStdin?: boolean;
  /** Milliseconds for the command itself; waiting for the connection has its own limit. */
  readonly timeoutMs: number;
  /** Called when the command has been handed to the host, with its stdin for those who hold that open. */
  readonly onStart?: (stdin: Writable) => void;
  /** Called with every piece of stdout; `stdout` of the output is then empty and not limited. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** Called with every piece of stdout and stderr as it comes, beside collecting it. */
  readonly onChunk?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** Handed the tap of stdout once the command runs: a paused command is blocked when it writes, and nothing is lost. */
  readonly onFlow?: (flow: Flow) => void;
};

export type Flow = {pause(): void; resume(): void};

/** What a command gave back, as bytes that nobody has cleaned yet. A signal's death reads 128 + its number. */
export type RawOutput = {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly tookMs: number;
  readonly truncated: boolean;
};

/** A service that listens on the host itself. */
export type StreamTarget =
  | {readonly kind: 'unix'; readonly path: string}
  | {readonly kind: 'tcp'; readonly port: number};

export type Link = {
  readonly host: HostName;
  readonly address: string;
  /** `local` runs commands without any ssh, so nothing is gained by putting several into one channel. */
  readonly kind: 'ssh' | 'local';
  /** The account that commands run as. */
  readonly user: string;
  /**
   * Runs one command. Any exit code is an answer. Rejects with HpchaError: `unreachable`, `auth`, `host-key`, `timeout`, `cancelled`.
   */
  exec(request: ExecRequest, signal: AbortSignal): Promise<RawOutput>;
  /** Rejects with `missing` when nothing listens there. */
  openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex>;
  close(): Promise<void>;
};

export function describeTarget(target: StreamTarget): string {
  return target.kind === 'unix' ? target.path : `127.0.0.1:${target.port}`;
}
