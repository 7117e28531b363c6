// One line of a controller's log, as journald tells it.

import type {Instant} from './reading.ts';
import type {HostName} from './service.ts';

export type LogLine = {
  readonly at: Instant;
  readonly host: HostName;
  /** `mariadb.service`, or the program's name where no unit is known (`kernel`). */
  readonly unit: string;
  /** syslog's severity: 0 emergency … 3 error, 4 warning, 5 notice, 6 information, 7 debug. */
  readonly priority: number;
  readonly text: string;
};

/** Names as journalctl(1) -p takes them, by severity. */
export const priorityNames = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;
