// Asks one controller about slurm.

import {HpchaError} from '../../model/error.ts';
import type {PerHostProbeDefinition} from '../probe.ts';

export const slurmProbe: PerHostProbeDefinition<'slurm'> = {
  per: 'host',
  id: 'slurm',
  service: 'slurm',
  intervalMs: 2000,
  timeoutMs: 5000,
  read: (reader) => Promise.reject(new HpchaError({code: 'missing', where: reader.host, what: 'not read yet'})),
};
