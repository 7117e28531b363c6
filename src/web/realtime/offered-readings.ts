// What a controller offers of its own readings: numbered by change, so that a peer that has them all gets next to nothing.

import type {Instant, Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {PerClusterFacts, PerClusterProbe, PerHostFacts, PerHostProbe, Snapshot} from '../../model/snapshot.ts';
import {decodeValue, encodeValue} from '../../state/record-delta.ts';

/** Probes whose readings travel; surveys are for planning only. */
export const offeredProbes = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const;
export const offeredShared = ['glusterVolume', 'slurmCluster'] as const;

export type OwnReadings = {readonly [P in PerHostProbe]?: Reading<PerHostFacts[P]>};
export type SharedReadings = {readonly [P in PerClusterProbe]?: Reading<PerClusterFacts[P]>};

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
  readonly own: OwnReadings;
  readonly shared: SharedReadings;
};

/** Numbers every reading of one controller by when it changed. */
export class OfferedReadings {
  readonly #node: HostName;
  readonly #boot: string;
  readonly #changedAt = new Map<string, number>();
  #own: OwnReadings = {};
  #shared: SharedReadings = {};
  #revision = 0;

  constructor(node: HostName, boot: string) {
    this.#node = node;
    this.#boot = boot;
  }

  /** Takes the controller's own readings off a snapshot; of the shared ones only those that it asked for itself. */
  take(snapshot: Snapshot, asked: ReadonlySet<PerClusterProbe>): void {
    for (const id of offeredProbes) {
      const reading = snapshot.hosts[id][this.#node];
      if (this.#isNew(id, this.#own[id], reading)) this.#own = {...this.#own, [id]: reading};
    }
    for (const id of offeredShared) {
      const reading = snapshot.shared[id];
      if (asked.has(id) && this.#isNew(id, this.#shared[id], reading)) this.#shared = {...this.#shared, [id]: reading};
    }
  }

  /** What has changed after that revision of that boot; everything where the boot is another. */
  since(boot: string, revision: number, now: Instant, changes: number): Offer {
    const after = boot === this.#boot ? revision : -1;
    const isAfter = (id: string): boolean => (this.#changedAt.get(id) ?? -1) > after;
    let own: OwnReadings = {};
    for (const id of offeredProbes) if (isAfter(id)) own = {...own, [id]: this.#own[id]};
    let shared: SharedReadings = {};
    for (const id of offeredShared) if (isAfter(id)) shared = {...shared, [id]: this.#shared[id]};
    return {
      node: this.#node,
      boot: this.#boot,
      revision: this.#revision,
      now,
      changes,
      own,
      shared,
    };
  }

  /** Counts it where it is another one than before. */
  #isNew(id: string, known: Reading<unknown> | undefined, reading: Reading<unknown> | undefined): boolean {
    if (reading === undefined || known === reading) return false;
    this.#revision += 1;
    this.#changedAt.set(id, this.#revision);
    return true;
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
