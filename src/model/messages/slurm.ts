// Messages of findings about slurm, by code.

import type {Messages} from '../messages.ts';

export const slurmMessages: Messages = {};
