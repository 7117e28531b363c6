// One connection of the helper: the first request's token decides the account, rights are dropped once, then requests are answered in turn.

import {isHpchaError} from '../../../model/error.ts';
import {WebRefusal} from '../../app/web-refusal.ts';
import type {Claims} from '../../session/claims.ts';
import type {VerifyToken} from '../../session/verify-token.ts';
import {requireSettled} from '../../session/verify-token.ts';
import {auditLine} from './audit-line.ts';
import {storageFailure} from './files/storage-failure.ts';
import type {AsRequest} from './protocol.ts';
import {asEnvelopeSchema, kindsWithBody, longestRequestLine} from './protocol.ts';
import type {UnixAccount} from './unix-account.ts';
import type {Wire} from './wire.ts';
import {BodyFailed} from './wire.ts';

/** A web service asks at once when it has connected. */
const firstRequestMs = 10_000;
/** Longer than a page's rhythm, so that a user who works has one process; short enough that one who left has none. */
export const idleMs = 30_000;
/** Groups and locks of an account may change: a new process looks again. */
const longestLifeMs = 10 * 60_000;

export type Answered = {readonly value: unknown; readonly body: AsyncIterable<Buffer> | null};

/** Carries out one request with the rights that the process has by then. */
export type Carry = (
  request: AsRequest,
  given: {readonly account: UnixAccount; readonly body: AsyncIterable<Buffer>; readonly signal: AbortSignal},
) => Promise<Answered>;

export type ConnectionDeps = {
  readonly verify: VerifyToken;
  readonly lookUp: (name: string) => Promise<UnixAccount>;
  /** As root, before the drop: the user's first root. */
  readonly prepare: (account: UnixAccount) => Promise<void>;
  /** Gives up root for this process. Throws where it did not succeed: then nothing is carried out. */
  readonly drop: (account: UnixAccount) => void;
  readonly carry: Carry;
  /** One line for the journal. */
  readonly audit: (line: string) => void;
  readonly now: () => number;
};

/** Resolves when the connection is over. Never rejects: what went wrong was answered, and stands in the journal. */
export async function serveConnection(wire: Wire, deps: ConnectionDeps): Promise<void> {
  const over = new AbortController();
  void wire.closed.then(() => over.abort());
  const endsAt = deps.now() + longestLifeMs;
  let account: UnixAccount | null = null;
  for (let wait = firstRequestMs; !wire.over && deps.now() < endsAt; wait = idleMs) {
    const line = await nextLine(wire, wait);
    if (line === null) break;
    const asked = await readAsked(line, deps.verify).catch((thrown: unknown) => asError(thrown));
    if (asked instanceof Error) {
      deps.audit(JSON.stringify({audit: 'as', outcome: outcomeOf(asked), why: asked.message.slice(0, 300)}));
      await refuse(wire, asked, true);
      break;
    }
    try {
      account = await become(account, asked, deps);
    } catch (thrown) {
      await finish(wire, deps, asked, account, {failure: asError(thrown), ends: true, ms: 0});
      break;
    }
    if (!(await answerOne(wire, deps, asked, account, over.signal))) break;
  }
  wire.destroy();
}

async function nextLine(wire: Wire, waitMs: number): Promise<string | null> {
  const timer = setTimeout(() => wire.destroy(), waitMs);
  try {
    return await wire.line(longestRequestLine);
  } catch {
    // Too long, or gone in the middle of a line: there is nobody to answer in order.
    return null;
  } finally {
    clearTimeout(timer);
  }
}

type Asked = {readonly claims: Claims; readonly unix: string; readonly request: AsRequest};

