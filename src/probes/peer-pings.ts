// While one controller cannot be reached, the others are asked whether its network still answers them (ha-operations §2.1).

import type {ClusterConfig} from '../config/schema.ts';
import type {ReachFacts} from '../model/facts.ts';
import type {Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {HostReader} from '../transport/host.ts';
import {peerPingLook} from './catalogue/host.ts';

/** Two vantages are enough to tell, and more would only cost time. */
const vantages = 2;

export class PeerPings {
  readonly #config: ClusterConfig;
  readonly #readerOf: (host: HostName) => HostReader;
  readonly #signal: AbortSignal;
  readonly #onSilent: (host: HostName) => void;
  readonly #heard = new Map<HostName, Map<HostName, boolean>>();
  readonly #pending: Promise<void>[] = [];

  /** `onSilent` is told as soon as every vantage that was asked got no answer. */
  constructor(
    config: ClusterConfig,
    readerOf: (host: HostName) => HostReader,
    onSilent: (host: HostName) => void,
    signal: AbortSignal,
  ) {
    this.#config = config;
    this.#readerOf = readerOf;
    this.#onSilent = onSilent;
    this.#signal = signal;
  }

  /** Starts asking; what cannot be asked (no ping there, a lost connection) is simply not heard. */
  ask(reached: readonly HostName[], silent: readonly HostName[]): void {
    for (const to of silent) {
      const address = this.#config.nodes.controllers.find((each) => each.hostname === to)?.ip_address;
      if (address === undefined) continue;
      const asked = reached.slice(0, vantages).map((from) => this.#askOne(from, to, address));
      this.#pending.push(this.#conclude(to, asked));
    }
  }

  /** What each controller heard; resolves when all that were asked have answered or been given up. */
  async heard(): Promise<ReadonlyMap<HostName, ReadonlyMap<HostName, boolean>>> {
    await Promise.all(this.#pending);
    return this.#heard;
  }

  async #conclude(to: HostName, asked: readonly Promise<boolean | undefined>[]): Promise<void> {
    const answers = await Promise.all(asked);
    if (answers.length > 0 && answers.every((answered) => answered === false)) this.#onSilent(to);
  }

  async #askOne(from: HostName, to: HostName, address: string): Promise<boolean | undefined> {
    const [result] = await this.#readerOf(from)
      .lookAll([peerPingLook(address)], this.#signal)
      .catch(() => []);
    if (result?.kind !== 'output') return undefined;
    const known = this.#heard.get(from) ?? new Map<HostName, boolean>();
    const answered = result.output.exitCode === 0;
    known.set(to, answered);
    this.#heard.set(from, known);
    return answered;
  }
}

/** The readings of `reach` with what each controller heard of the silent ones. */
export function withPings(
  readings: Readonly<Record<HostName, Reading<ReachFacts>>>,
  heard: ReadonlyMap<HostName, ReadonlyMap<HostName, boolean>>,
): Readonly<Record<HostName, Reading<ReachFacts>>> {
  const told = Object.entries(readings).map(([host, reading]): readonly [HostName, Reading<ReachFacts>] => {
    const hears = heard.get(host);
    if (reading.kind !== 'seen' || hears === undefined) return [host, reading];
    return [host, {...reading, value: {...reading.value, hears: Object.fromEntries(hears)}}];
  });
  return Object.fromEntries(told);
}
