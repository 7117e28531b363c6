// Phase 7: verify.

import type {Phase} from './phase.ts';

export const verifyPhase: Phase = {
  number: 7,
  name: 'verify',
  title: {en: 'Verify', ko: '검증'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 7, name: 'verify'}},
  }),
};