async function readAsked(line: string, verify: VerifyToken): Promise<Asked> {
  const parsed = asEnvelopeSchema.safeParse(parseJson(line));
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new WebRefusal('input-invalid', {
      field: first?.path.slice(1).map(String).join('.') || 'request',
      why: first?.message ?? 'invalid',
    });
  }
  const claims = await verify(parsed.data.token);
  requireSettled(claims);
  if (claims.unix === null) throw new WebRefusal('no-unix-account', {name: claims.name});
  return {claims, unix: claims.unix, request: parsed.data.request};
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The account of this connection. A process has one for its life: a token of another user ends the connection. */
async function become(account: UnixAccount | null, asked: Asked, deps: ConnectionDeps): Promise<UnixAccount> {
  if (account !== null) {
    if (account.name !== asked.unix) throw new WebRefusal('token-invalid');
    return account;
  }
  const found = await deps.lookUp(asked.unix);
  await deps.prepare(found);
  deps.drop(found);
  return found;
}

/** True where the next request may follow on this connection. */
async function answerOne(
  wire: Wire,
  deps: ConnectionDeps,
  asked: Asked,
  account: UnixAccount,
  signal: AbortSignal,
): Promise<boolean> {
  const began = deps.now();
  const withBody = kindsWithBody.has(asked.request.kind);
  try {
    const body = withBody ? endsAnyhow(wire.body()) : none();
    const {value, body: sent} = await deps.carry(asked.request, {account, body, signal});
    // What the request did not need of its body must not be read as the next request.
    if (withBody) for await (const _ of body) over(signal);
    await wire.sendLine({ok: true, value, body: sent !== null});
    if (sent !== null && !(await sendBody(wire, sent, account))) return false;
    await finish(wire, deps, asked, account, {failure: null, ends: false, ms: deps.now() - began});
    return true;
  } catch (thrown) {
    const failure = storageFailure(thrown, account.name);
    // What is left of a body that was refused would be read as the next request.
    await finish(wire, deps, asked, account, {failure, ends: withBody, ms: deps.now() - began});
    return !withBody && !wire.over;
  }
}

function over(signal: AbortSignal): void {
  signal.throwIfAborted();
}

/** A browser that went away ends its upload early: what came until then counts. */
async function* endsAnyhow(body: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (thrown) {
    if (!(thrown instanceof BodyFailed)) throw thrown;
  }
}

async function* none(): AsyncGenerator<Buffer> {
  yield* [];
}

/** False where the body broke off: the other side was told, and the connection is of no more use. */
async function sendBody(wire: Wire, body: AsyncIterable<Buffer>, account: UnixAccount): Promise<boolean> {
  try {
    for await (const piece of body) await wire.sendBytes(piece);
    await wire.sendEnd();
    return true;
  } catch (thrown) {
    if (!wire.over) await wire.sendFailure(refusalFields(storageFailure(thrown, account.name)));
    return false;
  }
}

async function finish(
  wire: Wire,
  deps: ConnectionDeps,
  asked: Asked,
  account: UnixAccount | null,
  end: {readonly failure: Error | null; readonly ends: boolean; readonly ms: number},
): Promise<void> {
  const {claims, unix, request} = asked;
  const {failure} = end;
  const line = auditLine({
    user: claims.name,
    session: claims.sid,
    unix,
    uid: account?.uid ?? -1,
    request,
    outcome: failure === null ? 'done' : outcomeOf(failure),
    ms: Math.round(end.ms),
  });
  if (line !== null) deps.audit(line);
  if (failure !== null) await refuse(wire, failure, end.ends);
}

/** `ends` tells the other side that no further request follows on this connection. */
async function refuse(wire: Wire, failure: Error, ends: boolean): Promise<void> {
  if (wire.over) return;
  await wire.sendLine({ok: false, ends, ...refusalFields(failure)}).catch(() => wire.destroy());
}

/** A failure as it travels: its code and parameters, from which the web service makes the words in the client's language. */
function refusalFields(failure: Error): {refusal: string; params: Readonly<Record<string, string | number>>} {
  if (failure instanceof WebRefusal) return {refusal: failure.refusal, params: failure.params};
  const why = isHpchaError(failure) ? failure.what : 'a fault of the helper, see journalctl -t hpcha-tui';
  return {refusal: 'helper-failed', params: {why}};
}

function outcomeOf(failure: Error): string {
  if (failure instanceof WebRefusal) return failure.refusal;
  return isHpchaError(failure) ? `${failure.code}: ${failure.what}` : `bug: ${failure.message}`;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
