// Checks of slurm that plans may name.

import type {CheckGroup} from './check-group.ts';

export const slurmChecks: CheckGroup = {};
