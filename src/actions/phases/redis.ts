// Phase 3: redis.

import type {Phase} from './phase.ts';

export const redisPhase: Phase = {
  number: 3,
  name: 'redis',
  title: {en: 'Redis', ko: 'Redis'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 3, name: 'redis'}},
  }),
};
