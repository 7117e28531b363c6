// Waiting a moment for a connection that is in use: a helper that answers soon is worth more than one that has to be started.

/**
 * Starting a helper takes some 400 ms of processor time (docs/decisions/0020), more where the machine is busy: six at once for the six
 * questions of a page that opens took longer than one that answers all six. Who has held a connection for longer is not waited for.
 */
const soonMs = 1500;

type Waiting<Line> = {readonly unix: string; readonly take: (line: Line | undefined) => void};

/** Knows since when each user's connections are in use, and who would take one that is given back. */
export class SoonFree<Line> {
  readonly #heldSince = new Map<string, Set<{readonly at: number}>>();
  readonly #waiting: Waiting<Line>[] = [];

  /** A connection of that user is in use, or is being made, until what it returns is called. */
  hold(unix: string): () => void {
    const mark = {at: performance.now()};
    const marks = this.#heldSince.get(unix) ?? new Set();
    this.#heldSince.set(unix, marks.add(mark));
    return () => {
      marks.delete(mark);
      if (marks.size === 0 && this.#heldSince.get(unix) === marks) this.#heldSince.delete(unix);
    };
  }

  /** The connection that is given back within a moment, or undefined when none came; undefined at once where none is to be expected. */
  wait(unix: string): Promise<Line | undefined> | undefined {
    const now = performance.now();
    const isSoon = [...(this.#heldSince.get(unix) ?? [])].some(({at}) => now - at < soonMs);
    if (!isSoon) return undefined;
    return new Promise((resolve) => {
      const take = (line: Line | undefined): void => {
        clearTimeout(timer);
        const at = this.#waiting.indexOf(waiting);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve(line);
      };
      const waiting = {unix, take};
      const timer = setTimeout(() => take(undefined), soonMs);
      this.#waiting.push(waiting);
    });
  }

  /** True: somebody of that user has waited for it and has it now. */
  offer(unix: string, line: Line): boolean {
    const first = this.#waiting.find((one) => one.unix === unix);
    first?.take(line);
    return first !== undefined;
  }

  /** Nobody waits any longer. */
  close(): void {
    for (const {take} of [...this.#waiting]) take(undefined);
  }
}
