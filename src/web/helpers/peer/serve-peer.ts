// The answering side between helpers: commands and streams on this controller, for a helper that has the key and an operator's token.

import type {Duplex, Writable} from 'node:stream';
import {z} from 'zod';
import type {HpchaError} from '../../../model/error.ts';
import {toHpchaError} from '../../../model/error.ts';
import type {ExecRequest, Link} from '../../../transport/link.ts';
import type {PeerFrame, PeerFrameKind} from '../../../transport/peer-frames.ts';
import {PeerFrameReader, peerFrame, peerJson} from '../../../transport/peer-frames.ts';

const helloSchema = z.strictObject({token: z.string().max(8192)});
const execSchema = z.strictObject({
  argv: z.tuple([z.string().min(1)], z.string()),
  timeoutMs: z.number().positive(),
});
const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.literal('unix'), path: z.string().startsWith('/')}),
  z.strictObject({kind: z.literal('tcp'), port: z.int().min(1).max(65535)}),
]);

/** One Runner and its looks; whoever asks more at once is not it. */
const mostAtOnce = 200;
/** Whoever connects and says nothing holds a process of root's. */
const helloMs = 15_000;
/** Beyond this unsent, the command waits instead of us. */
const unsentBytes = 8 * 1024 * 1024;

type Going = {readonly abort: AbortController; stdin?: Writable; early: Buffer[]; ended: boolean};

/** Resolves when the other side has gone; what it started and still runs is then told to end. `admit` rejects for a wrong token. */
export async function servePeer(stream: Duplex, link: Link, admit: (token: string) => Promise<void>): Promise<void> {
  const peer = new Peer(stream, link, admit);
  const frames = new PeerFrameReader();
  const timer = setTimeout(() => peer.isAdmitted || stream.destroy(), helloMs);
  try {
    for await (const chunk of stream) {
      for (const frame of frames.read(Buffer.from(chunk))) await peer.take(frame);
    }
  } catch {
    // Hung up, or no frames of ours: there is nobody to tell it to.
    stream.destroy();
  } finally {
    clearTimeout(timer);
    peer.close();
  }
}

class Peer {
  readonly #stream: Duplex;
  readonly #link: Link;
  readonly #admit: (token: string) => Promise<void>;
  readonly #going = new Map<number, Going>();
  isAdmitted = false;

  constructor(stream: Duplex, link: Link, admit: (token: string) => Promise<void>) {
    this.#stream = stream;
    this.#link = link;
    this.#admit = admit;
  }

  close(): void {
    for (const {abort} of this.#going.values()) abort.abort();
    this.#going.clear();
  }

  /** Rejects for what ends the conversation: anything before a good token. */
  async take(frame: PeerFrame): Promise<void> {
    if (!this.isAdmitted) return this.#hello(frame);
    switch (frame.kind) {
      case 'exec':
        return this.#exec(frame);
      case 'open':
        return this.#open(frame);
      case 'stdin':
        return this.#write(frame);
      case 'end':
        return this.#endInput(frame.id);
      case 'kill':
        this.#going.get(frame.id)?.abort.abort();
        this.#going.delete(frame.id);
        return;
      default:
        throw new TypeError(`a peer does not send ${frame.kind}`);
    }
  }

  async #hello(frame: PeerFrame): Promise<void> {
    const read = frame.kind === 'hello' ? helloSchema.safeParse(peerJson(frame)) : undefined;
    if (read?.success !== true) throw new TypeError('a peer says hello first');
    try {
      await this.#admit(read.data.token);
    } catch (thrown) {
      this.#fail(0, toHpchaError(thrown, 'peer'));
      this.#stream.end();
      return;
    }
    this.isAdmitted = true;
    this.#send(0, 'ready');
  }

  #exec(frame: PeerFrame): void {
    const {argv, timeoutMs} = execSchema.parse(peerJson(frame));
    const going = this.#begin(frame.id);
    const request: ExecRequest = {
      argv,
      timeoutMs,
      holdStdin: true,
      onStart: (stdin) => this.#takeStdin(going, stdin),
      onStdout: (chunk) => this.#send(frame.id, 'stdout', chunk),
      onChunk: (stream, chunk) => (stream === 'stderr' ? this.#send(frame.id, 'stderr', chunk) : undefined),
      onFlow: (flow) => this.#stream.on('drain', () => flow.resume()),
    };
    this.#link.exec(request, going.abort.signal).then(
      ({exitCode}) => this.#end(frame.id, 'exit', {exitCode}),
      (thrown: unknown) => this.#end(frame.id, 'fail', failure(toHpchaError(thrown, this.#link.host))),
    );
  }

  #open(frame: PeerFrame): void {
    const target = targetSchema.parse(peerJson(frame));
    const going = this.#begin(frame.id);
    this.#link.openStream(target, going.abort.signal).then(
      (opened) => this.#pass(frame.id, going, opened),
      (thrown: unknown) => this.#end(frame.id, 'fail', failure(toHpchaError(thrown, this.#link.host))),
    );
  }

  #pass(id: number, going: Going, opened: Duplex): void {
    going.abort.signal.addEventListener('abort', () => opened.destroy(), {once: true});
    opened.on('error', () => opened.destroy());
    opened.on('data', (chunk: Buffer) => {
      this.#send(id, 'stdout', chunk);
      if (this.#stream.writableLength <= unsentBytes) return;
      opened.pause();
      this.#stream.once('drain', () => opened.resume());
    });
    opened.on('close', () => this.#end(id, 'closed'));
    this.#send(id, 'ready');
    this.#takeStdin(going, opened);
  }

  #begin(id: number): Going {
    if (id === 0 || this.#going.has(id) || this.#going.size >= mostAtOnce) throw new RangeError('too many at once');
    const going: Going = {abort: new AbortController(), early: [], ended: false};
    this.#going.set(id, going);
    return going;
  }

  /** What came before the command was there goes in first. */
  #takeStdin(going: Going, stdin: Writable): void {
    going.stdin = stdin;
    stdin.on('error', () => undefined);
    for (const chunk of going.early) stdin.write(chunk);
    going.early = [];
    if (going.ended) stdin.end();
  }

  #write({id, bytes}: PeerFrame): void {
    const going = this.#going.get(id);
    if (going?.stdin === undefined) going?.early.push(bytes);
    else going.stdin.write(bytes);
  }

  #endInput(id: number): void {
    const going = this.#going.get(id);
    if (going === undefined) return;
    going.ended = true;
    going.stdin?.end();
  }

  #end(id: number, kind: 'exit' | 'fail' | 'closed', body: object = {}): void {
    if (!this.#going.delete(id)) return;
    this.#send(id, kind, body);
  }

  #fail(id: number, error: HpchaError): void {
    this.#send(id, 'fail', failure(error));
  }

  #send(id: number, kind: PeerFrameKind, bytes?: Buffer | object): void {
    if (!this.#stream.destroyed && !this.#stream.writableEnded) this.#stream.write(peerFrame(id, kind, bytes));
  }
}

function failure({code, what}: HpchaError): object {
  return {code, what};
}
