// Connections of a web service to the helper: each belongs to one Unix account, is used by one request at a time, and is kept a while.

import {connect} from 'node:net';
import {WebRefusal} from '../../app/web-refusal.ts';
import {listensAt} from './listening-socket.ts';
import {SoonFree} from './soon-free.ts';
import {Wire} from './wire.ts';

/** Starting a helper takes as long as twenty requests on one that runs: see docs/decisions/0020. */
const keepIdleMs = 20_000;
/** The helper ends after ten minutes, so that changed groups and locks are seen; it must not do so under a request. */
const oldestMs = 8 * 60_000;
const mostAtOnce = 48;
const mostOfOneUser = 6;
const mostWaiting = 200;
const waitMs = 5000;
const connectMs = 5000;

export type PoolOptions = {
  readonly socketPath: string;
  readonly node: string;
  readonly now: () => number;
};

type Line = {
  readonly wire: Wire;
  readonly unix: string;
  readonly madeAt: number;
  idleTimer: NodeJS.Timeout | undefined;
};

/** A connection that a request holds. It must be given back, or dropped where its state is not known. */
export type Lease = {readonly wire: Wire; readonly giveBack: () => void; readonly drop: () => void};

export class AsPool {
  readonly #options: PoolOptions;
  readonly #idle = new Map<string, Line[]>();
  readonly #inUse = new Map<string, number>();
  readonly #waiting: {unix: string; go: () => void}[] = [];
  readonly #soonFree = new SoonFree<Line>();
  #total = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Waits a little for its turn where too many are under way, and for the user's own connection where that is given back soon; not for
   * one that `transfers`: a body takes as long as it takes. Rejects with `helper-busy`, `helper-down`.
   */
  async lease(unix: string, signal: AbortSignal, transfers = false): Promise<Lease> {
    if (!this.#mayStart(unix)) await this.#turn(unix, signal);
    this.#inUse.set(unix, (this.#inUse.get(unix) ?? 0) + 1);
    const idle = this.#takeIdle(unix);
    const soon = idle === undefined ? this.#soonFree.wait(unix) : undefined;
    const free = soon === undefined ? idle : await soon;
    const end = transfers ? (): void => undefined : this.#soonFree.hold(unix);
    try {
      return this.#leaseOf(free ?? (await this.#connect(unix)), end);
    } catch (thrown) {
      end();
      this.#release(unix);
      throw thrown;
    }
  }

  /** Whether somebody listens at the helper's socket; for health checks, which are many and must start no helper. */
  async check(): Promise<void> {
    const {socketPath, node} = this.#options;
    if (!(await listensAt(socketPath))) throw new WebRefusal('helper-down', {node}, {retryAfterSeconds: 3});
  }

  close(): void {
    this.#closed = true;
    this.#soonFree.close();
    for (const lines of this.#idle.values()) for (const line of lines) this.#end(line);
    this.#idle.clear();
  }

  /** `end`: the user's connection is in use no longer. */
  #leaseOf(line: Line, end: () => void): Lease {
    let held = true;
    const settle = (act: () => void): void => {
      if (!held) return;
      held = false;
      end();
      act();
      this.#release(line.unix);
    };
    return {
      wire: line.wire,
      giveBack: () => settle(() => this.#keep(line)),
      drop: () => settle(() => this.#end(line)),
    };
  }

  #mayStart(unix: string): boolean {
    const used = [...this.#inUse.values()].reduce((sum, count) => sum + count, 0);
    return used < mostAtOnce && (this.#inUse.get(unix) ?? 0) < mostOfOneUser;
  }

  async #turn(unix: string, signal: AbortSignal): Promise<void> {
    const busy = (): WebRefusal => new WebRefusal('helper-busy', {}, {retryAfterSeconds: 2});
    if (this.#waiting.length >= mostWaiting) throw busy();
    await new Promise<void>((resolve, reject) => {
      const leave = (act: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        const at = this.#waiting.indexOf(entry);
        if (at >= 0) this.#waiting.splice(at, 1);
        act();
      };
      const giveUp = (): void => leave(() => reject(busy()));
      const entry = {unix, go: () => leave(resolve)};
      const timer = setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', giveUp, {once: true});
      this.#waiting.push(entry);
    });
  }

  #release(unix: string): void {
    const left = (this.#inUse.get(unix) ?? 1) - 1;
    if (left > 0) this.#inUse.set(unix, left);
    else this.#inUse.delete(unix);
    this.#waiting.find((entry) => this.#mayStart(entry.unix))?.go();
  }

  #takeIdle(unix: string): Line | undefined {
    const lines = this.#idle.get(unix) ?? [];
    for (let line = lines.pop(); line !== undefined; line = lines.pop()) {
      clearTimeout(line.idleTimer);
      if (!line.wire.over && this.#options.now() - line.madeAt < oldestMs) return line;
      this.#end(line);
    }
    return undefined;
  }

  #keep(line: Line): void {
    if (this.#closed || line.wire.over || this.#options.now() - line.madeAt >= oldestMs) {
      this.#end(line);
      return;
    }
    if (this.#soonFree.offer(line.unix, line)) return;
    const lines = this.#idle.get(line.unix) ?? [];
    lines.push(line);
    this.#idle.set(line.unix, lines);
    line.idleTimer = setTimeout(() => {
      const at = lines.indexOf(line);
      if (at >= 0) lines.splice(at, 1);
      if (lines.length === 0 && this.#idle.get(line.unix) === lines) this.#idle.delete(line.unix);
      this.#end(line);
    }, keepIdleMs);
    line.idleTimer.unref();
  }

  #end(line: Line): void {
    clearTimeout(line.idleTimer);
    line.wire.destroy();
    this.#total -= 1;
  }

  async #connect(unix: string): Promise<Line> {
    if (this.#total >= mostAtOnce) this.#endOldestIdle();
    const wire = new Wire(await this.#open());
    this.#total += 1;
    return {wire, unix, madeAt: this.#options.now(), idleTimer: undefined};
  }

  /** Connections that wait for their user's next click make room for those who ask now. */
  #endOldestIdle(): void {
    for (const [unix, lines] of this.#idle) {
      const line = lines.shift();
      if (lines.length === 0) this.#idle.delete(unix);
      if (line === undefined) continue;
      this.#end(line);
      return;
    }
  }

  #open(): Promise<ReturnType<typeof connect>> {
    const {socketPath, node} = this.#options;
    return new Promise((resolve, reject) => {
      const socket = connect({path: socketPath});
      const fail = (cause: Error): void => {
        clearTimeout(timer);
        socket.destroy();
        reject(new WebRefusal('helper-down', {node}, {cause, retryAfterSeconds: 3}));
      };
      const timer = setTimeout(() => fail(new Error('connecting took too long')), connectMs);
      socket.once('error', fail);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.removeListener('error', fail);
        resolve(socket);
      });
    });
  }
}
