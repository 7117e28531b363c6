// All clients of this controller: who is there, what each gets, and who has to go.

import type {Judgement} from '../../model/verdict.ts';
import type {StoredEvent} from './event-store.ts';
import type {ClientIdentity, ClientSink} from './live-client.ts';
import {LiveClient} from './live-client.ts';
import type {StatusView} from './status-channel.ts';
import {StatusChannel} from './status-channel.ts';

export type HubSource = {
  resume(after: string): Promise<readonly StoredEvent[] | null>;
  lastId(): string;
};

/** More sockets than this on one controller are no audience of a console. */
export const mostClients = 2_000;

export class LiveHub {
  readonly #channels: Readonly<Record<StatusView, StatusChannel>> = {
    full: new StatusChannel('full'),
    plain: new StatusChannel('plain'),
  };
  readonly #clients = new Set<LiveClient>();
  readonly #source: HubSource;
  readonly #now: () => number;
  judgement: Judgement | undefined;

  constructor(source: HubSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  get size(): number {
    return this.#clients.size;
  }

  get behind(): number {
    return [...this.#clients].filter((client) => client.isBehind).length;
  }

  /** undefined: there are too many already. */
  join(who: ClientIdentity, sink: ClientSink): LiveClient | undefined {
    if (this.#clients.size >= mostClients) return undefined;
    const channel = this.#channels[viewOf(who)];
    const client = new LiveClient(who, sink, {
      frames: () => channel.frames,
      resume: (after) => this.#source.resume(after),
      lastId: () => this.#source.lastId(),
    });
    this.#clients.add(client);
    return client;
  }

  leave(client: LiveClient): void {
    this.#clients.delete(client);
  }

  lastId(): string {
    return this.#source.lastId();
  }

  seqOf(who: ClientIdentity): number {
    return this.#channels[viewOf(who)].frames?.seq ?? 0;
  }

  statusOf(who: ClientIdentity): unknown {
    return this.#channels[viewOf(who)].status;
  }

  publish(judgement: Judgement): void {
    this.judgement = judgement;
    const frames = {full: this.#channels.full.publish(judgement), plain: this.#channels.plain.publish(judgement)};
    for (const client of this.#clients) {
      const given = frames[viewOf(client.who)];
      if (given !== undefined) client.status(given, this.#now());
    }
  }

  events(events: readonly StoredEvent[]): void {
    for (const client of this.#clients) client.events(events, this.#now());
  }

  gap(reason: string): void {
    for (const client of this.#clients) client.gap(reason);
  }

  tick(): void {
    for (const client of this.#clients) if (client.isBehind) void client.tick(this.#now());
  }
}

function viewOf({role}: ClientIdentity): StatusView {
  return role === 'operator' || role === 'admin' ? 'full' : 'plain';
}
