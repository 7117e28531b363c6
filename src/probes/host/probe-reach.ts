// Asks whether a host can be reached at all, and who we are there.

import type {PerHostProbeDefinition} from '../probe.ts';

/** Given up after this: `status` must answer within 6 s while a controller is powered off, and look twice (ha-operations §2.1). */
export const reachTimeoutMs = 4_000;

export const reachProbe: PerHostProbeDefinition<'reach'> = {
  per: 'host',
  id: 'reach',
  service: 'host',
  intervalMs: 2_000,
  timeoutMs: reachTimeoutMs,
  read: async (reader, _context, signal) => {
    const {user, rttMs} = await reader.ping(signal);
    return {user, root: user === 'root', rttMs};
  },
};
