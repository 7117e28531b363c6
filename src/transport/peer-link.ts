// Reaches another controller through its helper instead of ssh: for helpers, which hold a web user's token and no ssh key.

import {Duplex, PassThrough} from 'node:stream';
import {connect, type TLSSocket} from 'node:tls';
import type {ErrorCode} from '../model/error.ts';
import {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {bounded} from './bounded.ts';
import {BoundedBytes} from './collect-output.ts';
import type {ExecRequest, Link, RawOutput, StreamTarget} from './link.ts';
import {describeTarget} from './link.ts';
import type {PeerFrame} from './peer-frames.ts';
import {PeerFrameReader, peerFrame, peerJson} from './peer-frames.ts';
import {peerIdentity, peerPort, peerPsk, peerTls} from './peer-tls.ts';
import {lostError, messageOf, timeoutError} from './transport-errors.ts';

/** What lets a helper ask another: the key that only root has, and the token of the user on whose behalf it asks. */
export type PeerAccess = {readonly key: Secret; readonly token: Secret};

/** systemd starts a process there for each connection: a third of a second, many times that on a machine that is busy. */
const openMs = 12_000;
const streamMs = 5_000;

type Handler = {frame(frame: PeerFrame): void; lost(error: HpchaError): void};

export class PeerLink implements Link {
  /** Batches of looks are worth it: each command is a round trip. */
  readonly kind = 'ssh';
  readonly user = 'root';
  readonly host: string;
  readonly address: string;
  readonly #access: PeerAccess;
  readonly #port: number;
  #line: Promise<PeerLine> | undefined;

  constructor(host: string, address: string, access: PeerAccess, port: number = peerPort) {
    this.#port = port;
    this.host = host;
    this.address = address;
    this.#access = access;
  }

  async exec(request: ExecRequest, signal: AbortSignal): Promise<RawOutput> {
    const line = await this.#connected(signal);
    const onTimeout = (): HpchaError => timeoutError(this.host, request.argv[0], request.timeoutMs);
    return bounded<RawOutput>({signal, timeoutMs: request.timeoutMs, where: this.host, onTimeout}, (resolve, reject) =>
      new PeerCommand(line, this.host, request, resolve, reject).start(),
    );
  }

  async openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex> {
    const line = await this.#connected(signal);
    const onTimeout = (): HpchaError => timeoutError(this.host, `opening ${describeTarget(target)}`, streamMs);
    return bounded<Duplex>({signal, timeoutMs: streamMs, where: this.host, onTimeout}, (resolve, reject) => {
      const stream = peerStream(line, this.host, target, () => resolve(stream), reject);
      return () => stream.destroy();
    });
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    await line?.then(
      (one) => one.end(),
      () => undefined,
    );
  }

  #connected(signal: AbortSignal): Promise<PeerLine> {
    const onTimeout = (): HpchaError => timeoutError(this.host, 'its helper', openMs);
    this.#line ??= bounded<PeerLine>(
      // Shared by all who ask: one that gives up does not take the connection away from the others.
      {signal: new AbortController().signal, timeoutMs: openMs, where: this.host, onTimeout},
      (resolve, reject) => this.#connect(resolve, reject),
    );
    const line = this.#line;
    line.then(
      (one) => one.onLost(() => this.#forget(line)),
      () => this.#forget(line),
    );
    return bounded<PeerLine>({signal, timeoutMs: openMs + 500, where: this.host, onTimeout}, (resolve, reject) => {
      line.then(resolve, reject);
      return () => undefined;
    });
  }

  #forget(line: Promise<PeerLine>): void {
    if (this.#line === line) this.#line = undefined;
  }

  #connect(resolve: (line: PeerLine) => void, reject: (error: unknown) => void): () => void {
    const psk = peerPsk(this.#access.key);
    const socket = connect({
      host: this.address,
      port: this.#port,
      ...peerTls,
      pskCallback: () => ({psk, identity: peerIdentity}),
      // Who has the key is a controller of this cluster; there is no certificate to look at.
      checkServerIdentity: () => undefined,
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 5_000);
    const line = new PeerLine(socket, this.host);
    line.handle(0, {
      frame: (frame) => {
        if (frame.kind === 'ready') resolve(line);
        else reject(failureOf(frame, this.host));
      },
      lost: reject,
    });
    socket.once('secureConnect', () => line.send(0, 'hello', {token: this.#access.token.reveal()}));
    return () => socket.destroy();
  }
}

/** One TLS connection; frames go to whoever has their id. */
class PeerLine {
  readonly #socket: TLSSocket;
  readonly #host: string;
  readonly #handlers = new Map<number, Handler>();
  readonly #frames = new PeerFrameReader();
  #nextId = 1;
  #onLost: () => void = () => undefined;

  constructor(socket: TLSSocket, host: string) {
    this.#socket = socket;
    this.#host = host;
    let why = 'its helper hung up';
    socket.on('error', (error) => {
      why = messageOf(error);
    });
    socket.on('close', () => this.#lost(lostError(host, `its helper: ${why}`)));
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of this.#frames.read(chunk)) this.#handlers.get(frame.id)?.frame(frame);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
  }

  onLost(tell: () => void): void {
    this.#onLost = tell;
    if (this.#socket.destroyed) tell();
  }

  begin(handler: Handler): number {
    const id = this.#nextId++;
    this.handle(id, handler);
    if (this.#socket.destroyed) handler.lost(lostError(this.#host, 'its helper hung up'));
    return id;
  }

  handle(id: number, handler: Handler): void {
    this.#handlers.set(id, handler);
  }

  forget(id: number): void {
    this.#handlers.delete(id);
  }

  send(id: number, kind: Parameters<typeof peerFrame>[1], bytes?: Buffer | object, done?: () => void): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(peerFrame(id, kind, bytes), () => done?.());
  }

  end(): void {
    this.#socket.end();
  }

  #lost(error: HpchaError): void {
    for (const handler of [...this.#handlers.values()]) handler.lost(error);
    this.#handlers.clear();
    this.#onLost();
  }
}

/** One command on a peer. */
class PeerCommand {
  readonly #line: PeerLine;
  readonly #host: string;
  readonly #request: ExecRequest;
  readonly #stdout = new BoundedBytes();
  readonly #stderr = new BoundedBytes();
  readonly #resolve: (output: RawOutput) => void;
  readonly #reject: (error: unknown) => void;
  readonly #startedAt = performance.now();
  #id = 0;

  constructor(
    line: PeerLine,
    host: string,
    request: ExecRequest,
    resolve: (output: RawOutput) => void,
    reject: (error: unknown) => void,
  ) {
    this.#line = line;
    this.#host = host;
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** What it returns gives the command up. */
  start(): () => void {
    const {argv, stdin, holdStdin, timeoutMs, onStart, onFlow} = this.#request;
    this.#id = this.#line.begin({frame: (frame) => this.#take(frame), lost: (error) => this.#reject(error)});
    this.#line.send(this.#id, 'exec', {argv, timeoutMs});
    if (stdin !== undefined) this.#line.send(this.#id, 'stdin', Buffer.from(stdin));
    // Nothing floods a helper's looks; a log that is followed belongs to the look helper.
    onFlow?.({pause: () => undefined, resume: () => undefined});
    if (onStart !== undefined) {
      const pipe = new PassThrough();
      pipe.on('data', (chunk: Buffer) => this.#line.send(this.#id, 'stdin', chunk));
      pipe.on('end', () => this.#line.send(this.#id, 'end'));
      onStart(pipe);
    }
    if (holdStdin !== true) this.#line.send(this.#id, 'end');
    return () => {
      this.#line.send(this.#id, 'kill');
      this.#line.forget(this.#id);
    };
  }

  #take(frame: PeerFrame): void {
    const {onStdout, onChunk} = this.#request;
    if (frame.kind === 'stdout') {
      if (onStdout === undefined) this.#stdout.add(frame.bytes);
      else onStdout(frame.bytes);
      onChunk?.('stdout', frame.bytes);
    } else if (frame.kind === 'stderr') {
      this.#stderr.add(frame.bytes);
      onChunk?.('stderr', frame.bytes);
    } else {
      this.#line.forget(this.#id);
      if (frame.kind === 'exit') this.#resolve(this.#output(frame));
      else this.#reject(failureOf(frame, this.#host));
    }
  }

  #output(frame: PeerFrame): RawOutput {
    const told = peerJson(frame);
    const exitCode: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'exitCode') : undefined;
    return {
      exitCode: typeof exitCode === 'number' ? exitCode : 255,
      stdout: this.#stdout.bytes(),
      stderr: this.#stderr.bytes(),
      tookMs: performance.now() - this.#startedAt,
      truncated: this.#stdout.truncated || this.#stderr.truncated,
    };
  }
}

function peerStream(
  line: PeerLine,
  host: string,
  target: StreamTarget,
  ready: () => void,
  failed: (error: unknown) => void,
): Duplex {
  let id = 0;
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => line.send(id, 'stdin', Buffer.from(chunk), () => done()),
    final: (done) => {
      line.send(id, 'end');
      done();
    },
    destroy: (error, done) => {
      line.send(id, 'kill');
      line.forget(id);
      done(error);
    },
  });
  const fail = (error: HpchaError): void => {
    failed(error);
    stream.destroy(error);
  };
  // Before it is handed out nobody listens to it yet.
  stream.on('error', () => undefined);
  id = line.begin({
    frame: (frame) => {
      if (frame.kind === 'ready') ready();
      else if (frame.kind === 'stdout') stream.push(frame.bytes);
      else if (frame.kind === 'closed') stream.push(null);
      else fail(failureOf(frame, host));
    },
    lost: fail,
  });
  line.send(id, 'open', target);
  return stream;
}

const passedOn: readonly ErrorCode[] = ['auth', 'refused', 'missing', 'timeout', 'command', 'cancelled'];

function failureOf(frame: PeerFrame, host: string): HpchaError {
  const told = frame.kind === 'fail' ? peerJson(frame) : undefined;
  const field = (name: string): unknown =>
    typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined;
  const what = field('what');
  return new HpchaError({
    code: passedOn.find((code) => code === field('code')) ?? 'unreachable',
    where: host,
    what: typeof what === 'string' ? what.slice(0, 500) : `its helper said ${frame.kind}`,
  });
}
