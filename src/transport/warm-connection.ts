// Keeps one connection to one service warm: opened when needed, shared by all who ask, thrown away when it breaks or a question hangs.

import type {Duplex} from 'node:stream';
import type {HpchaError} from '../model/error.ts';
import {bounded, waitFor} from './bounded.ts';
import {lostError, timeoutError} from './transport-errors.ts';

/** ssh, the stream and the login together. */
const openMs = 12_000;

export type OpenedClient<C> = {readonly client: C; readonly stream: Duplex; dispose(): void};

type Live<C> = OpenedClient<C> & {broken: boolean; readonly pending: Set<(error: HpchaError) => void>};

/** Sends one question and calls back once. */
export type Exchange<C, T> = (client: C, resolve: (value: T) => void, reject: (error: HpchaError) => void) => void;

export class WarmConnection<C> {
  readonly #where: string;
  readonly #name: string;
  readonly #openClient: (signal: AbortSignal) => Promise<OpenedClient<C>>;
  readonly #closing = new AbortController();
  #open: Promise<Live<C>> | undefined;

  constructor(where: string, name: string, open: (signal: AbortSignal) => Promise<OpenedClient<C>>) {
    this.#where = where;
    this.#name = name;
    this.#openClient = open;
  }

  /**
   * Asks one question. When it hangs the connection is thrown away, because the next question would wait behind it. When the caller
   * gives up the question goes on until its own deadline, so that one cancelled look does not cost the others their connection.
   * Rejects with what the exchange rejects, `timeout`, `cancelled`, `unreachable` (the connection broke), or why it could not be opened.
   */
  async use<T>(timeoutMs: number, signal: AbortSignal, exchange: Exchange<C, T>): Promise<T> {
    const live = await this.#live(signal);
    const onTimeout = (): HpchaError => timeoutError(this.#where, this.#name, timeoutMs);
    // The deadline below comes first and throws the connection away before anybody can ask it again.
    return bounded<T>({signal, timeoutMs: timeoutMs + 1000, where: this.#where, onTimeout}, (resolve, reject) => {
      const timer = setTimeout(() => {
        fail(onTimeout());
        this.#drop(live, 'another question hung');
      }, timeoutMs);
      const settled = (): void => {
        clearTimeout(timer);
        live.pending.delete(fail);
      };
      const fail = (error: HpchaError): void => {
        settled();
        reject(error);
      };
      live.pending.add(fail);
      exchange(
        live.client,
        (value) => {
          settled();
          resolve(value);
        },
        fail,
      );
      return () => undefined;
    });
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#closing.abort();
    open?.then(
      (live) => this.#drop(live, 'closed by this program'),
      () => undefined,
    );
  }

  async #live(signal: AbortSignal): Promise<Live<C>> {
    const open = this.#open ?? this.#start();
    const onTimeout = (): HpchaError => timeoutError(this.#where, `connecting to ${this.#name}`, openMs);
    const live = await waitFor({signal, timeoutMs: openMs, where: this.#where, onTimeout}, open);
    return live.broken ? this.#live(signal) : live;
  }

  /** Shared: a caller that gives up must not take the connection away from those who wait with it. */
  #start(): Promise<Live<C>> {
    const open = this.#openClient(this.#closing.signal).then((opened) => this.#watch(opened));
    this.#open = open;
    open.catch(() => {
      if (this.#open === open) this.#open = undefined;
    });
    return open;
  }

  #watch(opened: OpenedClient<C>): Live<C> {
    const live: Live<C> = {...opened, broken: false, pending: new Set()};
    const lose = (): void => this.#drop(live, 'the server closed it');
    // An ssh channel says `end` when the server hangs up and `close` only after we have closed our side as well.
    opened.stream.on('end', lose).on('close', lose);
    if (opened.stream.readableEnded || opened.stream.destroyed) lose();
    return live;
  }

  #drop(live: Live<C>, why: string): void {
    if (live.broken) return;
    live.broken = true;
    this.#open = undefined;
    live.dispose();
    for (const fail of [...live.pending]) fail(lostError(this.#where, `${this.#name}: ${why}`));
  }
}
