// Why an answer could not be had, as plain data: what the services say in their one error shape, or what went wrong on the way.

import type {TextId} from '../words/catalogue.ts';
import {isRecord} from './shape.ts';

export type Failure =
  /** The service itself says so (docs/decisions/0018, Errors). */
  | {
      readonly kind: 'told';
      readonly status: number;
      readonly code: string;
      readonly where: string;
      readonly what: string;
      readonly hint: string | null;
      /** Seconds, from Retry-After. */
      readonly retryAfter: number | null;
    }
  | {readonly kind: 'network'}
  | {readonly kind: 'timeout'; readonly seconds: number}
  | {readonly kind: 'shape'; readonly where: string}
  | {readonly kind: 'status'; readonly status: number};

export type Answer<T> = {readonly kind: 'ok'; readonly value: T} | {readonly kind: 'failed'; readonly failure: Failure};

export function toldFailure(status: number, body: unknown, retryAfter: string | null): Failure {
  const error = isRecord(body) ? body['error'] : undefined;
  if (!isRecord(error) || typeof error['what'] !== 'string') return {kind: 'status', status};
  const {code, where, what, hint} = error;
  const wait = Number(retryAfter ?? Number.NaN);
  return {
    kind: 'told',
    status,
    code: typeof code === 'string' ? code : '',
    where: typeof where === 'string' ? where : '',
    what,
    hint: typeof hint === 'string' ? hint : null,
    retryAfter: Number.isFinite(wait) ? wait : null,
  };
}

type Say = (id: TextId, params?: Readonly<Record<string, string | number>>) => string;

export function failureText(failure: Failure, say: Say): {readonly what: string; readonly hint: string | null} {
  switch (failure.kind) {
    case 'told':
      return {what: failure.what, hint: failure.hint};
    case 'network':
      return {what: say('failure.network'), hint: say('failure.network-hint')};
    case 'timeout':
      return {what: say('failure.timeout', {seconds: failure.seconds}), hint: say('failure.network-hint')};
    case 'shape':
      return {what: say('failure.shape', {where: failure.where}), hint: say('failure.reload-hint')};
    case 'status':
      return {what: say('failure.status', {status: failure.status}), hint: null};
  }
}

export function statusOf(failure: Failure): number | null {
  return failure.kind === 'told' || failure.kind === 'status' ? failure.status : null;
}
