// Follows the stream of events for all clients of this controller, and answers what came after an event that a client saw elsewhere.

import type {HpchaError} from '../../model/error.ts';
import {toHpchaError} from '../../model/error.ts';
import type {EventStore, StoredEvent} from './event-store.ts';
import {compareIds} from './event-store.ts';

export type EventFollowerDeps = {
  readonly store: EventStore;
  readonly onEvents: (events: readonly StoredEvent[]) => void;
  /** The stream no longer has where we were: events may be missing. */
  readonly onGap: (reason: string) => void;
  readonly onTrouble: (error: HpchaError | null) => void;
};

const roundMs = 250;
const mostAtOnce = 500;
/** Kept in memory for clients that fell behind by a little: no question to Redis for each of them. */
const keptEvents = 2_000;
/** Whoever was away for longer than this many events is better off with a whole snapshot. */
const mostResumed = 5_000;

export type EventFollower = {
  /** Id of the newest event that was heard; `0-0`: none yet. */
  lastId(): string;
  /** Events after that id, oldest first; null: they cannot be told without a gap. Rejects while Redis does not answer. */
  resume(after: string): Promise<readonly StoredEvent[] | null>;
  stop(): void;
};

export function startEventFollower(deps: EventFollowerDeps): EventFollower {
  const follower = new Follower(deps);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const loop = async (): Promise<void> => {
    const more = await follower.round();
    if (!stopped) timer = setTimeout(() => void loop(), more ? 0 : roundMs);
  };
  void loop();
  return {
    lastId: () => follower.cursor ?? '0-0',
    resume: (after) => follower.resume(after),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

class Follower {
  readonly #deps: EventFollowerDeps;
  #kept: StoredEvent[] = [];
  /** The event before the first kept one: whoever has it lacks nothing that is kept. */
  #base = '';
  #troubled = false;
  cursor: string | undefined;

  constructor(deps: EventFollowerDeps) {
    this.#deps = deps;
  }

  /** True: there is more to read at once. */
  async round(): Promise<boolean> {
    try {
      const more = await this.#read();
      this.#trouble(null);
      return more;
    } catch (thrown) {
      this.#trouble(toHpchaError(thrown, 'events'));
      return false;
    }
  }

  async resume(after: string): Promise<readonly StoredEvent[] | null> {
    const kept = this.#fromMemory(after);
    if (kept !== undefined) return kept;
    const events = await this.#deps.store.after(after, mostResumed);
    return events === null || events.length >= mostResumed ? null : events;
  }

  #fromMemory(after: string): readonly StoredEvent[] | undefined {
    if (after === this.#base) return [...this.#kept];
    const index = this.#kept.findIndex(({id}) => id === after);
    return index < 0 ? undefined : this.#kept.slice(index + 1);
  }

  async #read(): Promise<boolean> {
    const {store, onEvents, onGap} = this.#deps;
    if (this.cursor === undefined) {
      this.cursor = await store.lastId();
      this.#base = this.cursor;
      return false;
    }
    const events = await store.after(this.cursor, mostAtOnce);
    if (events === null) {
      const last = await store.lastId();
      this.cursor = last;
      this.#base = last;
      this.#kept = [];
      onGap('the stream of events no longer holds what was read last');
      return false;
    }
    if (events.length === 0) return false;
    this.#keep(events);
    this.cursor = events.at(-1)?.id ?? this.cursor;
    onEvents(events);
    return events.length >= mostAtOnce;
  }

  #keep(events: readonly StoredEvent[]): void {
    this.#kept.push(...events);
    const gone = this.#kept.splice(0, Math.max(0, this.#kept.length - keptEvents));
    this.#base = gone.at(-1)?.id ?? this.#base;
  }

  #trouble(error: HpchaError | null): void {
    if (this.#troubled === (error !== null)) return;
    this.#troubled = error !== null;
    this.#deps.onTrouble(error);
  }
}

/** Those of the events that come after that one. */
export function newerThan(events: readonly StoredEvent[], id: string): readonly StoredEvent[] {
  return events.filter((each) => compareIds(each.id, id) > 0);
}
