// Speaks with the site as a browser does: TLS to one address under the site's name, requests, and a WebSocket's first frames.

import type {IncomingMessage} from 'node:http';
import {type RequestOptions, request} from 'node:https';
import {isIP} from 'node:net';
import {type ConnectionOptions, rootCertificates} from 'node:tls';
import {HpchaError, isHpchaError} from '../../model/error.ts';

export type Site = {
  /** Address that is asked: the virtual one, or a controller's own. */
  readonly address: string;
  readonly port: number;
  /** What browsers have in their address line: `https://name`. */
  readonly origin: string;
  /** The cluster's own authority, PEM; '' where it has none. */
  readonly authority: string;
};

export type SiteAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type Asked = {
  readonly method?: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  /** Sent as it is, instead of `json`; its type is among the headers. */
  readonly text?: string;
};

const answerMs = 10_000;
/** A page's script is the longest thing that is asked for. */
const longestAnswer = 8 * 2 ** 20;

/** Rejects with HpchaError `unreachable`, `timeout` or `parse` (an answer of more than 8 MiB). Any HTTP status is an answer. */
export async function askSite(site: Site, path: string, asked: Asked, signal: AbortSignal): Promise<SiteAnswer> {
  const body = asked.text ?? (asked.json === undefined ? undefined : JSON.stringify(asked.json));
  const options = optionsOf(site, path, {...asked.headers, ...headersOf(asked, body)}, signal);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(siteError(error, `${site.address}${path}`, options.signal));
    const asking = request({...options, method: asked.method ?? 'GET'}, (answer) => {
      const {statusCode: status = 0, headers} = answer;
      textOf(answer).then((text) => resolve({status, headers, body: text}), fail);
    });
    asking.once('error', fail);
    asking.end(body);
  });
}

function headersOf({method, json}: Asked, body: string | undefined): Readonly<Record<string, string | number>> {
  const type = json === undefined ? {} : {'content-type': 'application/json'};
  // A tus server that is not told a length takes the body for one without an end (RFC 9112 §6.3).
  if (body === undefined) return method === 'POST' || method === 'PATCH' ? {'content-length': 0} : {};
  return {...type, 'content-length': Buffer.byteLength(body)};
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    const piece = Buffer.from(chunk);
    length += piece.length;
    if (length > longestAnswer) throw new HpchaError({code: 'parse', where: 'answer', what: 'it is longer than 8 MiB'});
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Options of one request; it ends with `signal`, or after ten seconds. */
export function optionsOf(
  site: Site,
  path: string,
  headers: Readonly<Record<string, string | number>>,
  signal: AbortSignal,
): RequestOptions & {readonly signal: AbortSignal} {
  const {host} = new URL(site.origin);
  return {
    ...tlsOptionsOf(site),
    ...{path, agent: false, headers: {host, 'accept-language': 'en', ...headers}},
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
  };
}

/** The certificate is looked at by itself (see certificate.ts): here a wrong one must not hide what else holds. */
export function tlsOptionsOf({address, port, origin, authority}: Site): ConnectionOptions {
  const {hostname} = new URL(origin);
  // An address is no server name (RFC 6066 §3).
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? {servername: hostname} : {};
  const ca = authority === '' ? [...rootCertificates] : [...rootCertificates, authority];
  return {host: address, port, ca, rejectUnauthorized: false, ...named};
}

/** What became of a connection, as the one error type. */
export function siteError(thrown: unknown, where: string, signal?: AbortSignal): HpchaError {
  if (isHpchaError(thrown)) return thrown;
  if (signal?.aborted === true)
    return new HpchaError({code: 'timeout', where, what: 'no answer in time', cause: thrown});
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return new HpchaError({code: 'unreachable', where, what, cause: thrown});
}
