// Connections of a web service to the helper: each belongs to one Unix account, is used by one request at a time, and is kept a while.

import {connect} from 'node:net';
import {availableParallelism} from 'node:os';
import {WebRefusal} from '../../app/web-refusal.ts';
import {listensAt} from './listening-socket.ts';
import {SoonFree} from './soon-free.ts';
import {Turns} from './turns.ts';
import {Wire} from './wire.ts';

/** Starting a helper takes as long as twenty requests on one that runs: see docs/decisions/0020. */
const keepIdleMs = 20_000;
/** The helper ends after ten minutes, so that changed groups and locks are seen; it must not do so under a request. */
const oldestMs = 8 * 60_000;
const mostAtOnce = 48;
const mostOfOneUser = 6;
/**
 * Of them for questions that are answered in milliseconds. A second one is for the case that one of them hangs; more of them were started
 * only because the machine was slow, and made it slower.
 */
const mostAnswering = 2;
const mostWaiting = 200;
const waitMs = 5000;
const connectMs = 5000;
/** Starting is work for a processor; more at once than there are of them only make each other late. */
const mostStarting = Math.min(8, Math.max(2, availableParallelism()));
const startWaitMs = 15_000;
/** From then on a start counts as over, also where the first answer waits for a body. */
const longestStartMs = 5000;

export type PoolOptions = {
  readonly socketPath: string;
  readonly node: string;
  readonly now: () => number;
};

type Line = {
  readonly wire: Wire;
  readonly unix: string;
  readonly madeAt: number;
  /** The helper has answered: others may be started. */
  readonly started: () => void;
  idleTimer: NodeJS.Timeout | undefined;
};

/** A connection that a request holds. It must be given back, or dropped where its state is not known. */
export type Lease = {
  readonly wire: Wire;
  /** A line has come. */
  readonly answered: () => void;
  readonly giveBack: () => void;
  readonly drop: () => void;
};

type User = {readonly unix: string; readonly transfers: boolean};

function busy(): WebRefusal {
  return new WebRefusal('helper-busy', {}, {retryAfterSeconds: 2});
}

function hasPlace({unix, transfers}: User, inUse: readonly User[]): boolean {
  const own = inUse.filter((user) => user.unix === unix);
  const answering = own.filter((user) => !user.transfers).length;
  return inUse.length < mostAtOnce && own.length < mostOfOneUser && (transfers || answering < mostAnswering);
}

export class AsPool {
  readonly #options: PoolOptions;
  readonly #idle = new Map<string, Line[]>();
  readonly #soonFree = new SoonFree<Line>();
  readonly #places = new Turns<User>({mayGo: hasPlace, mostWaiting, waitMs, busy});
  readonly #starts = new Turns<string>({
    mayGo: (_unix, going) => going.length < mostStarting,
    mostWaiting,
    waitMs: startWaitMs,
    busy,
  });
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
    const leave = await this.#places.take({unix, transfers}, signal);
    const idle = this.#takeIdle(unix);
    const soon = idle === undefined ? this.#soonFree.wait(unix) : undefined;
    const free = soon === undefined ? idle : await soon;
    const letGo = transfers ? (): void => undefined : this.#soonFree.hold(unix);
    const end = (): void => {
      letGo();
      leave();
    };
    try {
      return this.#leaseOf(free ?? (await this.#start(unix, signal)), end);
    } catch (thrown) {
      end();
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
      line.started();
      // First: who waits for a place finds it.
      act();
      end();
    };
    return {
      wire: line.wire,
      answered: line.started,
      giveBack: () => settle(() => this.#keep(line)),
      drop: () => settle(() => this.#end(line)),
    };
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

  /** A new connection, when it is its turn; or the user's own, where that has become free meanwhile. */
  async #start(unix: string, signal: AbortSignal): Promise<Line> {
    const end = await this.#starts.take(unix, signal);
    const timer = setTimeout(end, longestStartMs);
    const started = (): void => {
      clearTimeout(timer);
      end();
    };
    const idle = this.#takeIdle(unix);
    if (idle !== undefined) {
      started();
      return idle;
    }
    try {
      if (this.#total >= mostAtOnce) this.#endOldestIdle();
      const wire = new Wire(await this.#open());
      this.#total += 1;
      return {wire, unix, madeAt: this.#options.now(), started, idleTimer: undefined};
    } catch (thrown) {
      started();
      throw thrown;
    }
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
