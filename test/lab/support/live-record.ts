// What a page hears over its WebSockets, frame by frame with its time, and whether it was ever loaded again or asked for a password.

import type {Page} from 'playwright-core';

export type HeardFrame = {
  /** Milliseconds of this process's monotonic clock. */
  readonly at: number;
  /** Which connection of the page, from 0. */
  readonly socket: number;
  readonly type: string;
  readonly id?: string;
  readonly event?: {readonly kind: string; readonly job?: string; readonly state?: string; readonly user?: string};
};

export type LiveRecord = {
  readonly frames: readonly HeardFrame[];
  /** How many connections the page has begun. */
  readonly sockets: () => number;
};

/** From the next connection on: called before the page is opened. */
export function recordLive(page: Page): LiveRecord {
  const frames: HeardFrame[] = [];
  let sockets = 0;
  page.on('websocket', (opened) => {
    const socket = sockets;
    sockets += 1;
    opened.on('framereceived', ({payload}) => {
      const {type, id, event}: HeardFrame = JSON.parse(String(payload));
      frames.push({
        ...{at: performance.now(), socket, type},
        ...(id === undefined ? {} : {id}),
        ...(event === undefined ? {} : {event}),
      });
    });
  });
  return {frames, sockets: () => sockets};
}

/** Marks the page as it is: a new load would not have the mark, a form for a password is remembered. */
export async function markPage(page: Page): Promise<void> {
  await page.evaluate(`
    window.marked = true;
    window.asked = false;
    new MutationObserver(() => {
      if (document.querySelector('input[name=password]') !== null) window.asked = true;
    }).observe(document.documentElement, {childList: true, subtree: true});
  `);
}

export async function staysSignedIn(page: Page): Promise<{readonly marked: unknown; readonly asked: unknown}> {
  return {marked: await page.evaluate('window.marked'), asked: await page.evaluate('window.asked')};
}

/** The job events of those jobs, in the order in which they came. */
export function jobFrames(frames: readonly HeardFrame[], jobs: ReadonlySet<string>): readonly HeardFrame[] {
  return frames.filter(({event}) => event?.kind === 'job' && event.job !== undefined && jobs.has(event.job));
}

/** The longest time between two frames, from that moment on. */
export function longestSilence(frames: readonly HeardFrame[], from: number): number {
  const times = frames.map(({at}) => at);
  const gaps = times.slice(1).map((at, index) => ({at, gap: at - (times[index] ?? at)}));
  return Math.round(Math.max(0, ...gaps.filter(({at}) => at > from).map(({gap}) => gap)));
}
