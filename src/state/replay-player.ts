// Plays a recording: which state the cluster was seen in at any moment of it. Pure; whoever has a clock says when to go on.

import type {Instant} from '../model/reading.ts';
import type {RunEvent} from '../model/run-event.ts';
import type {ConsoleEvent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import {initialState} from './console-state.ts';
import type {RecordingHead} from './record-lines.ts';
import {reduce} from './reduce.ts';
import type {ReplayMark, ReplayWorld} from './replay-view.ts';
import {worldOf} from './replay-view.ts';

export type RecordedEvent = {readonly at: Instant; readonly event: ConsoleEvent};
export type Recording = {readonly head: RecordingHead; readonly events: readonly RecordedEvent[]};

/** A state is kept after every so many events, so that going back does not begin at the beginning. States share what is equal. */
const checkpointEvery = 64;

/** What the cluster did. What the operator did then is marked on the time line; whoever watches goes where they want. */
const worldEvents: ReadonlySet<ConsoleEvent['type']> = new Set(['judged', 'heard', 'tick', 'runs-listed', 'failed']);

export class ReplayPlayer {
  readonly recording: Recording;
  readonly #checkpoints: ConsoleState[];
  /** Events that have happened: those before this index. */
  #index = 0;
  #state: ConsoleState;

  constructor(recording: Recording) {
    this.recording = recording;
    const {at, summary, zoneOffsetMinutes} = recording.head;
    const size = {columns: 80, rows: 24};
    this.#state = initialState({summary, language: 'en', size, now: at, zoneOffsetMinutes, mode: 'watch-only'});
    this.#checkpoints = [this.#state];
  }

  get from(): Instant {
    return this.recording.head.at;
  }

  get until(): Instant {
    return Math.max(this.from, this.recording.events.at(-1)?.at ?? this.from);
  }

  /** Moves to that moment. Returns whether what is seen there is something else than before. */
  seek(at: Instant): boolean {
    const index = indexAfter(this.recording.events, at);
    const moved = index !== this.#index;
    if (index < this.#index) {
      const checkpoint = Math.floor(index / checkpointEvery);
      this.#state = this.#checkpoints[checkpoint] ?? this.#state;
      this.#index = checkpoint * checkpointEvery;
    }
    while (this.#index < index) this.#step();
    return moved;
  }

  /** When the next or the previous change of a verdict, of the VIP or of a controller was; null: there is none. */
  neighbour(at: Instant, direction: 1 | -1): Instant | null {
    const marks = this.marks();
    const found = direction > 0 ? marks.find((mark) => mark.at > at) : marks.findLast((mark) => mark.at < at);
    return found?.at ?? null;
  }

  world(): ReplayWorld {
    return worldOf(this.#state);
  }

  /** What was recorded of a run so far. */
  runEvents(runId: string): readonly RunEvent[] {
    return this.recording.events
      .slice(0, this.#index)
      .flatMap(({event}) => (event.type === 'run-event' && event.runId === runId ? [event.event] : []));
  }

  /** Moments worth going to, oldest first: what the feed of the whole recording tells. */
  marks(): readonly ReplayMark[] {
    this.#marks ??= this.#findMarks();
    return this.#marks;
  }

  #marks: readonly ReplayMark[] | undefined;

  #findMarks(): readonly ReplayMark[] {
    const whole = new ReplayPlayer(this.recording);
    whole.seek(whole.until);
    // Newest first in the feed, and no older than it remembers.
    return whole.#state.feed
      .filter(({kind}) => kind !== 'stream' && kind !== 'mode')
      .map(({at, level}) => ({at: Math.min(Math.max(at, this.from), this.until), level}))
      .reverse();
  }

  #step(): void {
    const recorded = this.recording.events[this.#index];
    this.#index += 1;
    if (recorded !== undefined && worldEvents.has(recorded.event.type)) {
      this.#state = {...reduce(this.#state, recorded.event).state, now: recorded.at};
    }
    if (this.#index % checkpointEvery === 0) this.#checkpoints[this.#index / checkpointEvery] = this.#state;
  }
}

/** How many events had happened at that moment. */
function indexAfter(events: readonly RecordedEvent[], at: Instant): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
