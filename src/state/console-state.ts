// Everything that the console knows. Screens are pure functions of this; only the reducer makes a new one.

import type {Exchange} from '../model/exchange.ts';
import type {FindingParams} from '../model/finding.ts';
import type {Language, Message} from '../model/message.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {UiTextId} from '../model/ui-text.ts';
import type {Judgement} from '../model/verdict.ts';
import type {Alert} from './alerts.ts';
import type {ConsoleSummary, RunSummary} from './console-deps.ts';
import type {FeedEntry} from './feed.ts';
import type {Layer, ReadingRef} from './layer.ts';
import {atStart} from './layer.ts';
import type {Logs} from './log-buffer.ts';
import {noLogs} from './log-buffer.ts';
import type {OpenQuestion} from './open-question.ts';
import type {Prompt} from './prompt.ts';
import type {Rung} from './reduce-alerts.ts';
import type {ReplayView} from './replay-view.ts';
import type {RunView} from './run-view.ts';
import type {AllSeries} from './series.ts';
import {noSeries} from './series.ts';
import type {SiteSummary} from './site.ts';

/** Read-only is the absence of an operator, not this; the mode only says what the console offers (DESIGN §3). */
export type Mode =
  | {readonly kind: 'watch'; readonly locked: boolean}
  | {readonly kind: 'operate'; readonly lastKeyAt: Instant};

/** One line for the operator that goes away by itself. */
export type Notice = {readonly text: UiTextId; readonly params: FindingParams; readonly until: Instant};

export type ConsoleState = {
  readonly summary: ConsoleSummary;
  readonly language: Language;
  readonly size: {readonly columns: number; readonly rows: number};
  /** Moves with every tick and every key, never by itself. */
  readonly now: Instant;
  readonly startedAt: Instant;
  readonly zoneOffsetMinutes: number;
  /** null until the first answers. */
  readonly judgement: Judgement | null;
  /** What was judged: the facts behind the verdicts. null until the first answers, and where a recording left it out. */
  readonly snapshot: Snapshot | null;
  /**
   * The same, renewed every few seconds or when a verdict changes: what a wide overview shows beside the verdicts need not be
   * compared with every answer that comes in.
   */
  readonly calm: Snapshot | null;
  /** How figures went lately, for sparklines and trends; of fixed size. */
  readonly series: AllSeries;
  /** The conversation behind the reading whose evidence is open. */
  readonly recalled: {readonly about: ReadingRef; readonly exchanges: readonly Exchange[]} | null;
  /** What each cell said when it was last seen, by `service@host`: shown dim while it is lost. */
  readonly lastWords: Readonly<Record<string, Message>>;
  readonly mode: Mode;
  /** Never empty; the last one is on top. */
  readonly layers: readonly Layer[];
  /** Newest first, at most `feedLimit`. */
  readonly feed: readonly FeedEntry[];
  /** The run that is attached; kept while its layers are open. */
  readonly run: RunView | null;
  readonly runs: readonly RunSummary[] | null;
  /** An action that wanted evidence first, while a run collects it. */
  readonly question: OpenQuestion | null;
  /** What is being typed at the bottom, over the page; null: nothing. */
  readonly prompt: Prompt | null;
  /** Characters of what is being typed that stand after the caret. */
  readonly afterCaret: number;
  /** Command lines, newest first. */
  readonly history: readonly string[];
  /** Newest first, at most `alertLimit`. */
  readonly alerts: readonly Alert[];
  readonly rung: Rung | null;
  /** All clusters of this console, in the order of the command line; one where it watches one. */
  readonly sites: readonly SiteSummary[];
  readonly notice: Notice | null;
  /** Controllers whose changes are not told at once, only found by polling, and why; absent: heard, or not tried yet. */
  readonly unheard: Readonly<Record<HostName, string>>;
  /** Set while a recording is played. */
  readonly replay: ReplayView | null;
  /** Kept while the log's page is open. */
  readonly logs: Logs;
  readonly nextTicket: number;
  /** Counts redraws and retries asked for, so that a broken pane is mounted anew. */
  readonly drawing: number;
};

/** How old the calm snapshot may get. */
export const calmMs = 10_000;
export const feedLimit = 500;
export const operateLapseMs = 15 * 60 * 1000;
export const noticeMs = 8000;

export type InitialState = {
  readonly summary: ConsoleSummary;
  readonly language: Language;
  readonly size: {readonly columns: number; readonly rows: number};
  readonly now: Instant;
  readonly zoneOffsetMinutes: number;
  readonly mode: 'watch' | 'operate' | 'watch-only';
  readonly history?: readonly string[];
  readonly alerts?: readonly Alert[];
};

export function initialState(given: InitialState): ConsoleState {
  return {
    summary: given.summary,
    language: given.language,
    size: given.size,
    now: given.now,
    startedAt: given.now,
    zoneOffsetMinutes: given.zoneOffsetMinutes,
    judgement: null,
    snapshot: null,
    calm: null,
    series: noSeries,
    recalled: null,
    lastWords: {},
    mode:
      given.mode === 'operate'
        ? {kind: 'operate', lastKeyAt: given.now}
        : {kind: 'watch', locked: given.mode === 'watch-only'},
    layers: [{kind: 'overview', cursor: atStart}],
    feed: [],
    run: null,
    runs: null,
    question: null,
    prompt: null,
    afterCaret: 0,
    history: given.history ?? [],
    alerts: given.alerts ?? [],
    rung: null,
    sites: [],
    notice: null,
    unheard: {},
    replay: null,
    logs: noLogs,
    nextTicket: 1,
    drawing: 0,
  };
}

/** The layer that is drawn and gets the keys. */
export function topLayer(state: ConsoleState): Layer {
  return state.layers.at(-1) ?? {kind: 'overview', cursor: atStart};
}
