// The asking side of the look helper: a reader of this controller for a process that has no rights of its own.

import {connect, type Socket} from 'node:net';
import {HpchaError, toHpchaError} from '../../../model/error.ts';
import type {Look} from '../../../model/look.ts';
import type {HostName} from '../../../model/service.ts';
import type {HostConnection, HostReader, LookResult, Output, StreamSink} from '../../../transport/host.ts';
import {JsonLines, writeLine} from './json-lines.ts';
import type {LookAnswer, LookQuestion} from './look-protocol.ts';
import {longestAnswer} from './look-protocol.ts';

/** Above the helper's own deadlines, which say more than ours. */
const graceMs = 2_000;
const queryMs = 5_000;
const pingMs = 5_000;
const connectMs = 4_000;
const retryMs = 1_000;

type Waiting = {answer(answer: LookAnswer): void; fail(error: HpchaError): void};
type Ask = LookQuestion extends infer Q ? (Q extends LookQuestion ? Omit<Q, 'id'> : never) : never;

export type LookClient = Pick<HostConnection, 'reader' | 'follow'> & {
  /** Questions asked since the start: shows that clients do not multiply them. */
  asked(): number;
  close(): void;
};

/** Connects when the first question is asked, and again after the connection broke. */
export function lookClient(host: HostName, address: string, socketPath: string): LookClient {
  const helper = new HelperLine(host, socketPath);
  return {
    reader: readerOf(host, address, helper),
    follow: (look, sink, signal) => void follow(helper, look, sink, signal),
    asked: () => helper.asked,
    close: () => helper.close(),
  };
}

function readerOf(host: HostName, address: string, helper: HelperLine): HostReader {
  const look = async ({argv, timeoutMs}: Look, signal: AbortSignal): Promise<Output> => {
    const answer = await helper.ask({ask: 'look', argv: [...argv]}, timeoutMs, signal);
    if (answer.kind !== 'output') throw unexpected(host);
    return answer.output;
  };
  const lookOne = (one: Look, signal: AbortSignal): Promise<LookResult> =>
    look(one, signal).then(
      (output): LookResult => ({kind: 'output', look: one, output}),
      (thrown: unknown): LookResult => ({kind: 'error', look: one, error: toHpchaError(thrown, host)}),
    );
  return {
    host,
    address,
    look,
    lookAll: (looks, signal) => Promise.all(looks.map((one) => lookOne(one, signal))),
    async query(sql, signal, options) {
      const answer = await helper.ask({ask: 'query', sql}, options?.timeoutMs ?? queryMs, signal);
      if (answer.kind !== 'rows') throw unexpected(host);
      return answer.rows;
    },
    async redis(port, command, signal, options) {
      const question: Ask = {ask: 'redis', port, command: [...command]};
      const answer = await helper.ask(question, options?.timeoutMs ?? queryMs, signal);
      if (answer.kind !== 'reply') throw unexpected(host);
      return answer.reply;
    },
    async ping(signal) {
      const startedAt = performance.now();
      const answer = await helper.ask({ask: 'ping'}, pingMs, signal);
      if (answer.kind !== 'pong') throw unexpected(host);
      return {rttMs: performance.now() - startedAt, clockOffsetMs: answer.clockOffsetMs, user: answer.user};
    },
  };
}

/** Until the signal aborts: begun again whenever the helper is lost, as any followed look. */
async function follow(helper: HelperLine, look: Look, sink: StreamSink, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const error = await helper.stream({ask: 'follow', argv: [...look.argv]}, sink, signal);
    if (signal.aborted) return;
    sink.onState({kind: 'lost', error, retryMs});
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, retryMs);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        {once: true},
      );
    });
  }
}

/** One connection to the helper with the questions that are under way on it. */
class HelperLine {
  readonly #host: HostName;
  readonly #path: string;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Promise<Socket> | undefined;
  #nextId = 1;
  asked = 0;

  constructor(host: HostName, path: string) {
    this.#host = host;
    this.#path = path;
  }

