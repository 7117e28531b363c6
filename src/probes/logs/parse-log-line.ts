// Reads a line of `journalctl -o json`.

import {z} from 'zod';
import type {LogLine} from '../../model/log-line.ts';
import type {HostName} from '../../model/service.ts';

/** Longer texts are cut: a screen or a ticket has no use for them, and memory is bounded. */
export const longestText = 2000;

const field = z.union([z.string(), z.array(z.number()), z.null(), z.array(z.string())]).optional();
const schema = z.looseObject({
  __REALTIME_TIMESTAMP: z.string(),
  __CURSOR: z.string().optional(),
  PRIORITY: z.string().optional(),
  MESSAGE: field,
  _SYSTEMD_UNIT: z.string().optional(),
  UNIT: z.string().optional(),
  SYSLOG_IDENTIFIER: z.string().optional(),
});

/** `micros` and `cursor` tell a line that is sent again from a new one. */
export type ReadLogLine = {readonly line: LogLine; readonly micros: number; readonly cursor: string};

/** null: this is no line of a journal (cut by a lost connection, or longer than a line may be). */
export function parseLogLine(text: string, host: HostName): ReadLogLine | null {
  const read = schema.safeParse(parsedJson(text));
  if (!read.success) return null;
  const told = read.data;
  const micros = Number(told.__REALTIME_TIMESTAMP);
  if (!Number.isFinite(micros)) return null;
  const priority = Number(told.PRIORITY ?? '6');
  const unit = told.UNIT ?? (told._SYSTEMD_UNIT === 'init.scope' ? undefined : told._SYSTEMD_UNIT);
  const line: LogLine = {
    at: Math.floor(micros / 1000),
    host,
    unit: unit ?? told.SYSLOG_IDENTIFIER ?? '?',
    priority: priority >= 0 && priority <= 7 ? priority : 6,
    text: textOf(told.MESSAGE),
  };
  return {line, micros, cursor: told.__CURSOR ?? ''};
}

/** journald writes a message that is no clean text as a list of bytes; control characters have no place on a screen. */
function textOf(message: z.output<typeof field>): string {
  const first = Array.isArray(message) && typeof message[0] === 'string' ? message[0] : message;
  const text = typeof first === 'string' ? first : new TextDecoder().decode(Uint8Array.from(numbersOf(first)));
  return text.replace(/[\x00-\x1f\x7f-\x9f\ufffd]+/g, ' ').slice(0, longestText);
}

function numbersOf(message: z.output<typeof field>): readonly number[] {
  return Array.isArray(message) ? message.filter((one) => typeof one === 'number') : [];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
