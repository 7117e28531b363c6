// The answering side of the look helper: questions from one connection, each checked against the catalogue, answers as they come.

import type {Duplex} from 'node:stream';
import {HpchaError, toHpchaError} from '../../../model/error.ts';
import type {HostConnection} from '../../../transport/host.ts';
import {JsonLines, writeLine} from './json-lines.ts';
import type {LookPolicy} from './look-policy.ts';
import type {LookAnswer, LookFailure, LookQuestion} from './look-protocol.ts';
import {longestQuestion, lookQuestionSchema} from './look-protocol.ts';

/** One realtime asks less than a dozen at once; whoever asks this many is not it. */
const mostAtOnce = 64;

/** Resolves when the other side has gone; everything that still runs for it is then ended. Never rejects. */
export async function serveLooks(
  stream: Duplex,
  connection: Pick<HostConnection, 'reader' | 'follow'>,
  policy: LookPolicy,
): Promise<void> {
  const conversation = new Conversation(stream, connection, policy);
  const lines = new JsonLines(longestQuestion);
  try {
    for await (const chunk of stream) {
      for (const value of lines.read(Buffer.from(chunk))) conversation.take(value);
    }
  } catch {
    // Hung up, or not one of ours: either way there is nobody to tell it to.
    stream.destroy();
  } finally {
    conversation.close();
  }
}

class Conversation {
  readonly #stream: Duplex;
  readonly #connection: Pick<HostConnection, 'reader' | 'follow'>;
  readonly #policy: LookPolicy;
  readonly #running = new Map<number, AbortController>();

  constructor(stream: Duplex, connection: Pick<HostConnection, 'reader' | 'follow'>, policy: LookPolicy) {
    this.#stream = stream;
    this.#connection = connection;
    this.#policy = policy;
  }

  close(): void {
    for (const each of this.#running.values()) each.abort();
    this.#running.clear();
  }

  /** Throws for what is no question at all: that ends the conversation. */
  take(value: unknown): void {
    const read = lookQuestionSchema.safeParse(value);
    if (!read.success) throw new HpchaError({code: 'parse', where: 'look helper', what: 'this is no question'});
    const question = read.data;
    if (question.ask === 'stop') {
      this.#running.get(question.id)?.abort();
      this.#running.delete(question.id);
      return;
    }
    if (this.#running.size >= mostAtOnce || this.#running.has(question.id)) {
      this.#fail(question.id, new HpchaError({code: 'refused', where: 'look helper', what: 'too many at once'}));
      return;
    }
    const abort = new AbortController();
    this.#running.set(question.id, abort);
    if (question.ask === 'follow') this.#follow(question, abort.signal);
    else void this.#answer(question, abort.signal);
  }

  async #answer(question: LookQuestion, signal: AbortSignal): Promise<void> {
    const {id} = question;
    try {
      const answer = await this.#ask(question, signal);
      if (!signal.aborted) this.#send(answer);
    } catch (thrown) {
      if (!signal.aborted) this.#fail(id, thrown);
    } finally {
      this.#running.delete(id);
    }
  }

  async #ask(question: LookQuestion, signal: AbortSignal): Promise<LookAnswer> {
    const {reader} = this.#connection;
    const {id} = question;
    switch (question.ask) {
      case 'look':
        return {id, kind: 'output', output: await reader.look(this.#policy.look(question.argv), signal)};
      case 'query':
        this.#policy.query(question.sql);
        return {id, kind: 'rows', rows: await reader.query(question.sql, signal)};
      case 'redis':
        this.#policy.redis(question.port, question.command);
        return {id, kind: 'reply', reply: await reader.redis(question.port, question.command, signal)};
      case 'ping': {
        const {user, clockOffsetMs} = await reader.ping(signal);
        return {id, kind: 'pong', user, clockOffsetMs};
      }
      case 'follow':
      case 'stop':
        throw new HpchaError({code: 'bug', where: 'look helper', what: 'no question with one answer'});
    }
  }

  #follow({id, argv}: Extract<LookQuestion, {ask: 'follow'}>, signal: AbortSignal): void {
    try {
      const sink = {
        onLine: (line: string) => this.#send({id, kind: 'line', line}),
        onState: (state: {kind: 'open'} | {kind: 'lost'; error: HpchaError; retryMs: number}) =>
          this.#send(
            state.kind === 'open'
              ? {id, kind: 'open'}
              : {id, kind: 'lost', error: failureOf(state.error), retryMs: state.retryMs},
          ),
      };
      this.#connection.follow(this.#policy.look(argv), sink, signal);
    } catch (thrown) {
      this.#running.delete(id);
      this.#fail(id, thrown);
    }
  }

  #fail(id: number, thrown: unknown): void {
    this.#send({id, kind: 'error', error: failureOf(toHpchaError(thrown, 'look helper'))});
  }

  #send(answer: LookAnswer): void {
    writeLine(this.#stream, answer);
  }
}

function failureOf({code, where, what, hint}: HpchaError): LookFailure {
  return {code, where, what, ...(hint === undefined ? {} : {hint})};
}
