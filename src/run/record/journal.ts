// The journal: one JSON line an event, on disk before the next step begins, without any secret in it.

import {closeSync, fdatasyncSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import type {HpchaError} from '../../model/error.ts';
import {toHpchaError} from '../../model/error.ts';
import type {RunEvent, RunEventBody} from '../../model/run-event.ts';
import type {Clock} from '../clock.ts';
import type {Redact} from '../redact.ts';

export type Journal = {
  emit(body: RunEventBody): void;
  /** Why it can no longer be written (a full disk); the Runner then begins no further step. */
  failure(): HpchaError | null;
  events(): readonly RunEvent[];
  close(): void;
};

/** What nobody misses after a power failure. */
const unsynced = new Set<RunEvent['type']>(['step-progress', 'heartbeat', 'drill-tick']);

/** One line of progress may be chatty; the file stays bounded all the same. */
const longestText = 64 * 1024;

/** Opens a new journal in that directory. Synchronous on purpose: an event is on disk before what comes after it. */
export function openJournal(directory: string, clock: Clock, redact: Redact): Journal {
  const file = openSync(join(directory, 'journal.jsonl'), 'ax', 0o600);
  const events: RunEvent[] = [];
  let failure: HpchaError | null = null;
  return {
    emit(body) {
      const event: RunEvent = {...cleaned(body, redact), seq: events.length, at: clock.now()};
      events.push(event);
      try {
        writeSync(file, `${JSON.stringify(event)}\n`);
        if (!unsynced.has(event.type)) fdatasyncSync(file);
      } catch (thrown) {
        failure ??= toHpchaError(thrown, 'journal');
      }
    },
    failure: () => failure,
    events: () => events,
    close: () => closeSync(file),
  };
}

/** Everything that was seen on a host is searched for secrets; a plan holds references only and is left as it is. */
function cleaned(body: RunEventBody, redact: Redact): RunEventBody {
  switch (body.type) {
    case 'step-progress':
      return {...body, line: short(redact(body.line))};
    case 'step-finished':
      return {
        ...body,
        ...(body.diff === undefined ? {} : {diff: short(redact(body.diff))}),
        ...(body.saw === undefined ? {} : {saw: short(redact(body.saw))}),
      };
    case 'run-finished':
      return {
        ...body,
        ...(body.account === undefined ? {} : {account: redact(body.account)}),
        ...stopped(body, redact),
      };
    default:
      return body;
  }
}

function stopped(body: RunEventBody & {readonly type: 'run-finished'}, redact: Redact) {
  if (body.stop === undefined) return {};
  return {stop: {...body.stop, what: redact(body.stop.what)}};
}

function short(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}… (cut)`;
}
