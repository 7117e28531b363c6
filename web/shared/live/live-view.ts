// Folds the frames of the live connection into what a page may show. Pure; silence never becomes health here.

import {type Frame, type LiveEvent, readFrame} from '../api/live-frames.ts';
import type {Status} from '../api/status.ts';
import {status as statusShape} from '../api/status.ts';
import {applyPatch} from './json-patch.ts';

/** Milliseconds on the page's own monotonic clock: the clock of the cluster may be another. */
export type PageTime = number;

export type LiveView = {
  readonly link: 'connecting' | 'live' | 'lost';
  /** Since when it is so. */
  readonly linkSince: PageTime;
  readonly attempts: number;
  readonly node: string | null;
  readonly seq: number | null;
  /** As the service sent it, for the next delta. */
  readonly raw: unknown;
  readonly status: Status | null;
  /** When the newest look at the cluster arrived here: its `at` had moved on. */
  readonly lookedAt: PageTime | null;
  /** When anything at all arrived. */
  readonly heardAt: PageTime | null;
  /** Newest first, at most `eventLimit`. */
  readonly events: readonly LiveEvent[];
  readonly lastEvent: string | null;
  readonly gap: string | null;
  /** How often there was one: each time everything has to be looked at again. */
  readonly gaps: number;
};

export const eventLimit = 200;
/** Nothing heard for so long: somebody is asked to say something. A controller that took the address over ends the connection then. */
export const quietMs = 2_000;
/** Nothing heard for so long, not even an answer: the connection is given up, also where the browser believes in it. */
export const silenceMs = 8_000;
/** No newer look at the cluster for so long: the view is stale, whatever the connection says. */
export const staleMs = 20_000;

export function noView(now: PageTime): LiveView {
  return {
    link: 'connecting',
    linkSince: now,
    attempts: 0,
    node: null,
    seq: null,
    raw: null,
    status: null,
    lookedAt: null,
    heardAt: null,
    events: [],
    lastEvent: null,
    gap: null,
    gaps: 0,
  };
}

export function withLink(view: LiveView, link: LiveView['link'], now: PageTime): LiveView {
  // A try that has not led to anything yet is no better than being lost.
  const shown = link === 'connecting' && view.heardAt !== null ? 'lost' : link;
  const attempts = link === 'live' ? 0 : view.attempts + (link === 'connecting' ? 1 : 0);
  // Deltas of another connection cannot be applied to what this one had.
  const seq = link === 'live' ? view.seq : null;
  return {...view, link: shown, linkSince: shown === view.link ? view.linkSince : now, attempts, seq};
}

/** Throws a Misfit or PatchMisfit when the frame does not fit: the connection is made anew then. */
export function withFrame(view: LiveView, text: string, now: PageTime): LiveView {
  return fold({...view, heardAt: now}, readFrame(text), now);
}

function fold(view: LiveView, frame: Frame, now: PageTime): LiveView {
  switch (frame.type) {
    case 'hello':
      // Events from here on are asked for after a reconnect, also where none has been heard yet.
      return {...withLink(view, 'live', now), node: frame.node, lastEvent: view.lastEvent ?? frame.last};
    case 'snapshot':
      return withStatus(view, frame.status, frame.seq, now);
    case 'delta':
      // Its greeting was lost: nothing that follows could be believed.
      if (view.link !== 'live') throw new Error('a delta without a greeting');
      if (view.seq === null) return view;
      if (frame.from !== view.seq) throw new Error(`delta from ${frame.from}, but the view is at ${view.seq}`);
      return withStatus(view, applyPatch(view.raw, frame.patch), frame.seq, now);
    case 'event':
      return withEvent(view, {id: frame.id, event: frame.event});
    case 'gap':
      // Asked for again after the next reconnect, what is not kept any more would be a second gap.
      return {...view, gap: frame.reason, gaps: view.gaps + 1, lastEvent: frame.last ?? view.lastEvent};
    case 'error':
    case 'other':
      return view;
  }
}

function withStatus(view: LiveView, raw: unknown, seq: number, now: PageTime): LiveView {
  const status = statusShape(raw, 'status');
  const newer = view.status === null || status.at !== view.status.at;
  return {...view, raw, seq, status, lookedAt: newer ? now : view.lookedAt};
}

/** An event that is told again after a reconnect is the same event. */
function withEvent(view: LiveView, event: LiveEvent): LiveView {
  if (view.events.some(({id}) => id === event.id)) return view;
  return {...view, events: [event, ...view.events].slice(0, eventLimit), lastEvent: event.id};
}

export type Freshness =
  | {readonly kind: 'waiting'}
  | {readonly kind: 'live'; readonly ageMs: number}
  /** `link`: nobody tells us anything. `looks`: the service tells us, but has not looked itself. */
  | {readonly kind: 'stale'; readonly why: 'link' | 'looks'; readonly ageMs: number};

/** Whether what is shown may be believed now. */
export function freshness(view: LiveView, now: PageTime): Freshness {
  if (view.lookedAt === null) {
    return view.link === 'lost' ? {kind: 'stale', why: 'link', ageMs: now - view.linkSince} : {kind: 'waiting'};
  }
  const ageMs = Math.max(0, now - view.lookedAt);
  if (view.link !== 'live') return {kind: 'stale', why: 'link', ageMs};
  return ageMs > staleMs ? {kind: 'stale', why: 'looks', ageMs} : {kind: 'live', ageMs};
}
