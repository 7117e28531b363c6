// Asks whether a host can be reached at all, and who we are there.

import type {PerHostProbeDefinition} from '../probe.ts';

/** Where no controller answers at all; once one does, the others have less (collect.ts). */
export const reachTimeoutMs = 6_000;

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
