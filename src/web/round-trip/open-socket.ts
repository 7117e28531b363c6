// Opens the site's WebSocket as a browser does: under the site's name, with the cookies of who is signed in.

import {randomBytes} from 'node:crypto';
import {request} from 'node:https';
import type {Duplex} from 'node:stream';
import {HpchaError} from '../../model/error.ts';
import {optionsOf, type Site, siteError} from './site-client.ts';
import {fieldOf} from './visitor.ts';

const handshakeMs = 10_000;

/** Rejects with HpchaError `command` where it is refused, `unreachable` or `timeout` where nothing answers. `signal` ends the socket too. */
export async function openSocket(site: Site, cookie: string, signal: AbortSignal): Promise<Duplex> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    ...{connection: 'Upgrade', upgrade: 'websocket', origin: site.origin, cookie},
    ...{'sec-websocket-key': key, 'sec-websocket-version': '13'},
  };
  // A deadline of the handshake alone: the request's own would end the socket in the middle of listening.
  const shaking = new AbortController();
  const either = AbortSignal.any([signal, shaking.signal]);
  const timer = setTimeout(() => shaking.abort(), handshakeMs);
  const options = {...optionsOf(site, '/ws', headers, signal), signal: either};
  return new Promise<Duplex>((resolve, reject) => {
    const asking = request(options);
    asking.once('error', (error) => reject(siteError(error, `${site.address}/ws`, either)));
    asking.once('response', (answer) => {
      answer.resume();
      reject(socketWrong(site, `it answered ${answer.statusCode ?? 0} and no upgrade`));
    });
    asking.once('upgrade', (_answer, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.end();
  }).finally(() => clearTimeout(timer));
}

/** What a frame calls itself, or what is odd about it. */
export function frameType(text: string): string {
  const type = fieldOf(text, 'type');
  if (typeof type === 'string') return type;
  return fieldOf(text) === undefined ? 'no JSON' : 'a frame without a type';
}

export function socketWrong({address}: Site, what: string): HpchaError {
  return new HpchaError({code: 'command', where: `${address}/ws`, what});
}
