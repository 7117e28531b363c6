// One connection between a web service and the helper: JSON lines that ask and answer, length-prefixed frames where there is a body.

import type {Duplex} from 'node:stream';
import {HpchaError} from '../../../model/error.ts';

/** A frame of this length says that the sender failed; a JSON line with the reason follows. */
const failureMark = 0xffffffff;
const longestFrame = 1024 * 1024;
/** Reading pauses when this much waits to be taken. */
const readAheadBytes = 1024 * 1024;

/** The sender of a body gave up half-way and said why: `reason` is the line that it sent. */
export class BodyFailed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super('the sender of a body failed');
    this.reason = reason;
  }
}

function brokenOff(what: string, cause?: unknown): HpchaError {
  return new HpchaError({code: 'unreachable', where: 'hpcha-as', what, ...(cause === undefined ? {} : {cause})});
}

/**
 * Reads in flowing mode into a bounded queue, so that the other side's end is noticed at once, also while nothing is asked.
 * Everything rejects with HpchaError `unreachable` once the connection is gone.
 */
export class Wire {
  readonly #socket: Duplex;
  readonly #queue: Buffer[] = [];
  #queued = 0;
  #over = false;
  #error: unknown;
  #wake: (() => void) | undefined;
  /** Resolves when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => {
      this.#error = error;
      this.#finish();
    });
    socket.on('end', () => this.#finish());
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#finish();
        resolve();
      });
    });
  }

  get over(): boolean {
    return this.#over;
  }

  #take(chunk: Buffer): void {
    this.#queue.push(chunk);
    this.#queued += chunk.length;
    if (this.#queued > readAheadBytes) this.#socket.pause();
    this.#stir();
  }

  #finish(): void {
    this.#over = true;
    this.#stir();
  }

  #stir(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** Waits until there is something to read; false at the end. */
  async #ready(): Promise<boolean> {
    while (this.#queue.length === 0) {
      if (this.#over) return false;
      this.#socket.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return true;
  }

  /** At most `most` of what has arrived, without copying. */
  async #piece(most: number): Promise<Buffer> {
    if (!(await this.#ready())) throw brokenOff('the connection ended in the middle of a message', this.#error);
    const [first] = this.#queue;
    if (first === undefined) throw brokenOff('nothing to read');
    const taken = first.length > most ? first.subarray(0, most) : first;
    if (taken.length === first.length) this.#queue.shift();
    else this.#queue[0] = first.subarray(most);
    this.#queued -= taken.length;
    if (this.#queued <= readAheadBytes / 2) this.#socket.resume();
    return taken;
  }

  async #exactly(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = size; left > 0; ) {
      const part = await this.#piece(left);
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** The next line without its end; null where the connection ended before one began. Longer ones than `limit` bytes are refused. */
  async line(limit: number): Promise<string | null> {
    if (!(await this.#ready())) {
      if (this.#error !== undefined) throw brokenOff('the connection broke', this.#error);
      return null;
    }
    const parts: Buffer[] = [];
    for (let size = 0; ; ) {
      const part = await this.#piece(longestFrame);
      const end = part.indexOf(10);
      const kept = end < 0 ? part : part.subarray(0, end);
      size += kept.length;
      if (size > limit) throw new HpchaError({code: 'bad-data', where: 'hpcha-as', what: 'a line is too long'});
      parts.push(kept);
      if (end < 0) continue;
      if (end + 1 < part.length) {
        this.#queue.unshift(part.subarray(end + 1));
        this.#queued += part.length - end - 1;
      }
      return Buffer.concat(parts).toString('utf8');
    }
  }

  /** The pieces of one body as they arrive. Throws BodyFailed where the sender says that it failed. */
  async *body(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const length = (await this.#exactly(4)).readUInt32BE(0);
      if (length === 0) return;
      if (length === failureMark) throw new BodyFailed((await this.line(64 * 1024)) ?? '');
      if (length > longestFrame) {
        throw new HpchaError({code: 'bad-data', where: 'hpcha-as', what: 'a frame is too long'});
      }
      for (let left = length; left > 0; ) {
        const part = await this.#piece(left);
        left -= part.length;
        yield part;
      }
    }
  }

  async sendLine(value: unknown): Promise<void> {
    await this.#send(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  /** Sends bytes as frames. Resolves when the kernel has them: the buffer may be used again. */
  async sendBytes(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += longestFrame) {
      const part = bytes.subarray(at, at + longestFrame);
      const head = Buffer.alloc(4);
      head.writeUInt32BE(part.length, 0);
      this.#socket.cork();
      this.#socket.write(head);
      const taken = this.#send(part);
      this.#socket.uncork();
      await taken;
    }
  }

  async sendEnd(): Promise<void> {
    await this.#send(Buffer.alloc(4));
  }

  async sendFailure(reason: unknown): Promise<void> {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(failureMark, 0);
    await this.#send(head);
    await this.sendLine(reason);
  }

  #send(bytes: Buffer): Promise<void> {
    const socket = this.#socket;
    const closed = (cause: unknown): HpchaError => brokenOff('the connection is closed', cause);
    if (this.#over || socket.destroyed) return Promise.reject(closed(this.#error));
    return new Promise<void>((resolve, reject) => {
      socket.write(bytes, (error) => (error ? reject(closed(error)) : resolve()));
    });
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#socket.destroy();
    this.#finish();
  }
}
