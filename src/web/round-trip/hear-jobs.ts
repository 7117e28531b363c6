// Listens to job events on the site's WebSocket, as a page does that shows somebody's jobs.

import type {Duplex} from 'node:stream';
import {frameType, openSocket, socketWrong} from './open-socket.ts';
import type {Site} from './site-client.ts';
import {textFrame, textFrames} from './socket-frames.ts';
import {fieldOf} from './visitor.ts';

const greetingMs = 20_000;

export type JobEars = {
  /** Resolves to the events of that job so far once `enough` of them are there, or `ms` have passed, or the socket has ended. */
  readonly hear: (
    job: string,
    enough: (states: readonly string[]) => boolean,
    ms: number,
  ) => Promise<readonly string[]>;
  /** Why the socket ended, or that something was missed; null: nothing of the kind. */
  readonly trouble: () => string | null;
  readonly close: () => void;
};

/** Listens to job events from now on: whatever happens after this has resolved is heard, or `trouble` says why not. */
export async function hearJobs(site: Site, cookie: string, signal: AbortSignal): Promise<JobEars> {
  const socket = await openSocket(site, cookie, signal);
  const ears = new Ears();
  const ended = ears.listen(socket, signal);
  try {
    await ears.until(() => ears.greeted || ears.over, greetingMs);
    if (!ears.greeted) throw socketWrong(site, `no hello came${ears.trouble === null ? '' : `: ${ears.trouble}`}`);
    // The socket's frames are read in order: with the first event after this nothing was missed before it.
    socket.write(textFrame(JSON.stringify({type: 'subscribe', events: ['jobs'], after: ears.last})));
  } catch (thrown) {
    socket.destroy();
    await ended;
    throw thrown;
  }
  return {
    hear: async (job, enough, ms) => {
      await ears.until(() => ears.over || enough(ears.statesOf(job)), ms);
      return ears.statesOf(job);
    },
    trouble: () => ears.trouble,
    close: () => void socket.destroy(),
  };
}

class Ears {
  greeted = false;
  over = false;
  trouble: string | null = null;
  /** Id of the newest event when the socket was opened. */
  last = '0-0';
  readonly #heard: {readonly job: string; readonly state: string}[] = [];
  #wake: () => void = () => undefined;

  /** Never rejects: how it ended is in `trouble`. */
  async listen(socket: Duplex, signal: AbortSignal): Promise<void> {
    try {
      for await (const text of textFrames(socket, signal)) {
        this.#take(text);
        this.#wake();
      }
      this.trouble ??= 'the socket was closed';
    } catch (thrown) {
      this.trouble ??= thrown instanceof Error ? thrown.message : String(thrown);
    }
    this.over = true;
    this.#wake();
  }

  statesOf(job: string): readonly string[] {
    return this.#heard.filter((one) => one.job === job).map(({state}) => state);
  }

  /** Resolves when `holds` does, at the latest after `ms`. */
  async until(holds: () => boolean, ms: number): Promise<void> {
    const ends = performance.now() + ms;
    for (let left = ms; !holds() && left > 0; left = ends - performance.now()) {
      const {promise, resolve} = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, left);
      await promise;
      clearTimeout(timer);
    }
  }

  #take(text: string): void {
    const type = frameType(text);
    if (type === 'hello') {
      this.greeted = true;
      const last = fieldOf(text, 'last');
      if (typeof last === 'string' && last !== '') this.last = last;
    }
    if (type === 'gap') this.trouble = `events were missed: ${String(fieldOf(text, 'reason'))}`;
    if (type === 'error') this.trouble = String(fieldOf(text, 'error', 'what'));
    if (type !== 'event' || fieldOf(text, 'event', 'kind') !== 'job') return;
    this.#heard.push({job: String(fieldOf(text, 'event', 'job')), state: String(fieldOf(text, 'event', 'state'))});
  }
}
