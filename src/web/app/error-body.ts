// Turns whatever was thrown in a route into the contract's error body, in the language of the one who asked.

import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify';
import {type ErrorCode, isHpchaError} from '../../model/error.ts';
import type {Language} from '../../model/message.ts';
import {refusalWords} from '../../model/web/refusals.ts';
import {errorFields, type WebLog} from './web-log.ts';
import {WebRefusal} from './web-refusal.ts';

export type ErrorBody = {
  readonly error: {readonly code: string; readonly where: string; readonly what: string; readonly hint?: string};
};

/** What the core throws (an action's refusal, a helper's failure) as HTTP status. */
const statusOfCore: Readonly<Record<ErrorCode, number>> = {
  usage: 400,
  'bad-data': 422,
  unreachable: 502,
  auth: 502,
  'host-key': 502,
  timeout: 502,
  command: 502,
  parse: 502,
  cancelled: 503,
  config: 503,
  locked: 409,
  refused: 409,
  missing: 404,
  bug: 500,
};

/** `ko` where the client prefers it (RFC 9110 §12.5.4), else `en`. */
export function languageOf(request: FastifyRequest): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1);
      return {language: tag.split('-')[0], q: Number.isFinite(q) ? q : 0};
    })
    .filter(({language, q}) => q > 0 && (language === 'ko' || language === 'en'))
    .sort((a, b) => b.q - a.q);
  return wanted[0]?.language === 'ko' ? 'ko' : 'en';
}

/** The handler of the whole app. A failure of our own is logged with its reason and answered without it. */
export function makeErrorHandler(about: {readonly service: string; readonly node: string; readonly log: WebLog}) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = asRefusal(thrown);
    if (refusal === undefined && isHpchaError(thrown) && thrown.code !== 'bug') {
      const status = statusOfCore[thrown.code];
      if (status >= 500) about.log('warning', 'failed', {id: request.id, ...errorFields(thrown)});
      const {code, where, what, hint} = thrown;
      void reply.status(status).send({error: {code, where, what, ...(hint === undefined ? {} : {hint})}});
      return;
    }
    if (refusal === undefined) about.log('error', 'bug', {id: request.id, ...errorFields(thrown)});
    sendRefusal(
      refusal ?? new WebRefusal('internal', {id: request.id, service: about.service, node: about.node}),
      about.service,
      request,
      reply,
    );
  };
}

function sendRefusal(refusal: WebRefusal, service: string, request: FastifyRequest, reply: FastifyReply): void {
  if (refusal.retryAfterSeconds !== undefined) void reply.header('retry-after', refusal.retryAfterSeconds);
  if (refusal.status === 401) void reply.header('www-authenticate', 'Bearer realm="hpcha"');
  void reply.status(refusal.status).send(errorBody(refusal, service, languageOf(request)));
}

/** The body of a refusal; also for frames of a WebSocket, which have no status. */
export function errorBody(refusal: WebRefusal, service: string, language: Language): ErrorBody {
  const {what, hint} = refusalWords(refusal.refusal, refusal.params, language);
  const where = refusal.where === 'web' ? service : refusal.where;
  return {error: {code: refusal.refusal, where, what, ...(hint === undefined ? {} : {hint})}};
}

/** Fastify's own complaints about a request are refusals of ours; everything else is not. */
function asRefusal(thrown: unknown): WebRefusal | undefined {
  if (thrown instanceof WebRefusal) return thrown;
  if (!isFastifyError(thrown)) return undefined;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const limit = 'limit' in thrown && typeof thrown.limit === 'number' ? thrown.limit : '?';
    return new WebRefusal('body-too-large', {limit});
  }
  if (thrown.statusCode === 404) return new WebRefusal('not-found');
  if (thrown.statusCode === 503) return new WebRefusal('stopping', {}, {retryAfterSeconds: 1});
  const status = thrown.statusCode ?? 500;
  return status >= 400 && status < 500 ? new WebRefusal('request-malformed', {why: thrown.message}) : undefined;
}

function isFastifyError(thrown: unknown): thrown is FastifyError {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('FST_')
  );
}
