// Phase 4: slurm.

import type {Phase} from './phase.ts';

export const slurmPhase: Phase = {
  number: 4,
  name: 'slurm',
  title: {en: 'Slurm', ko: 'Slurm'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 4, name: 'slurm'}},
  }),
};
