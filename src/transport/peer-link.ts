// Reaches another controller through its helper instead of ssh: for helpers, which hold a web user's token and no ssh key.

import type {Duplex} from 'node:stream';
import {connect} from 'node:tls';
import type {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {bounded} from './bounded.ts';
import type {ExecRequest, Link, RawOutput, StreamTarget} from './link.ts';
import {describeTarget} from './link.ts';
import {PeerCommand} from './peer-command.ts';
import {peerFailure} from './peer-failure.ts';
import {PeerLine} from './peer-line.ts';
import {peerStream} from './peer-stream.ts';
import {peerIdentity, peerPort, peerPsk, peerTls} from './peer-tls.ts';
import {timeoutError} from './transport-errors.ts';

/** What lets a helper ask another: the key that only root has, and the token of the user on whose behalf it asks. */
export type PeerAccess = {readonly key: Secret; readonly token: Secret};

/** systemd starts a process there for each connection: a third of a second, many times that on a machine that is busy. */
const openMs = 12_000;
const streamMs = 5_000;

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
        else reject(peerFailure(frame, this.host));
      },
      lost: reject,
    });
    socket.once('secureConnect', () => line.send(0, 'hello', {token: this.#access.token.reveal()}));
    return () => socket.destroy();
  }
}
