// Keeps the number of commands that run at once over one connection below sshd's MaxSessions (10 by default), first come first served.

import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import {seconds} from './transport-errors.ts';

/** Two below sshd_config(5) MaxSessions 10: an administrator's own multiplexed session keeps room. */
export const maxChannels = 8;

export class ChannelSlots {
  readonly #where: string;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(where: string, slots: number = maxChannels) {
    this.#where = where;
    this.#free = slots;
  }

  /** Resolves to the function that gives the slot back (calling it twice does nothing). Rejects with `timeout` or `cancelled`. */
  async take(timeoutMs: number, signal: AbortSignal): Promise<() => void> {
    await bounded<void>({signal, timeoutMs, where: this.#where, onTimeout: () => this.#tooBusy(timeoutMs)}, (resolve) =>
      this.#queue(resolve),
    );
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  #queue(resolve: () => void): () => void {
    if (this.#free > 0) {
      this.#free -= 1;
      resolve();
      return () => undefined;
    }
    this.#waiting.push(resolve);
    return () => {
      const index = this.#waiting.indexOf(resolve);
      if (index >= 0) this.#waiting.splice(index, 1);
    };
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #tooBusy(ms: number): HpchaError {
    return new HpchaError({
      code: 'timeout',
      where: this.#where,
      what: `${maxChannels} commands are running on this host already; none ended within ${seconds(ms)}`,
    });
  }
}
