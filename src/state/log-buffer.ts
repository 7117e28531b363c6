// The merged log of all controllers: the newest lines by time, in fixed memory. Pure.

import type {LogLine} from '../model/log-line.ts';
import type {HostName} from '../model/service.ts';

/** At most so many lines and characters are kept; the oldest go first. */
export const logLimit = {lines: 10_000, characters: 3_000_000} as const;

/** How far back a log begins; the closed list of the catalogue (probes/catalogue/streams.ts). */
export const logSpans = ['recent', '10min', '1h', '6h', '1d'] as const;
export type LogSpan = (typeof logSpans)[number];

export type LogSource = {readonly open: boolean; readonly why: string | null};

export type Logs = {
  readonly span: LogSpan;
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  readonly characters: number;
  /** Lines that had to go. */
  readonly gone: number;
  readonly sources: Readonly<Record<HostName, LogSource>>;
};

export const noLogs: Logs = {span: 'recent', lines: [], characters: 0, gone: 0, sources: {}};

/** A line that arrives so much later than a younger one of another controller is still put in its place. */
const reorderLines = 2000;

export function addLines(logs: Logs, batch: readonly LogLine[]): Logs {
  if (batch.length === 0) return logs;
  const added = batch.length > logLimit.lines ? batch.slice(-logLimit.lines) : batch;
  const oldest = Math.min(...added.map((line) => line.at));
  const settled = settledBefore(logs.lines, oldest);
  const tail = [...logs.lines.slice(settled), ...added].sort((a, b) => a.at - b.at);
  const lines = [...logs.lines.slice(0, settled), ...tail];
  const characters = logs.characters + sizeOf(added);
  return trimmed({...logs, lines, characters, gone: logs.gone + batch.length - added.length});
}

/** Lines before this index are older than everything that came, or so far back that they stay where they are. */
function settledBefore(lines: readonly LogLine[], oldest: number): number {
  let index = lines.length;
  const stop = Math.max(0, lines.length - reorderLines);
  while (index > stop && (lines[index - 1]?.at ?? 0) > oldest) index -= 1;
  return index;
}

function trimmed(logs: Logs): Logs {
  let {characters} = logs;
  let drop = 0;
  while (logs.lines.length - drop > logLimit.lines || characters > logLimit.characters) {
    const line = logs.lines[drop];
    if (line === undefined) break;
    characters -= line.text.length;
    drop += 1;
  }
  return drop === 0 ? logs : {...logs, lines: logs.lines.slice(drop), characters, gone: logs.gone + drop};
}

function sizeOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, line) => sum + line.text.length, 0);
}
