// Asks one controller about redis.

import {HpchaError} from '../../model/error.ts';
import type {PerHostProbeDefinition} from '../probe.ts';

export const redisProbe: PerHostProbeDefinition<'redis'> = {
  per: 'host',
  id: 'redis',
  service: 'redis',
  intervalMs: 2000,
  timeoutMs: 5000,
  read: (reader) => Promise.reject(new HpchaError({code: 'missing', where: reader.host, what: 'not read yet'})),
};
