// Phase 1: glusterfs.

import type {Phase} from './phase.ts';

export const glusterfsPhase: Phase = {
  number: 1,
  name: 'glusterfs',
  title: {en: 'GlusterFS', ko: 'GlusterFS'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 1, name: 'glusterfs'}},
  }),
};
