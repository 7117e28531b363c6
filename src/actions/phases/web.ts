// Phase 6: the web services. Their place in the order is fixed; building them is a later part of the product.

import type {Phase} from './phase.ts';

export const webPhase: Phase = {
  number: 6,
  name: 'web',
  title: {en: 'Web services', ko: '웹 서비스'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', service: 'web', params: {phase: 6, name: 'web'}},
  }),
};
