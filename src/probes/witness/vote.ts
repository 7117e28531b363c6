// One peer's word about an unreachable controller.

import type {Instant} from '../../model/reading.ts';
import type {HostName, ServiceId} from '../../model/service.ts';

export type Vote = {
  /** The controller that says so. */
  readonly by: HostName;
  readonly service: ServiceId;
  readonly says: 'there' | 'gone';
  /** The detector behind it notices a death within seconds; a slow one may still say `there` long after. */
  readonly quick: boolean;
  readonly at: Instant;
  /** What it was read from, for the evidence. */
  readonly saw: string;
};
