// Keeps one WebSocket to the cluster: opens it, hears it, gives a silent one up, and tries again with patience.

import {ask, renewSession} from '../api/ask.ts';
import {anything} from '../api/shape.ts';
import type {LiveView} from './live-view.ts';
import {noView, silenceMs, withFrame, withLink} from './live-view.ts';

export type LiveConnection = {
  readonly view: () => LiveView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
  /** Now, without waiting for the next try. */
  readonly retry: () => void;
};

const firstPauseMs = 400;
const longestPauseMs = 8_000;
/** Topics of the events; what a user may not see is not sent. */
const topics = ['job', 'run', 'alert'];

export function openLive(): LiveConnection {
  let view = noView(performance.now());
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const listeners = new Set<() => void>();

  const set = (next: LiveView): void => {
    view = next;
    for (const listener of listeners) listener();
  };

  const again = (): void => {
    if (closed) return;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(view.attempts, 6));
    clearTimeout(timer);
    timer = setTimeout(connect, pause * (0.7 + Math.random() * 0.6));
  };

  const drop = (): void => {
    const old = socket;
    socket = null;
    old?.close();
    set(withLink(view, 'lost', performance.now()));
    again();
  };

  function connect(): void {
    if (closed) return;
    set(withLink(view, 'connecting', performance.now()));
    const opened = new WebSocket(
      `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/ws`,
    );
    socket = opened;
    let heard = false;
    opened.onopen = () => opened.send(JSON.stringify(greeting(view)));
    opened.onmessage = ({data}) => {
      if (socket !== opened) return;
      heard = true;
      try {
        set(withFrame(view, String(data), performance.now()));
      } catch (thrown) {
        // What does not fit means that something was missed: a new connection begins with a whole snapshot.
        console.warn('the live view begins anew', thrown);
        drop();
      }
    };
    opened.onclose = () => {
      if (socket !== opened) return;
      drop();
      // Refused before a word was said: perhaps the access token is over. `ask` renews it, or ends the session.
      if (!heard) void ask({path: '/api/auth/me', shape: anything});
    };
  }

  const watch = setInterval(() => {
    const since = Math.max(view.heardAt ?? 0, view.linkSince);
    if (socket !== null && performance.now() - since > silenceMs) drop();
  }, 1000);

  connect();
  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry: () => {
      void renewSession().finally(drop);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      clearInterval(watch);
      const old = socket;
      socket = null;
      old?.close();
    },
  };
}

function greeting({lastEvent}: LiveView): object {
  return {type: 'subscribe', events: topics, ...(lastEvent === null ? {} : {after: lastEvent})};
}
