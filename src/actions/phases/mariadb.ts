// Phase 2: mariadb.

import type {Phase} from './phase.ts';

export const mariadbPhase: Phase = {
  number: 2,
  name: 'mariadb',
  title: {en: 'MariaDB', ko: 'MariaDB'},
  plan: () => ({
    kind: 'not-built',
    note: {code: 'PhaseNotBuilt', level: 'info', where: 'cluster', params: {phase: 2, name: 'mariadb'}},
  }),
};
