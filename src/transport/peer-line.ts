// The connection to a peer's helper: one TLS socket, many commands and streams on it, each with an id of its own.

import type {TLSSocket} from 'node:tls';
import type {HpchaError} from '../model/error.ts';
import type {PeerFrame} from './peer-frames.ts';
import {PeerFrameReader, peerFrame} from './peer-frames.ts';
import {lostError, messageOf} from './transport-errors.ts';

type Handler = {frame(frame: PeerFrame): void; lost(error: HpchaError): void};

/** One TLS connection; frames go to whoever has their id. */
export class PeerLine {
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
