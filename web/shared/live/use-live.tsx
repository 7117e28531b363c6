// Hands the one live connection to every component, and a clock that moves once a second.

import type {ReactNode} from 'react';
import {createContext, useContext, useEffect, useState, useSyncExternalStore} from 'react';
import type {LiveConnection} from './live-connection.ts';
import {openLive} from './live-connection.ts';
import type {Freshness, LiveView} from './live-view.ts';
import {freshness, noView} from './live-view.ts';

const LiveContext = createContext<LiveConnection | null>(null);

export function LiveProvider({children}: {readonly children: ReactNode}): ReactNode {
  const [connection, setConnection] = useState<LiveConnection | null>(null);
  useEffect(() => {
    const opened = openLive();
    setConnection(opened);
    return opened.close;
  }, []);
  return <LiveContext value={connection}>{children}</LiveContext>;
}

const nothing = noView(0);
const never = (): (() => void) => () => undefined;

export function useLive(): LiveView {
  const connection = useContext(LiveContext);
  return useSyncExternalStore(connection?.subscribe ?? never, () => connection?.view() ?? nothing);
}

export function useRetry(): () => void {
  const connection = useContext(LiveContext);
  return () => connection?.retry();
}

/** The page's monotonic clock in milliseconds, once a second. */
export function useSecond(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function useFreshness(): Freshness {
  const now = useSecond();
  // What has just arrived may be younger than the last tick of the clock.
  return freshness(useLive(), Math.max(now, performance.now()));
}
