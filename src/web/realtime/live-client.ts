// One connected client: what it has, what it wants, and what is done when it reads more slowly than things happen. No I/O of its own.

import type {StoredEvent} from './event-store.ts';
import {compareIds} from './event-store.ts';
import type {EventKind} from './live-event.ts';
import {mayHear} from './live-event.ts';
import type {StatusFrames} from './status-channel.ts';

export type ClientSink = {
  /** One frame of text. The same bytes may be given to any number of clients. */
  send(frame: Buffer): void;
  /** Bytes that were sent and not taken yet. */
  buffered(): number;
  close(code: number, reason: string): void;
};

export type ClientIdentity = {readonly role: string; readonly unix: string | null};

export type LiveSource = {
  frames(): StatusFrames | undefined;
  /** Events after that one, from memory or from Redis; null: not without a gap. */
  resume(after: string): Promise<readonly StoredEvent[] | null>;
  lastId(): string;
};

/** Beyond this nothing more is put into a client's queue: it gets a fresh snapshot when it has read what is there. */
export const highWater = 512 * 1024;
export const lowWater = 32 * 1024;
/** The follower had heard nothing yet when it greeted: everything that is kept would count as news. */
const nothingRead = '0-0';
/** A failover of Redis takes four to eight seconds: for so long nobody is told that events may be missing. */
export const patienceMs = 30_000;
/** Who has not read anything for so long is gone. */
export const stalledMs = 30_000;

/** Its other fields are for the page alone. */
type Hello = Readonly<Record<string, unknown>> & {readonly type: 'hello'; readonly last: string};

/** What a client asked for: events after that one, since when. */
type Past = {readonly after: string; readonly since: number};

export class LiveClient {
  readonly who: ClientIdentity;
  readonly #sink: ClientSink;
  readonly #source: LiveSource;
  /** Sequence number of the status that the client has; 0: none. */
  #seq = 0;
  #kinds: ReadonlySet<EventKind> = new Set();
  /** Newest event that the client was given or need not be; undefined: it has not subscribed. */
  #cursor: string | undefined;
  /** Newest event when it was greeted: what it was told then is where its events begin. */
  #greetedAt: string | undefined;
  #behindSince: number | undefined;
  /** Events that come while older ones are being fetched; undefined: nothing is being fetched. */
  #waiting: StoredEvent[] | undefined;
  /** What could not be fetched yet, because Redis does not answer. */
  #owed: Past | undefined;

  constructor(who: ClientIdentity, sink: ClientSink, source: LiveSource) {
    this.who = who;
    this.#sink = sink;
    this.#source = source;
  }

  get isBehind(): boolean {
    return this.#behindSince !== undefined;
  }

  /** `last` of the greeting is the newest event that the snapshot after it already contains. */
  begin(hello: Hello): void {
    this.#greetedAt = hello.last;
    this.#send(hello);
    this.snapshot();
  }

  pong(): void {
    this.#send({type: 'pong'});
  }

  snapshot(): void {
    const frames = this.#source.frames();
    if (frames === undefined) return;
    this.#seq = frames.seq;
    this.#sink.send(frames.snapshot());
  }

  /** Called with every new status. */
  status(frames: StatusFrames, now: number): void {
    if (this.#isFull(now) || frames.seq === this.#seq) return;
    const {delta} = frames;
    this.#sink.send(delta !== null && delta.from === this.#seq ? delta.frame : frames.snapshot());
    this.#seq = frames.seq;
  }

  /** Called with events as they come, the same for all. */
  events(events: readonly StoredEvent[], now: number): void {
    if (this.#waiting !== undefined) this.#waiting.push(...events);
    else if (this.#cursor !== undefined && !this.#isFull(now)) this.#give(events);
  }

  /** From now on these kinds, and what came after that event of them; without `after`: after the greeting. */
  async subscribe(kinds: readonly EventKind[], after: string | undefined, now: number): Promise<void> {
    this.#kinds = new Set(kinds);
    const newest = this.#source.lastId();
    const greeted = this.#greetedAt === nothingRead ? newest : this.#greetedAt;
    const from = after ?? greeted ?? newest;
    this.#cursor = from;
    if (after !== undefined || from !== newest) await this.resume(from, now);
  }

  /** Everything after that event, or a gap and a whole snapshot: never silence about what was missed. */
  async resume(after: string, now: number): Promise<void> {
    if (this.#kinds.size === 0) this.#kinds = new Set(['job', 'alert', 'run']);
    this.#cursor = after;
    this.#waiting ??= [];
    await this.#fetch({after, since: now}, now);
  }

  async #fetch(past: Past, now: number): Promise<void> {
    this.#owed = undefined;
    try {
      const events = await this.#source.resume(past.after);
      if (events === null) this.gap('what came after it is not kept any more');
      else if (!this.#isFull(now)) this.#give(events);
    } catch (thrown) {
      if (now - past.since < patienceMs) {
        // Redis is on its way to another master: what it holds is told when it answers, and what comes meanwhile waits behind it.
        this.#owed = past;
        return;
      }
      // Whether anything was missed is not known, and that is said.
      this.gap(`what came after it cannot be asked: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
    const since = this.#waiting ?? [];
    this.#waiting = undefined;
    if (!this.#isFull(now)) this.#give(since);
  }

  /** Who has not asked for events yet misses none. */
  gap(reason: string): void {
    if (this.#cursor === undefined) return;
    const last = this.#source.lastId();
    this.#cursor = last;
    this.#send({type: 'gap', reason, last});
    this.snapshot();
  }

  /** Called a few times a second: a client that has caught up with its queue is brought up to date, one that never does is let go. */
  async tick(now: number): Promise<void> {
    if (this.#owed !== undefined) await this.#fetch(this.#owed, now);
    if (this.#behindSince === undefined) return;
    if (this.#sink.buffered() > lowWater) {
      if (now - this.#behindSince > stalledMs) this.#sink.close(1013, 'reads too slowly');
      return;
    }
    this.#behindSince = undefined;
    this.snapshot();
    if (this.#cursor !== undefined) await this.resume(this.#cursor, now);
  }

  #give(events: readonly StoredEvent[]): void {
    for (const stored of events) {
      const {id, event} = stored;
      if (this.#cursor !== undefined && compareIds(id, this.#cursor) <= 0) continue;
      this.#cursor = id;
      if (this.#kinds.has(event.kind) && mayHear(event, this.who)) this.#sink.send(eventFrame(stored));
    }
  }

  #isFull(now: number): boolean {
    if (this.#behindSince !== undefined) return true;
    if (this.#sink.buffered() <= highWater) return false;
    this.#behindSince = now;
    return true;
  }

  #send(frame: object): void {
    this.#sink.send(Buffer.from(JSON.stringify(frame)));
  }
}

/** Goes with its event: an alert that five hundred hear is written once. */
const eventFrames = new WeakMap<StoredEvent, Buffer>();

function eventFrame(stored: StoredEvent): Buffer {
  const known = eventFrames.get(stored);
  if (known !== undefined) return known;
  const {id, event} = stored;
  const made = Buffer.from(JSON.stringify({type: 'event', id, event}));
  eventFrames.set(stored, made);
  return made;
}
