// Proof that a question between controllers, and its answer, come from who knows the cluster's key: HMAC, a time and a nonce.

import {createHash, createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import {HpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';

export const signatureHeaders = {
  node: 'x-hpcha-node',
  time: 'x-hpcha-time',
  nonce: 'x-hpcha-nonce',
  signature: 'x-hpcha-signature',
} as const;

export type SignedHeaders = Readonly<Record<(typeof signatureHeaders)[keyof typeof signatureHeaders], string>>;
type GivenHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Clocks of controllers further apart than this are critical by themselves (5 s); what is older may be a copy of a question. */
const windowMs = 30_000;
/** Two questions a second from each peer for twice the window are a few hundred; beyond this somebody else is asking. */
const mostNonces = 20_000;

/** The question `GET path` as `node` signs it; `path` with its query. */
export function signQuestion(key: Secret, node: string, path: string, now: number): SignedHeaders {
  const nonce = randomBytes(16).toString('base64url');
  const time = String(now);
  return {
    [signatureHeaders.node]: node,
    [signatureHeaders.time]: time,
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: hmac(key, ['question', node, time, nonce, path]),
  };
}

/** Binds an answer to its question, so that neither another answer nor an old one can be put in its place. */
export function signAnswer(key: Secret, nonce: string, body: string): string {
  return hmac(key, ['answer', nonce, createHash('sha256').update(body).digest('hex')]);
}

/** Throws HpchaError `auth`. */
export function checkAnswer(key: Secret, nonce: string, body: string, signature: unknown, where: string): void {
  if (!same(signAnswer(key, nonce, body), signature)) throw refused(where, 'its answer is not signed by this cluster');
}

/** Checks questions; remembers nonces for as long as their time would be accepted. */
export class QuestionCheck {
  readonly #key: Secret;
  readonly #nodes: ReadonlySet<string>;
  readonly #now: () => number;
  readonly #seen = new Map<string, number>();

  constructor(key: Secret, nodes: readonly string[], now: () => number) {
    this.#key = key;
    this.#nodes = new Set(nodes);
    this.#now = now;
  }

  /** The nonce, to sign the answer with. Throws HpchaError `auth` for what is unsigned, foreign, too old, from the future or repeated. */
  check(headers: GivenHeaders, path: string): string {
    const [node, time, nonce, signature] = [
      headers[signatureHeaders.node],
      headers[signatureHeaders.time],
      headers[signatureHeaders.nonce],
      headers[signatureHeaders.signature],
    ];
    if (typeof node !== 'string' || typeof time !== 'string' || typeof nonce !== 'string' || nonce.length > 64)
      throw refused('readings', 'the question is not signed');
    const expected = hmac(this.#key, ['question', node, time, nonce, path]);
    if (!same(expected, signature)) throw refused('readings', 'the question is not signed by this cluster');
    if (!this.#nodes.has(node)) throw refused('readings', `${node} is no controller of this cluster`);
    const now = this.#now();
    if (!(Math.abs(now - Number(time)) <= windowMs))
      throw refused(
        'readings',
        `the question is ${Math.round((now - Number(time)) / 1000)} s old: are the clocks set?`,
      );
    this.#remember(nonce, now);
    return nonce;
  }

  #remember(nonce: string, now: number): void {
    // In the order of their coming, so the oldest are in front.
    for (const [old, until] of this.#seen) {
      if (until > now) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(nonce)) throw refused('readings', 'the question was asked before');
    if (this.#seen.size >= mostNonces) throw refused('readings', 'too many questions');
    this.#seen.set(nonce, now + 2 * windowMs);
  }
}

function hmac(key: Secret, parts: readonly string[]): string {
  return createHmac('sha256', key.reveal()).update(parts.join('\n')).digest('base64url');
}

function same(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refused(where: string, what: string): HpchaError {
  return new HpchaError({code: 'auth', where, what});
}
