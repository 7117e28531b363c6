// A web service saying no: the one error type with a code whose words the client gets in its own language.

import {type ErrorCode, HpchaError} from '../../model/error.ts';
import type {FindingParams} from '../../model/finding.ts';
import type {RefusalStatus} from '../../model/web/refusal.ts';
import {type RefusalCode, refusalWords} from '../../model/web/refusals.ts';

export type RefusalOptions = {
  /** What the refusal is about, for example `jobs`; the service's name where it is left out. */
  readonly where?: string;
  /** Sent as `Retry-After`, whole seconds. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

const kinds: Readonly<Record<RefusalStatus, ErrorCode>> = {
  400: 'usage',
  401: 'auth',
  403: 'refused',
  404: 'missing',
  408: 'timeout',
  409: 'refused',
  413: 'bad-data',
  422: 'bad-data',
  429: 'refused',
  500: 'bug',
  502: 'command',
  503: 'unreachable',
};

/** Thrown by routes and hooks; the app's error handler turns it into the contract's error body (docs/decisions/0018). */
export class WebRefusal extends HpchaError {
  readonly refusal: RefusalCode;
  readonly status: RefusalStatus;
  readonly params: FindingParams;
  readonly retryAfterSeconds: number | undefined;

  constructor(refusal: RefusalCode, params: FindingParams = {}, options: RefusalOptions = {}) {
    const {status, what, hint} = refusalWords(refusal, params, 'en');
    super({
      code: kinds[status],
      where: options.where ?? 'web',
      what,
      ...(hint === undefined ? {} : {hint}),
      ...(options.cause === undefined ? {} : {cause: options.cause}),
    });
    this.name = 'WebRefusal';
    this.refusal = refusal;
    this.status = status;
    this.params = params;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
