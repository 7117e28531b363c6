// Keeps one WebSocket to the cluster: opens it, hears it, asks a quiet one, gives a silent one up, and tries again with patience.

import type {ClientMessage} from '../../../src/web/realtime/client-message.ts';
import {ask, renewSession} from '../api/ask.ts';
import {anything} from '../api/shape.ts';
import type {LiveView} from './live-view.ts';
import {noView, quietMs, silenceMs, withFrame, withLink} from './live-view.ts';

export type LiveConnection = {
  readonly view: () => LiveView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
  /** Now, without waiting for the next try. */
  readonly retry: () => void;
};

const firstPauseMs = 400;
const longestPauseMs = 8_000;

export function openLive(): LiveConnection {
  const kept = new KeptSocket();
  return {
    view: () => kept.view,
    subscribe: (listener) => {
      kept.listeners.add(listener);
      return () => kept.listeners.delete(listener);
    },
    retry: () => void renewSession().finally(() => kept.retry()),
    close: () => kept.close(),
  };
}

class KeptSocket {
  view = noView(performance.now());
  readonly listeners = new Set<() => void>();
  #socket: WebSocket | null = null;
  /** When this socket was begun: it is given its own time, however long the ones before it were silent. */
  #begunAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  readonly #watch = setInterval(() => this.#look(), 1000);

  constructor() {
    window.addEventListener('online', this.#online);
    this.#connect();
  }

  retry(): void {
    this.#drop();
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    window.removeEventListener('online', this.#online);
    this.#forget();
  }

  /** The network is back: nobody need wait for the next try. */
  readonly #online = (): void => {
    if (this.view.link !== 'live') this.retry();
  };

  #set(next: LiveView): void {
    this.view = next;
    for (const listener of this.listeners) listener();
  }

  #forget(): void {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
  }

  #drop(): void {
    this.#forget();
    if (this.#closed) return;
    this.#set(withLink(this.view, 'lost', performance.now()));
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.view.attempts, 6));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), pause * (0.7 + Math.random() * 0.6));
  }

  #connect(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#begunAt = performance.now();
    this.#set(withLink(this.view, 'connecting', this.#begunAt));
    const {protocol, host} = window.location;
    const opened = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`);
    this.#socket = opened;
    let heard = false;
    opened.onopen = () => say(opened, greeting(this.view));
    opened.onmessage = ({data}) => {
      if (this.#socket !== opened) return;
      heard = true;
      this.#hear(String(data));
    };
    opened.onclose = () => {
      if (this.#socket !== opened) return;
      this.#drop();
      // Refused before a word was said: perhaps the access token is over. `ask` renews it, or ends the session.
      if (!heard) void ask({path: '/api/auth/me', shape: anything});
    };
  }

  #hear(text: string): void {
    try {
      this.#set(withFrame(this.view, text, performance.now()));
    } catch (thrown) {
      // What does not fit means that something was missed: a new connection begins with a whole snapshot.
      console.warn('the live view begins anew', thrown);
      this.#drop();
    }
  }

  /** A controller that lost its power says no goodbye; the one that took the address over does, when it is spoken to. */
  #look(): void {
    if (this.#socket === null) return;
    const silent = performance.now() - Math.max(this.view.heardAt ?? 0, this.#begunAt);
    if (silent > silenceMs) this.#drop();
    else if (silent > quietMs && this.#socket.readyState === WebSocket.OPEN) say(this.#socket, {type: 'ping'});
  }
}

function say(socket: WebSocket, message: ClientMessage): void {
  socket.send(JSON.stringify(message));
}

/** Everything that is told; what a user may not see is not sent. */
function greeting({lastEvent}: LiveView): ClientMessage {
  const after = lastEvent === null ? {} : {after: lastEvent};
  return {type: 'subscribe', events: ['jobs', 'runs', 'alerts'], ...after};
}
