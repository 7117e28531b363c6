// One ssh connection that many callers share: made when first needed, made again with backoff, and every caller told when it is lost.

import type {Client} from 'ssh2';
import {HpchaError, isHpchaError, toHpchaError} from '../model/error.ts';
import {waitFor} from './bounded.ts';
import type {ConnectProgress} from './connect-failure.ts';
import {connectTimeout} from './connect-failure.ts';
import type {SshSettings} from './ssh-settings.ts';
import {lostError, messageOf, seconds} from './transport-errors.ts';

/** A status must be answered within 6 s although a host is off (issue: done when 5), so nobody waits longer than this for a login. */
export const patienceMs = 4000;

/** After the n-th failure in a row the next attempt waits this long; a console that polls every 2 s is answered from memory. */
const backoffMs: readonly number[] = [500, 1000, 2000, 3000, 5000];
/** A refused login or key does not heal by itself, and sshd (PerSourcePenalties) and fail2ban count attempts. */
const refusedBackoffMs: readonly number[] = [5000, 15_000, 30_000, 60_000];

const goodbyeMs = 300;

/** A live connection. `onLost` calls back once when it goes away and returns the function that stops listening. */
export type LiveSsh = {
  readonly client: Client;
  onLost(listener: (error: HpchaError) => void): () => void;
};

/** Makes one attempt and writes into `progress` how far it has come. */
export type Connect = (progress: ConnectProgress, signal: AbortSignal) => Promise<Client>;

type Connecting = {
  readonly kind: 'connecting';
  readonly since: number;
  readonly progress: ConnectProgress;
  readonly live: Promise<LiveSsh>;
};

type State =
  | {readonly kind: 'idle'}
  | Connecting
  | {readonly kind: 'up'; readonly live: LiveSsh}
  | {readonly kind: 'failed'; readonly until: number; readonly error: HpchaError}
  | {readonly kind: 'closed'};

export class SshSession {
  readonly settings: SshSettings;
  readonly #connect: Connect;
  readonly #closing = new AbortController();
  #state: State = {kind: 'idle'};
  #failures = 0;

  constructor(settings: SshSettings, connect: Connect) {
    this.settings = settings;
    this.#connect = connect;
  }

  /** The live connection; concurrent callers share one attempt, which goes on for the next caller when this one gives up. */
  async live(signal: AbortSignal): Promise<LiveSsh> {
    const state = this.#state;
    if (state.kind === 'up') return state.live;
    if (state.kind === 'closed') throw this.#closedError();
    if (state.kind === 'failed' && performance.now() < state.until) throw this.#repeated(state.error, state.until);
    const attempt = state.kind === 'connecting' ? state : this.#start();
    const left = Math.max(0, this.#patience() - (performance.now() - attempt.since));
    const onTimeout = (): HpchaError => connectTimeout(this.settings, attempt.progress.stage, this.#patience());
    return waitFor({signal, timeoutMs: left, where: this.settings.host, onTimeout}, attempt.live);
  }

  async close(): Promise<void> {
    const state = this.#state;
    this.#state = {kind: 'closed'};
    this.#closing.abort();
    if (state.kind === 'up') await hangUp(state.live.client);
  }

  #patience(): number {
    return Math.min(this.settings.connectTimeoutMs, patienceMs);
  }

  #start(): Connecting {
    const progress: ConnectProgress = {stage: 'tcp'};
    const live = this.#connect(progress, this.#closing.signal).then(
      (client) => this.#up(client),
      (error: unknown) => this.#failed(toHpchaError(error, this.settings.host)),
    );
    // A caller that gave up no longer listens; the failure is kept in the state for the next one.
    live.catch(() => undefined);
    const state = {kind: 'connecting', since: performance.now(), progress, live} as const;
    this.#state = state;
    return state;
  }

  #up(client: Client): LiveSsh {
    if (this.#state.kind === 'closed') {
      client.end();
      throw this.#closedError();
    }
    const listeners = new Set<(error: HpchaError) => void>();
    const lose = (why: string): void => {
      if (this.#state.kind === 'up' && this.#state.live === live) this.#state = {kind: 'idle'};
      const told = [...listeners];
      listeners.clear();
      for (const tell of told) tell(lostError(this.settings.host, why));
    };
    const live: LiveSsh = {
      client,
      onLost: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    client.removeAllListeners('error').removeAllListeners('close');
    client.on('error', (error) => lose(describeLoss(error)));
    client.on('close', () => lose('the other side closed it'));
    this.#state = {kind: 'up', live};
    this.#failures = 0;
    return live;
  }

  #failed(error: HpchaError): never {
    const steps =
      error.code === 'auth' || error.code === 'host-key' || error.code === 'config' ? refusedBackoffMs : backoffMs;
    const wait = steps[Math.min(this.#failures, steps.length - 1)] ?? 0;
    this.#failures += 1;
    if (this.#state.kind !== 'closed') this.#state = {kind: 'failed', until: performance.now() + wait, error};
    throw error;
  }

  #repeated(error: HpchaError, until: number): HpchaError {
    const left = seconds(Math.max(100, until - performance.now()));
    const hint = error.hint === undefined ? `tried again in ${left}` : `${error.hint} (tried again in ${left})`;
    return new HpchaError({code: error.code, where: error.where, what: error.what, hint, cause: error.cause});
  }

  #closedError(): HpchaError {
    return new HpchaError({
      code: 'cancelled',
      where: this.settings.host,
      what: 'the connection was closed by this program',
    });
  }
}

/** Says goodbye; a peer that does not answer is let go, so that the process can end. */
function hangUp(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      client.destroy();
      resolve();
    }, goodbyeMs);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.end();
  });
}

function describeLoss(error: Error): string {
  if (isHpchaError(error)) return error.what;
  return error.message === 'Keepalive timeout' ? 'the host stopped answering' : messageOf(error);
}
