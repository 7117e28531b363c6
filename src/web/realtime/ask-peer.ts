// Asks a peer's realtime for its readings: signed, bounded in time and size, over a connection that is kept open.

import {Agent, request} from 'node:http';
import {HpchaError, isHpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';
import type {HostName} from '../../model/service.ts';
import type {Heard} from './fold-offer.ts';
import {decodeOffer} from './offered-readings.ts';
import {checkAnswer, signatureHeaders, signQuestion} from './signed-exchange.ts';

export type Peer = {readonly hostname: HostName; readonly address: string};

export type AskPeerDeps = {
  readonly node: HostName;
  readonly key: Secret;
  readonly port: number;
  readonly now: () => number;
};

export const readingsPath = '/internal/readings';
/** A controller that was powered off answers nothing at all: its peers must notice before an operator does. */
const timeoutMs = 2_500;
const longestAnswer = 8 * 1024 * 1024;

/** One connection a peer; remembers what was heard, so that only changes travel. */
export class AskPeer {
  readonly peer: Peer;
  readonly #deps: AskPeerDeps;
  readonly #agent = new Agent({keepAlive: true, maxSockets: 1, timeout: 30_000});
  #boot = '';
  #revision = -1;

  constructor(peer: Peer, deps: AskPeerDeps) {
    this.peer = peer;
    this.#deps = deps;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Rejects with `unreachable`, `timeout`, `auth` (wrong key, clocks apart) or `parse`. After a failure everything is asked anew. */
  async ask(signal: AbortSignal): Promise<Heard> {
    const {node, key, now} = this.#deps;
    const path = `${readingsPath}?boot=${this.#boot}&after=${this.#revision}`;
    const headers = signQuestion(key, node, path, now());
    const startedAt = performance.now();
    try {
      const {body, signature, status} = await this.#get(path, headers, signal);
      const rttMs = performance.now() - startedAt;
      if (status !== 200)
        throw this.#error(status === 401 ? 'auth' : 'command', `it answered ${status}: ${body.slice(0, 200)}`);
      checkAnswer(key, headers[signatureHeaders.nonce], body, signature, this.peer.hostname);
      const offer = decodeOffer(body);
      if (offer === undefined || offer.node !== this.peer.hostname)
        throw this.#error('parse', 'its readings cannot be read: another version?');
      this.#boot = offer.boot;
      this.#revision = offer.revision;
      return {offer, rttMs, at: now()};
    } catch (thrown) {
      this.#boot = '';
      this.#revision = -1;
      throw isHpchaError(thrown) ? thrown : this.#error('unreachable', String(thrown));
    }
  }

  #get(path: string, headers: Record<string, string>, signal: AbortSignal) {
    const {promise, resolve, reject} = Promise.withResolvers<{body: string; signature: unknown; status: number}>();
    const late = AbortSignal.timeout(timeoutMs);
    const asked = request({
      host: this.peer.address,
      port: this.#deps.port,
      path,
      headers,
      agent: this.#agent,
      signal: AbortSignal.any([signal, late]),
    });
    const fail = (error: Error): void =>
      reject(
        late.aborted
          ? this.#error('timeout', `its web service realtime did not answer within ${timeoutMs / 1000} s`)
          : this.#error('unreachable', `its web service realtime cannot be reached: ${error.message}`),
      );
    asked.on('error', fail);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > longestAnswer) response.destroy(new Error('its answer is too long'));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve({
          body: Buffer.concat(chunks).toString('utf8'),
          signature: response.headers[signatureHeaders.signature],
          status: response.statusCode ?? 0,
        }),
      );
    });
    asked.end();
    return promise;
  }

  #error(code: HpchaError['code'], what: string): HpchaError {
    return new HpchaError({code, where: this.peer.hostname, what});
  }
}
