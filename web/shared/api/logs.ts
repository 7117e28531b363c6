// Lines of a controller's journal: of the one whose pages these are.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {boolean, list, moment, number, object, orElse, string} from './shape.ts';

const line = object({at: moment, host: string, unit: string, priority: number, text: string});

const logs = object({host: string, lines: list(line), cut: orElse(boolean, false)});

export type LogLine = Of<typeof line>;
export type Logs = Of<typeof logs>;

export const logSpans = ['recent', '10min', '1h', '6h', '1d'] as const;

export type LogFilter = {readonly span: (typeof logSpans)[number]; readonly priority: number};

export function askLogs({span, priority}: LogFilter): Question<Logs> {
  return {
    path: `/api/monitoring/logs?${new URLSearchParams({span, priority: String(priority)})}`,
    shape: logs,
    seconds: 30,
  };
}
