// Asks a service: CSRF header, language, deadline, one silent renewal of the session, and an answer that is guarded or a failure.

import type {Answer, Failure} from './failure.ts';
import {statusOf, toldFailure} from './failure.ts';
import type {Shape} from './shape.ts';
import {Misfit} from './shape.ts';

export type Question<T> = {
  readonly path: string;
  readonly shape: Shape<T>;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** What a protocol of its own wants beside ours (tus). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly seconds?: number;
};

const ended = new Set<() => void>();

/** Called when the session is over: neither the access token nor its renewal holds any more. */
export function onSessionEnd(listener: () => void): () => void {
  ended.add(listener);
  return () => ended.delete(listener);
}

/**
 * Asks once, and once more after the session was renewed. Throws only when `signal` was aborted. A session of which nobody can say
 * whether it goes on (a controller just died) is not over: the failure then says who did not answer.
 */
export async function ask<T>(question: Question<T>): Promise<Answer<T>> {
  const first = await send(question);
  if (first.kind === 'ok' || !isUnauthenticated(first.failure) || question.path.startsWith('/api/auth/log')) {
    return first;
  }
  const renewed = await renewSession();
  if (renewed.kind === 'renewed') return send(question);
  if (renewed.kind === 'away') return {kind: 'failed', failure: renewed.failure};
  for (const listener of ended) listener();
  return first;
}

export type Renewal =
  | {readonly kind: 'renewed'}
  | {readonly kind: 'over'}
  /** Nobody answered, or not with a decision. */
  | {readonly kind: 'away'; readonly failure: Failure};

let renewal: Promise<Renewal> | null = null;

/** A rotating token must not be used twice: all that wait share one renewal. */
export function renewSession(): Promise<Renewal> {
  renewal ??= send({path: '/api/auth/refresh', method: 'POST', shape: () => true as const})
    .then(renewalOf)
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

function renewalOf(answer: Answer<true>): Renewal {
  if (answer.kind === 'ok') return {kind: 'renewed'};
  const {failure} = answer;
  // 403: the token of the page no longer belongs to the session.
  return [401, 403].includes(statusOf(failure) ?? 0) ? {kind: 'over'} : {kind: 'away', failure};
}

/** Headers that every changing request needs; uploads send them too. */
export function changeHeaders(): Record<string, string> {
  const csrf = cookieOf('__Host-hpcha_csrf');
  return csrf === null ? {} : {'X-Hpcha-Csrf': csrf};
}

async function send<T>(question: Question<T>): Promise<Answer<T>> {
  const seconds = question.seconds ?? 20;
  const deadline = AbortSignal.timeout(seconds * 1000);
  const signal = question.signal === undefined ? deadline : AbortSignal.any([question.signal, deadline]);
  try {
    return await read(question, await fetch(question.path, requestOf(question, signal)));
  } catch (thrown) {
    if (question.signal?.aborted === true) throw thrown;
    return {kind: 'failed', failure: failureOf(thrown, deadline.aborted, seconds)};
  }
}

function requestOf({method = 'GET', body, headers}: Question<unknown>, signal: AbortSignal): RequestInit {
  const json = body !== undefined && !(body instanceof FormData);
  return {
    method,
    signal,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      Accept: 'application/json',
      'Accept-Language': document.documentElement.lang,
      ...(json ? {'Content-Type': 'application/json'} : {}),
      ...(method === 'GET' ? {} : changeHeaders()),
      ...headers,
    },
    ...(body === undefined ? {} : {body: body instanceof FormData ? body : JSON.stringify(body)}),
  };
}

async function read<T>({path, shape}: Question<T>, response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const body = text === '' ? null : parsed(text);
  if (!response.ok) {
    return {kind: 'failed', failure: toldFailure(response.status, body, response.headers.get('Retry-After'))};
  }
  return {kind: 'ok', value: shape(body, path)};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the guard, or the status, says what is wrong with it.
    return text;
  }
}

function failureOf(thrown: unknown, late: boolean, seconds: number): Failure {
  if (thrown instanceof Misfit) return {kind: 'shape', where: thrown.message};
  return late ? {kind: 'timeout', seconds} : {kind: 'network'};
}

function isUnauthenticated(failure: Failure): boolean {
  return statusOf(failure) === 401;
}

function cookieOf(name: string): string | null {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
}
