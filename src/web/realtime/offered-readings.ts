// What a controller offers of its own readings: numbered by change, so that a peer that has them all gets next to nothing.

import type {Instant, Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {PerClusterProbe, PerHostProbe, Snapshot} from '../../model/snapshot.ts';
import {decodeValue, encodeValue} from '../../state/record-delta.ts';

/** Probes whose readings travel; surveys are for planning only. */
export const offeredProbes = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const;
export const offeredShared = ['glusterVolume', 'slurmCluster'] as const;

export type Offer = {
  readonly node: HostName;
  /** Another one after every start: numbers of before mean nothing then. */
  readonly boot: string;
  /** Number of the newest change in here. */
  readonly revision: number;
  /** The offering controller's clock when it answered. */
  readonly now: Instant;
  /** How often its streams have told of a change; more than last time: look yourself. */
  readonly changes: number;
  readonly own: {readonly [P in PerHostProbe]?: Reading<unknown>};
  readonly shared: {readonly [P in PerClusterProbe]?: Reading<unknown>};
};

/** Numbers every reading of one controller by when it changed. */
export class OfferedReadings {
  readonly #node: HostName;
  readonly #boot: string;
  readonly #known = new Map<string, {reading: Reading<unknown>; revision: number}>();
  #revision = 0;

  constructor(node: HostName, boot: string) {
    this.#node = node;
    this.#boot = boot;
  }

  /** Takes the controller's own readings off a snapshot; of the shared ones only those that it asked for itself. */
  take(snapshot: Snapshot, asked: ReadonlySet<PerClusterProbe>): void {
    for (const id of offeredProbes) this.#note(id, snapshot.hosts[id][this.#node]);
    for (const id of offeredShared) if (asked.has(id)) this.#note(id, snapshot.shared[id]);
  }

  /** What has changed after that revision of that boot; everything where the boot is another. */
  since(boot: string, revision: number, now: Instant, changes: number): Offer {
    const after = boot === this.#boot ? revision : -1;
    const pick = (ids: readonly string[]): Record<string, Reading<unknown>> =>
      Object.fromEntries(
        ids.flatMap((id) => {
          const one = this.#known.get(id);
          return one !== undefined && one.revision > after ? [[id, one.reading] as const] : [];
        }),
      );
    return {
      node: this.#node,
      boot: this.#boot,
      revision: this.#revision,
      now,
      changes,
      own: pick(offeredProbes),
      shared: pick(offeredShared),
    };
  }

  #note(id: string, reading: Reading<unknown> | undefined): void {
    if (reading === undefined || this.#known.get(id)?.reading === reading) return;
    this.#revision += 1;
    this.#known.set(id, {reading, revision: this.#revision});
  }
}

export function encodeOffer(offer: Offer): string {
  return encodeValue(offer);
}

/** Undefined where it is none. Its signature was checked before: who wrote it is this very program on a peer. */
export function decodeOffer(text: string): Offer | undefined {
  try {
    const value = decodeValue(text);
    return isOffer(value) ? value : undefined;
  } catch {
    // No JSON: the same as no offer.
    return undefined;
  }
}

function isOffer(value: unknown): value is Offer {
  if (typeof value !== 'object' || value === null) return false;
  const one: Partial<Record<keyof Offer, unknown>> = value;
  const numbers = [one.revision, one.now, one.changes].every((each) => typeof each === 'number');
  const texts = [one.node, one.boot].every((each) => typeof each === 'string');
  return numbers && texts && isReadings(one.own) && isReadings(one.shared);
}

function isReadings(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(
    (each: unknown) =>
      typeof each === 'object' && each !== null && ['none', 'seen', 'lost'].includes(String(Reflect.get(each, 'kind'))),
  );
}
