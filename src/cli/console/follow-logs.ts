// Follows the journals of all controllers and hands on what came, in batches: a thousand lines a second are four events.

import type {LogLine} from '../../model/log-line.ts';
import type {HostName} from '../../model/service.ts';
import {logLook} from '../../probes/catalogue/streams.ts';
import {parseLogLine} from '../../probes/logs/parse-log-line.ts';
import type {Stop} from '../../state/console-deps.ts';
import type {LogSpan} from '../../state/log-buffer.ts';
import type {StreamState, Transport} from '../../transport/host.ts';

const batchMs = 250;

export type LogListener = {
  onLines(lines: readonly LogLine[]): void;
  onSource(host: HostName, open: boolean, why: string | null): void;
};

export function followLogs(
  transport: Pick<Transport, 'connection'>,
  hosts: readonly HostName[],
  span: LogSpan,
  listener: LogListener,
): Stop {
  const abort = new AbortController();
  let batch: LogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const lines = batch;
    batch = [];
    listener.onLines(lines);
  };
  for (const host of hosts) {
    const isNew = newLines();
    const sink = {
      onLine(text: string) {
        const read = parseLogLine(text, host);
        if (read === null || !isNew(read)) return;
        batch.push(read.line);
        timer ??= setTimeout(flush, batchMs);
      },
      onState(state: StreamState) {
        listener.onSource(host, state.kind === 'open', state.kind === 'open' ? null : state.error.what);
      },
    };
    transport.connection(host).follow(logLook(span, true), sink, abort.signal);
  }
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}

/** A stream that is begun again tells its last lines again: each is taken once. */
export function newLines(): (read: {readonly micros: number; readonly cursor: string}) => boolean {
  let latest = 0;
  let cursors = new Set<string>();
  return ({micros, cursor}) => {
    if (micros < latest || (micros === latest && cursors.has(cursor))) return false;
    if (micros > latest) cursors = new Set();
    latest = micros;
    cursors.add(cursor);
    return true;
  };
}
