// The console's deps over a recording: the same console, with a player where a cluster would be. No network, no rights, no hands.

import {HpchaError} from '../../model/error.ts';
import type {Instant} from '../../model/reading.ts';
import type {RunEvent} from '../../model/run-event.ts';
import type {ConsoleDeps, ReplaySource, Stop} from '../../state/console-deps.ts';
import type {ConsoleEvent} from '../../state/console-event.ts';
import type {Recording} from '../../state/replay-player.ts';
import {ReplayPlayer} from '../../state/replay-player.ts';
import type {ReplayControl} from '../../state/replay-view.ts';
import {readLine} from '../console/command-line.ts';
import {completeLine} from '../console/complete-line.ts';

const frameMs = 250;
const seekMs = 10_000;
const slowest = 0.25;
const fastest = 64;

export type ReplayOptions = {readonly speed: number; readonly playing: boolean};

export function replayDeps(recording: Recording, options: ReplayOptions): ConsoleDeps {
  const session = new ReplaySession(recording, options);
  const nothing = async (): Promise<never> => {
    throw new HpchaError({code: 'refused', where: 'replay', what: 'a recording can only be looked at'});
  };
  const {summary} = recording.head;
  return {
    summary,
    commandLine: {read: (line) => readLine(line, summary), complete: (line) => completeLine(line, summary)},
    // What is typed over a recording leaves nothing behind.
    memory: {keepLine: async () => undefined, keepAlert: async () => undefined},
    watch: () => () => undefined,
    recall: (probe, host) => session.recall(probe, host),
    refresh: () => undefined,
    planAction: nothing,
    listRuns: async () => session.runs(),
    attachRun: (runId, listener) => session.attachRun(runId, listener),
    operator: null,
    replay: session,
    now: () => session.now(),
  };
}

class ReplaySession implements ReplaySource {
  readonly #player: ReplayPlayer;
  #at: Instant;
  #speed: number;
  #playing: boolean;
  #dispatch: ((event: ConsoleEvent) => void) | undefined;
  #attached: {readonly runId: string; readonly listener: (event: RunEvent) => void; told: number} | undefined;
  #shownAt: Instant | undefined;

  constructor(recording: Recording, {speed, playing}: ReplayOptions) {
    this.#player = new ReplayPlayer(recording);
    this.#at = this.#player.from;
    this.#speed = clamp(speed, slowest, fastest);
    this.#playing = playing;
  }

  start(dispatch: (event: ConsoleEvent) => void): Stop {
    this.#dispatch = dispatch;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = now - before;
      before = now;
      if (this.#playing) this.#goTo(this.#at + passed * this.#speed);
    }, frameMs);
    // The first answers of a recording come a moment after its head: it opens with something to see.
    this.#goTo(this.#player.recording.events.find(({event}) => event.type === 'judged')?.at ?? this.#at);
    return () => {
      clearInterval(timer);
      this.#dispatch = undefined;
    };
  }

  control(control: ReplayControl): void {
    if (control === 'pause') {
      this.#playing = !this.#playing;
      // At the end there is nothing to go on with but the beginning.
      if (this.#playing && this.#at >= this.#player.until) this.#at = this.#player.from;
    }
    if (control === 'faster') this.#speed = clamp(this.#speed * 2, slowest, fastest);
    if (control === 'slower') this.#speed = clamp(this.#speed / 2, slowest, fastest);
    this.#shownAt = undefined;
    this.#goTo(this.#target(control));
  }

  now(): ReturnType<ConsoleDeps['now']> {
    return {at: this.#at, zoneOffsetMinutes: this.#player.recording.head.zoneOffsetMinutes};
  }

  runs(): Awaited<ReturnType<ConsoleDeps['listRuns']>> {
    return this.#player.world().runs ?? [];
  }

  /** What an operator opened then is kept; nothing else was ever recorded of a conversation. */
  recall(...[probe, host]: Parameters<ConsoleDeps['recall']>): ReturnType<ConsoleDeps['recall']> {
    const found = this.#player.recording.events.findLast(
      ({at, event}) =>
        at <= this.#at && event.type === 'recalled' && event.about.probe === probe && event.about.host === host,
    );
    return found?.event.type === 'recalled' ? found.event.exchanges : [];
  }

  attachRun(runId: string, listener: (event: RunEvent) => void): Stop {
    const attached = {runId, listener, told: 0};
    this.#attached = attached;
    this.#tellRun();
    return () => {
      if (this.#attached === attached) this.#attached = undefined;
    };
  }

  #target(control: ReplayControl): Instant {
    if (control === 'back') return this.#at - seekMs;
    if (control === 'forward') return this.#at + seekMs;
    if (control === 'earlier') return this.#player.neighbour(this.#at, -1) ?? this.#player.from;
    if (control === 'later') return this.#player.neighbour(this.#at, 1) ?? this.#player.until;
    return this.#at;
  }

  #goTo(at: Instant): void {
    const target = clamp(at, this.#player.from, this.#player.until);
    const rewound = target < this.#at;
    this.#at = target;
    if (target >= this.#player.until) this.#playing = false;
    const moved = this.#player.seek(target);
    const second = Math.floor(target / 1000) * 1000;
    if (!moved && second === this.#shownAt) return;
    this.#shownAt = second;
    this.#dispatch?.({
      type: 'replayed',
      view: {
        from: this.#player.from,
        until: this.#player.until,
        at: second,
        speed: this.#speed,
        playing: this.#playing,
        marks: this.#player.marks(),
      },
      world: {...this.#player.world(), now: target},
      rewound,
    });
    if (rewound && this.#attached !== undefined) this.#attached.told = 0;
    this.#tellRun();
  }

  #tellRun(): void {
    const attached = this.#attached;
    if (attached === undefined) return;
    const events = this.#player.runEvents(attached.runId);
    const untold = events.slice(attached.told);
    attached.told = events.length;
    for (const event of untold) attached.listener(event);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
