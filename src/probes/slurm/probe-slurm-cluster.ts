// Asks one controller about the Slurm cluster: summaries only.

import {HpchaError} from '../../model/error.ts';
import type {PerClusterProbeDefinition} from '../probe.ts';

export const slurmClusterProbe: PerClusterProbeDefinition<'slurmCluster'> = {
  per: 'cluster',
  id: 'slurmCluster',
  service: 'slurm',
  intervalMs: 5000,
  timeoutMs: 8000,
  vantages: (_snapshot, config) => config.nodes.controllers.filter((c) => c.services.slurm).map((c) => c.hostname),
  read: (reader) => Promise.reject(new HpchaError({code: 'missing', where: reader.host, what: 'not read yet'})),
};
