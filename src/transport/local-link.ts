// Commands and streams on the machine that this program runs on, when it is one of the controllers itself.

import {connect} from 'node:net';
import {networkInterfaces, userInfo} from 'node:os';
import type {Duplex} from 'node:stream';
import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import {exitNumber} from './channel-run.ts';
import {BoundedBytes} from './collect-output.ts';
import type {ExecRequest, Link, RawOutput, StreamTarget} from './link.ts';
import {describeTarget} from './link.ts';
import {abortError, messageOf, systemCode, timeoutError} from './transport-errors.ts';

const openStreamMs = 4000;

/**
 * Whether an address belongs to this machine. By address alone, never by host name: two clusters may both have a `server1`, and
 * running a command on the wrong one is the one mistake that cannot be taken back. Loopback is no controller's address.
 */
export function isLocalAddress(
  address: string,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): boolean {
  return Object.values(interfaces).some(
    (entries) => entries?.some((one) => !one.internal && one.address === address) === true,
  );
}

export class LocalLink implements Link {
  readonly kind: Link['kind'];
  readonly host: string;
  readonly address: string;
  readonly user: string;
  readonly #closing = new AbortController();

  /** `batched`: looks go through one program that is kept running, as over ssh: for whoever looks all day long. */
  constructor(host: string, address: string, batched = false) {
    this.kind = batched ? 'ssh' : 'local';
    this.host = host;
    this.address = address;
    this.user = userInfo().username;
  }

  async exec(request: ExecRequest, signal: AbortSignal): Promise<RawOutput> {
    const onTimeout = (): HpchaError => timeoutError(this.host, request.argv[0], request.timeoutMs);
    const both = AbortSignal.any([signal, this.#closing.signal]);
    // Takes 90 ms to load, and most consoles reach every controller over ssh.
    const {execa} = await import('execa');
    return bounded<RawOutput>(
      {signal: both, timeoutMs: request.timeoutMs, where: this.host, onTimeout},
      (resolve, reject) => runLocally(execa, this.host, request, resolve, reject),
    );
  }

  async openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex> {
    const name = describeTarget(target);
    const onTimeout = (): HpchaError => timeoutError(this.host, `opening ${name}`, openStreamMs);
    return bounded<Duplex>({signal, timeoutMs: openStreamMs, where: this.host, onTimeout}, (resolve, reject) => {
      const socket =
        target.kind === 'unix'
          ? connect({path: target.path})
          : connect({host: '127.0.0.1', port: target.port, noDelay: true});
      const fail = (error: Error): void => {
        const absent = ['ENOENT', 'ECONNREFUSED'].includes(systemCode(error) ?? '');
        const what = absent ? `nothing listens on ${name}` : `${name} cannot be opened: ${messageOf(error)}`;
        reject(new HpchaError({code: absent ? 'missing' : 'auth', where: this.host, what, cause: error}));
      };
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.removeListener('error', fail);
        resolve(socket);
      });
      return () => socket.destroy();
    });
  }

  async close(): Promise<void> {
    this.#closing.abort(abortError(AbortSignal.abort(), this.host));
  }
}

function runLocally(
  execa: typeof import('execa').execa,
  host: string,
  request: ExecRequest,
  resolve: (output: RawOutput) => void,
  reject: (error: unknown) => void,
): () => void {
  const startedAt = performance.now();
  const stdout = new BoundedBytes();
  const stderr = new BoundedBytes();
  const [file, ...args] = request.argv;
  const child = execa(file, args, {
    reject: false,
    buffer: false,
    encoding: 'buffer',
    stdin: 'pipe',
    cleanup: true,
    forceKillAfterDelay: 1000,
  });
  request.onFlow?.({pause: () => child.stdout.pause(), resume: () => child.stdout.resume()});
  request.onStart?.(child.stdin);
  child.stdout.on('data', (chunk: Buffer) => {
    if (request.onStdout === undefined) stdout.add(chunk);
    else request.onStdout(chunk);
    request.onChunk?.('stdout', chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.add(chunk);
    request.onChunk?.('stderr', chunk);
  });
  // A command that does not read its stdin closes it early; that is no failure of ours.
  child.stdin.on('error', () => undefined);
  if (request.stdin !== undefined) child.stdin.write(request.stdin);
  if (request.holdStdin !== true) child.stdin.end();
  child.then((result) => {
    if (result.exitCode === undefined && result.signal === undefined) {
      const absent = systemCode(result.cause) === 'ENOENT';
      reject(
        new HpchaError({
          code: absent ? 'missing' : 'command',
          where: host,
          what: `${file} cannot be started: ${messageOf(result.cause)}`,
        }),
      );
      return;
    }
    const truncated = stdout.truncated || stderr.truncated;
    const exitCode = exitNumber(result.exitCode ?? null, result.signal);
    resolve({
      exitCode,
      stdout: stdout.bytes(),
      stderr: stderr.bytes(),
      tookMs: performance.now() - startedAt,
      truncated,
    });
  }, reject);
  return () => child.kill('SIGTERM');
}
