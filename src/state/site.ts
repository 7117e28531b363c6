// The clusters that one console watches, one line each: what an operator of several wants to know first.

import type {CellLevel} from '../model/level.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';

export type SiteSummary = {
  readonly name: string;
  /** null until its first answers. */
  readonly level: CellLevel | null;
  readonly tolerance: number | null;
  readonly vipOwners: readonly HostName[];
  /** When it was last judged; null: not yet. */
  readonly at: Instant | null;
  readonly openAlerts: number;
  /** The run that is going on there, started from this machine. */
  readonly runId: string | null;
  readonly operating: boolean;
};