  close(): void {
    this.#socket?.then(
      (socket) => socket.destroy(),
      () => undefined,
    );
  }

  async ask(question: Ask, timeoutMs: number, signal: AbortSignal): Promise<LookAnswer> {
    const socket = await this.#connected();
    const {promise, resolve, reject} = Promise.withResolvers<LookAnswer>();
    const id = this.#begin(socket, question, {
      answer: (answer) => (answer.kind === 'error' ? reject(errorOf(answer.error)) : resolve(answer)),
      fail: reject,
    });
    const giveUp = (error: HpchaError): void => {
      writeLine(socket, {id, ask: 'stop'});
      reject(error);
    };
    const onAbort = (): void => giveUp(cancelled(this.#host));
    const timer = setTimeout(() => giveUp(late(this.#host, timeoutMs)), timeoutMs + graceMs);
    signal.addEventListener('abort', onAbort, {once: true});
    if (signal.aborted) onAbort();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
    }
  }

  /** Resolves with why it is over. */
  async stream(question: Ask, sink: StreamSink, signal: AbortSignal): Promise<HpchaError> {
    let socket: Socket;
    try {
      socket = await this.#connected();
    } catch (thrown) {
      return toHpchaError(thrown, this.#host);
    }
    const {promise, resolve} = Promise.withResolvers<HpchaError>();
    const id = this.#begin(socket, question, {
      fail: resolve,
      answer: (answer) => {
        if (answer.kind === 'line') sink.onLine(answer.line);
        if (answer.kind === 'open') sink.onState({kind: 'open'});
        if (answer.kind === 'lost') sink.onState({kind: 'lost', error: errorOf(answer.error), retryMs: answer.retryMs});
        if (answer.kind === 'error') resolve(errorOf(answer.error));
      },
    });
    const onAbort = (): void => {
      writeLine(socket, {id, ask: 'stop'});
      resolve(cancelled(this.#host));
    };
    signal.addEventListener('abort', onAbort, {once: true});
    const error = await promise;
    signal.removeEventListener('abort', onAbort);
    this.#waiting.delete(id);
    return error;
  }

  #begin(socket: Socket, question: Ask, waiting: Waiting): number {
    const id = this.#nextId++;
    this.asked += 1;
    this.#waiting.set(id, waiting);
    writeLine(socket, {...question, id});
    return id;
  }

  #connected(): Promise<Socket> {
    this.#socket ??= this.#connect();
    return this.#socket;
  }

  #connect(): Promise<Socket> {
    const {promise, resolve, reject} = Promise.withResolvers<Socket>();
    const socket = connect({path: this.#path});
    const lines = new JsonLines(longestAnswer);
    const timer = setTimeout(() => socket.destroy(lost(this.#host, 'it did not take the connection')), connectMs);
    let why = 'it hung up';
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      this.#socket = undefined;
      const error = lost(this.#host, why);
      reject(error);
      for (const each of [...this.#waiting.values()]) each.fail(error);
      this.#waiting.clear();
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const value of lines.read(chunk)) this.#take(value as LookAnswer);
      } catch (thrown) {
        socket.destroy(toHpchaError(thrown, this.#host));
      }
    });
    // Whoever asks is told; without this a connection that fails while nobody waits would be an unhandled rejection.
    promise.catch(() => undefined);
    return promise;
  }

  /** What the helper says is believed: it is root's, on this machine, and this program itself. */
  #take(answer: LookAnswer): void {
    this.#waiting.get(answer.id)?.answer(answer);
  }
}

function errorOf({code, where, what, hint}: Extract<LookAnswer, {kind: 'error'}>['error']): HpchaError {
  return new HpchaError({code, where, what, ...(hint === undefined ? {} : {hint})});
}

function lost(where: string, why: string): HpchaError {
  return new HpchaError({
    code: 'unreachable',
    where,
    what: `the look helper cannot be asked: ${why}`,
    hint: 'systemctl status hpcha-look.socket',
  });
}

function late(where: string, timeoutMs: number): HpchaError {
  return new HpchaError({code: 'timeout', where, what: `the look helper did not answer within ${timeoutMs / 1000} s`});
}

function cancelled(where: string): HpchaError {
  return new HpchaError({code: 'cancelled', where, what: 'the question was given up'});
}

function unexpected(where: string): HpchaError {
  return new HpchaError({code: 'bug', where, what: 'the look helper answered another question'});
}
