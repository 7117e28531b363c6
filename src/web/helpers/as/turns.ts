// A queue for what only so many may do at once: in order, bounded in length and in time, left by whoever gives up.

export type TurnsOptions<Who> = {
  /** Whether one more may go, beside those who are at it. */
  readonly mayGo: (who: Who, going: readonly Who[]) => boolean;
  readonly mostWaiting: number;
  readonly waitMs: number;
  /** What is thrown to those for whom it took too long, and to those who would be too many. */
  readonly busy: () => Error;
};

type Waiting<Who> = {readonly who: Who; readonly go: () => void};

/** Hands out turns; somebody who may not go yet does not hold up those behind who may. */
export class Turns<Who> {
  readonly #options: TurnsOptions<Who>;
  readonly #going: Who[] = [];
  readonly #waiting: Waiting<Who>[] = [];

  constructor(options: TurnsOptions<Who>) {
    this.#options = options;
  }

  /** Resolves to what ends the turn; ending it twice is nothing. Rejects with `busy`. */
  async take(who: Who, signal: AbortSignal): Promise<() => void> {
    const {mayGo, mostWaiting, busy} = this.#options;
    if (mayGo(who, this.#going)) this.#going.push(who);
    else if (signal.aborted || this.#waiting.length >= mostWaiting) throw busy();
    else await this.#wait(who, signal);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#going.splice(this.#going.indexOf(who), 1);
      this.#letGo();
    };
  }

  #letGo(): void {
    for (const {who, go} of [...this.#waiting]) if (this.#options.mayGo(who, this.#going)) go();
  }

  #wait(who: Who, signal: AbortSignal): Promise<void> {
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    };
    const giveUp = (): void => {
      leave();
      reject(this.#options.busy());
    };
    const go = (): void => {
      leave();
      // At once, not when the promise is heard: nobody else may come in between.
      this.#going.push(who);
      resolve();
    };
    const waiting = {who, go};
    const timer = setTimeout(giveUp, this.#options.waitMs);
    signal.addEventListener('abort', giveUp, {once: true});
    this.#waiting.push(waiting);
    return promise;
  }
}
