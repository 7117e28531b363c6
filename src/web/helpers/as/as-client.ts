// How a web service asks the helper: one answer, one answer with a body, or a body sent; refusals come back as they were thrown.

import {Readable} from 'node:stream';
import type {z} from 'zod';
import {isHpchaError} from '../../../model/error.ts';
import {type RefusalCode, refusals} from '../../../model/web/refusals.ts';
import {WebRefusal} from '../../app/web-refusal.ts';
import type {AsPool, Lease} from './as-pool.ts';
import type {AsAnswer, AsKind, AsRequest} from './protocol.ts';
import {asAnswerSchema, longestAnswerLine} from './protocol.ts';

/** Whose request it is: the token travels to the helper, which verifies it again. */
export type OnBehalf = {readonly token: string; readonly unix: string; readonly signal: AbortSignal};

/** Until the answer's line is there. Slurm's commands wait for a takeover; the check sum of 50 GB takes minutes. */
const answerMs: Readonly<Partial<Record<AsKind, number>>> = {'upload-finish': 900_000, delete: 300_000};
const ordinaryMs = 60_000;
/** Hold their connection for as long as a body takes. */
const transferring: ReadonlySet<AsKind> = new Set<AsKind>(['read', 'upload-append', 'upload-finish']);

export type Received<T> = {readonly value: T; readonly body: Readable | null};

export class AsClient {
  readonly #pool: AsPool;

  constructor(pool: AsPool) {
    this.#pool = pool;
  }

  /** The answer's value. Rejects with the helper's refusal, or with `helper-…`. */
  async ask<T>(whose: OnBehalf, request: AsRequest, schema: z.ZodType<T>): Promise<T> {
    const {value, body} = await this.receive(whose, request, schema);
    body?.destroy();
    return value;
  }

  /** The value and a stream of the body where there is one. The stream fails where the helper does; destroy it to give it up. */
  async receive<T>(whose: OnBehalf, request: AsRequest, schema: z.ZodType<T>): Promise<Received<T>> {
    return this.#hold(whose, request.kind, async (lease) => {
      await lease.wire.sendLine({token: whose.token, request});
      const answer = await readAnswer(lease, request.kind);
      const value = schema.parse(answer.value);
      if (!answer.body) {
        lease.giveBack();
        return {value, body: null};
      }
      return {value, body: streamOf(lease)};
    });
  }

  /**
   * Sends a body and resolves to the answer. A body that fails half-way ends the request in order: what arrived counts, and the answer
   * says how much that is.
   */
  async send<T>(whose: OnBehalf, request: AsRequest, body: AsyncIterable<Buffer>, schema: z.ZodType<T>): Promise<T> {
    return this.#hold(whose, request.kind, async (lease) => {
      await lease.wire.sendLine({token: whose.token, request});
      const sent = sendBody(lease, body);
      const answered = readAnswer(lease, request.kind, sent);
      // A refusal comes while the body is still on its way; then nobody waits for the rest of it.
      const answer = await answered;
      await sent;
      lease.giveBack();
      return schema.parse(answer.value);
    });
  }

  /**
   * Who gives up a body gives up its connection. Any other question is answered to its end though nobody waits for it: ending the
   * helper made the next request start another, and a controller that had been too slow once never caught up again (five hundred clients,
   * two hundred requests a second, each given up after 20 s).
   */
  async #hold<T>(whose: OnBehalf, kind: AsKind, use: (lease: Lease) => Promise<T>): Promise<T> {
    const transfers = transferring.has(kind);
    const lease = await this.#pool.lease(whose.unix, whose.signal, transfers);
    const gone = Promise.withResolvers<never>();
    const leave = (): void => {
      if (transfers) lease.drop();
      else gone.reject(new WebRefusal('helper-failed', {why: 'nobody waits for the answer'}));
    };
    const used = use(lease).catch((thrown: unknown) => {
      lease.drop();
      throw asRefusal(thrown);
    });
    whose.signal.addEventListener('abort', leave, {once: true});
    if (whose.signal.aborted) leave();
    try {
      return await Promise.race([used, gone.promise]);
    } finally {
      whose.signal.removeEventListener('abort', leave);
    }
  }
}

function asRefusal(thrown: unknown): unknown {
  if (thrown instanceof WebRefusal || !isHpchaError(thrown)) return thrown;
  return new WebRefusal('helper-failed', {why: thrown.what}, {cause: thrown});
}

async function readAnswer(
  lease: Lease,
  kind: AsKind,
  startsAfter: Promise<void> = Promise.resolve(),
): Promise<Extract<AsAnswer, {ok: true}>> {
  let timer: NodeJS.Timeout | undefined;
  // An upload takes as long as it takes; the clock runs from its end.
  const startClock = (): void => {
    timer = setTimeout(() => lease.drop(), answerMs[kind] ?? ordinaryMs);
  };
  startsAfter.then(startClock, startClock);
  try {
    const line = await lease.wire.line(longestAnswerLine);
    lease.answered();
    if (line === null) throw new WebRefusal('helper-failed', {why: 'the helper ended'});
    const answer = asAnswerSchema.parse(JSON.parse(line));
    if (!answer.ok) {
      if (!answer.ends) lease.giveBack();
      throw refusalOf(answer);
    }
    return answer;
  } finally {
    startsAfter.finally(() => clearTimeout(timer)).catch(() => undefined);
    clearTimeout(timer);
  }
}

function refusalOf(answer: Extract<AsAnswer, {ok: false}>): WebRefusal {
  if (isRefusalCode(answer.refusal)) return new WebRefusal(answer.refusal, answer.params);
  return new WebRefusal('helper-failed', {why: answer.refusal});
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

async function sendBody(lease: Lease, body: AsyncIterable<Buffer>): Promise<void> {
  const {wire} = lease;
  try {
    for await (const piece of body) await wire.sendBytes(piece);
  } catch {
    // The browser went away, or the helper has refused: either way the answer says how it stands.
    if (!wire.over) await wire.sendFailure('the sender went away').catch(() => undefined);
    return;
  }
  if (!wire.over) await wire.sendEnd().catch(() => undefined);
}

function streamOf(lease: Lease): Readable {
  const pieces = async function* (): AsyncGenerator<Buffer> {
    let whole = false;
    try {
      yield* lease.wire.body();
      whole = true;
    } finally {
      if (whole) lease.giveBack();
      else lease.drop();
    }
  };
  const stream = Readable.from(pieces(), {objectMode: false, highWaterMark: 512 * 1024});
  // A stream that is given up before its first piece never runs the generator.
  stream.once('close', () => lease.drop());
  return stream;
}
