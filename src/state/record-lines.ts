// What the flight recorder writes: a head, then one line an event, secrets left out by what an event is, never by searching.
//
//   {"hpcha":"recording","schema":1,"at":…,"summary":{…},…}   the head
//   {"t":1250,"j":DELTA}                                       a judgement with its snapshot, as what differs from the one before
//   {"t":1300,"e":{"type":"heard",…}}                          any other event; t is milliseconds since the head's `at`

import type {Instant} from '../model/reading.ts';
import type {ConsoleSummary} from './console-deps.ts';
import type {ConsoleEvent} from './console-event.ts';
import {deltaOf, encodeValue} from './record-delta.ts';

export const recordingSchema = 1;

export type RecordingHead = {
  readonly hpcha: 'recording';
  readonly schema: typeof recordingSchema;
  /** Of the program that recorded. */
  readonly version: string;
  readonly at: Instant;
  readonly zoneOffsetMinutes: number;
  readonly summary: ConsoleSummary;
};

/** What a judgement's line is about. */
export type RecordedJudgement = Pick<Extract<ConsoleEvent, {type: 'judged'}>, 'judgement' | 'snapshot'>;

/** Makes the lines of one recording. A new file needs a new one, so that it can be read by itself. */
export class RecordLines {
  readonly #at: Instant;
  #last: RecordedJudgement | undefined;

  constructor(at: Instant) {
    this.#at = at;
  }

  head(given: Pick<RecordingHead, 'version' | 'zoneOffsetMinutes' | 'summary'>): string {
    const head: RecordingHead = {hpcha: 'recording', schema: recordingSchema, at: this.#at, ...given};
    return `${encodeValue(head)}\n`;
  }

  /** The event's line, or '' where it is not recorded. */
  line(event: ConsoleEvent, at: Instant): string {
    const kept = recordable(event);
    if (kept === null) return '';
    const t = Math.max(0, Math.round(at - this.#at));
    if (kept.type !== 'judged') return `${encodeValue({t, e: kept})}\n`;
    const {judgement, snapshot} = kept;
    const now: RecordedJudgement = snapshot === undefined ? {judgement} : {judgement, snapshot};
    const j = this.#last === undefined ? ([0, now] as const) : deltaOf(this.#last, now);
    this.#last = now;
    return j === undefined ? '' : `${encodeValue({t, j})}\n`;
  }
}

const dot = '•';

/**
 * The event as it may be kept. What somebody typed or pasted may be anything, also a password in the wrong window: only its
 * length is kept. Lines of logs stay where they are, in the controllers' journals.
 */
function recordable(event: ConsoleEvent): ConsoleEvent | null {
  switch (event.type) {
    case 'typed':
    case 'pasted':
      return {...event, text: dot.repeat(Math.min(event.text.length, 80))};
    case 'logged':
    case 'log-source':
    case 'replayed':
      return null;
    default:
      return event;
  }
}
