// Lines of the controllers' journals, and whose could not be read.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {boolean, list, maybe, moment, number, object, orElse, string} from './shape.ts';

const line = object({at: moment, host: string, unit: string, priority: number, text: string});

/** `why`: that one's journal could not be read. */
const heard = object({host: string, why: maybe(string)});

const logs = object({host: string, lines: list(line), cut: orElse(boolean, false), hosts: list(heard)});

export type LogLine = Of<typeof line>;
export type Logs = Of<typeof logs>;

export const logSpans = ['recent', '10min', '1h', '6h', '1d'] as const;

export type LogFilter = {readonly span: (typeof logSpans)[number]; readonly priority: number; readonly host: string};

export function askLogs({span, priority, host}: LogFilter): Question<Logs> {
  return {
    path: `/api/monitoring/logs?${new URLSearchParams({host, span, priority: String(priority)})}`,
    shape: logs,
    seconds: 30,
  };
}
