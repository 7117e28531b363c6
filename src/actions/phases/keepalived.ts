// Phase 5: keepalived.

import type {Phase} from './phase.ts';

export const keepalivedPhase: Phase = {
  number: 5,
  name: 'keepalived',
  title: {en: 'Keepalived', ko: 'Keepalived'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 5, name: 'keepalived'}},
  }),
};
