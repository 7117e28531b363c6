// Where events are kept between controllers: one bounded Redis Stream, what was told last of each subject, and who may write.

import type {Known, Told} from './derive-events.ts';
import type {LiveEvent} from './live-event.ts';

export type StoredEvent = {readonly id: string; readonly event: LiveEvent};

export type EventStore = {
  /** Takes the lease, or keeps it where it is ours already; false: another holds it. */
  hold(holder: string): Promise<boolean>;
  /** What was told last of each subject; `isFirst`: nothing was ever told. */
  known(): Promise<{readonly known: Known; readonly isFirst: boolean}>;
  /** Writes events and what is known together, in order; false: the lease is not ours any more, and nothing was written. */
  tell(holder: string, told: readonly Told[]): Promise<boolean>;
  /** Id of the newest entry; `0-0` for an empty stream. */
  lastId(): Promise<string>;
  /**
   * At most `count` events after that id, oldest first; null where they cannot be told without a gap: the entry itself is gone,
   * trimmed or lost with a master of Redis.
   */
  after(id: string, count: number): Promise<readonly StoredEvent[] | null>;
};

/** Negative where the left one is older. Ids are `milliseconds-number` (Redis manual, Streams). */
export function compareIds(left: string, right: string): number {
  const [leftMs = 0, leftNumber = 0] = left.split('-').map(Number);
  const [rightMs = 0, rightNumber = 0] = right.split('-').map(Number);
  return leftMs - rightMs || leftNumber - rightNumber;
}

export function isEventId(text: string): boolean {
  return /^\d{1,15}-\d{1,10}$/.test(text);
}
