// Names of runs: short enough to be typed at night, rare enough not to meet twice.

import {randomBytes} from 'node:crypto';

export function newRunId(): string {
  return randomBytes(3).toString('hex');
}
