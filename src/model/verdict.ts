// Verdicts: what the judges make of a snapshot. The overview, `status` and its JSON are drawn from this alone.

import type {Finding} from './finding.ts';
import type {CellLevel, Level} from './level.ts';
import type {Message} from './message.ts';
import type {Instant} from './reading.ts';
import type {HostName, ServiceId} from './service.ts';

/** How one reading went, without its value. */
export type ReadingKind = 'none' | 'seen' | 'lost';

/** One service on one controller. */
export type Cell = {
  readonly reading: ReadingKind;
  readonly level: CellLevel;
  /** A few words for the matrix: `Synced`, `master`, `MASTER 100`, `brick mount`. The JSON has the English ones. */
  readonly word: Message;
  /** When it was read (seen), or when the last value was seen (lost); null: never. */
  readonly at: Instant | null;
  /** Rows of the service's own pane and of the JSON: flat, stable names. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

export type ServiceVerdict = {
  readonly level: CellLevel;
  /** One line: `3 of 3 Synced, Primary`. */
  readonly line: Message;
  /** How many more controllers may die abruptly now before this service stops; null where that has no meaning. */
  readonly tolerance: number | null;
  readonly controllers: Readonly<Record<HostName, Cell>>;
  /** A few cluster-wide facts for the pane (heal pending, jobs by state …). */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

export type Judgement = {
  readonly cluster: string;
  readonly at: Instant;
  readonly level: Level;
  /** Least tolerance of the services that count; null while none is known. */
  readonly tolerance: number | null;
  readonly vip: {readonly address: string; readonly owners: readonly HostName[]};
  readonly controllers: Readonly<
    Record<HostName, {readonly address: string; readonly reach: ReadingKind; readonly confirmedLost: boolean}>
  >;
  readonly services: Readonly<Record<ServiceId, ServiceVerdict>>;
  /** Worst first. */
  readonly findings: readonly Finding[];
};
