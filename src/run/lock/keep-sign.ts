// Gives the lock's sign of life every five seconds while a run lives, and tells the Runner when the lock is no longer its own.

import type {Clock} from '../clock.ts';
import type {ClusterLock} from './cluster-lock.ts';

const everyMs = 5_000;

/** Begins at once; `stop` resolves when no sign is on its way any more. */
export function keepSign(
  lock: ClusterLock,
  clock: Clock,
  doing: () => string,
  onLost: (why: string) => void,
): {stop(): Promise<void>} {
  const ending = new AbortController();
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await clock.sleep(everyMs, ending.signal);
      if (ending.signal.aborted) return;
      const why = await lock.beat(doing(), AbortSignal.timeout(4_500));
      if (why !== null) onLost(why);
    }
  };
  const running = loop();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
