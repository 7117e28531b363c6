// Phase 0: prepare.

import type {Phase} from './phase.ts';

export const preparePhase: Phase = {
  number: 0,
  name: 'prepare',
  title: {en: 'Prepare', ko: '준비'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 0, name: 'prepare'}},
  }),
};
