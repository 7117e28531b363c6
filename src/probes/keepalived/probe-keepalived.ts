// Asks one controller about keepalived.

import {HpchaError} from '../../model/error.ts';
import type {PerHostProbeDefinition} from '../probe.ts';

export const keepalivedProbe: PerHostProbeDefinition<'keepalived'> = {
  per: 'host',
  id: 'keepalived',
  service: 'keepalived',
  intervalMs: 2000,
  timeoutMs: 5000,
  read: (reader) => Promise.reject(new HpchaError({code: 'missing', where: reader.host, what: 'not read yet'})),
};
