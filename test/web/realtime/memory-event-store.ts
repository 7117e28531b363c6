// An event store in memory that behaves as the one in Redis: bounded, with a lease, and able to lose what it had.

import type {Told} from '../../../src/web/realtime/derive-events.ts';
import type {EventStore, StoredEvent} from '../../../src/web/realtime/event-store.ts';

export class MemoryEventStore implements EventStore {
  readonly #length: number;
  #events: StoredEvent[] = [];
  #known = new Map<string, string>();
  #next = 1;
  #trimmed = false;
  holder: string | undefined;
  isDown = false;

  constructor(length = 10_000) {
    this.#length = length;
  }

  /** As after a failover to a replica that had not got the last ones. */
  loseNewest(count: number): void {
    this.#events = this.#events.slice(0, this.#events.length - count);
  }

  async hold(holder: string): Promise<boolean> {
    this.#answer();
    this.holder ??= holder;
    return this.holder === holder;
  }

  async known() {
    this.#answer();
    return {known: new Map(this.#known), isFirst: this.#known.size === 0};
  }

  async tell(holder: string, told: readonly Told[]): Promise<boolean> {
    this.#answer();
    if (this.holder !== holder) return false;
    for (const {subject, known, event} of told) {
      if (event !== null) this.#events.push({id: `${1000 + this.#next++}-0`, event});
      if (known === null) this.#known.delete(subject);
      else this.#known.set(subject, known);
    }
    const over = this.#events.length - this.#length;
    if (over > 0) {
      this.#events.splice(0, over);
      this.#trimmed = true;
    }
    return true;
  }

  async lastId(): Promise<string> {
    this.#answer();
    return this.#events.at(-1)?.id ?? '0-0';
  }

  async after(id: string, count: number): Promise<readonly StoredEvent[] | null> {
    this.#answer();
    if (id === '0-0') return this.#trimmed ? null : this.#events.slice(0, count);
    const index = this.#events.findIndex((one) => one.id === id);
    return index < 0 ? null : this.#events.slice(index + 1, index + 1 + count);
  }

  #answer(): void {
    if (this.isDown) throw new Error('connection is closed');
  }
}

export function jobTold(job: number, user = 'kim'): Told {
  const event = {kind: 'job', job: String(job), user, name: 'n', state: 'RUNNING', was: null, at: job} as const;
  return {event, subject: `job ${job}`, known: `RUNNING|${user}|n`};
}
