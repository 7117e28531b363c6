// TCP straight to an address on the network, for a watcher that stands beside the services it watches and has no ssh.

import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import type {Link, RawOutput, StreamTarget} from './link.ts';
import {messageOf, systemCode, timeoutError} from './transport-errors.ts';

export class NetworkLink implements Link {
  readonly kind = 'local';
  readonly host: string;
  readonly address: string;
  readonly user = '';
  readonly #openMs: number;

  /** `openMs`: how long a connection may take. */
  constructor(host: string, address: string, openMs: number) {
    this.host = host;
    this.address = address;
    this.#openMs = openMs;
  }

  async exec(): Promise<RawOutput> {
    throw new HpchaError({code: 'bug', where: this.host, what: 'there is no way to run a command there'});
  }

  /** A unix socket is this machine's own. */
  async openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex> {
    const place = target.kind === 'unix' ? {path: target.path} : {host: this.address, port: target.port, noDelay: true};
    const name = target.kind === 'unix' ? target.path : `${this.address}:${target.port}`;
    const onTimeout = (): HpchaError => timeoutError(this.host, `opening ${name}`, this.#openMs);
    return bounded<Duplex>({signal, timeoutMs: this.#openMs, where: this.host, onTimeout}, (resolve, reject) => {
      const socket = connect(place);
      socket.once('connect', () => resolve(socket));
      socket.on('error', (error) => {
        const absent = ['ENOENT', 'ECONNREFUSED'].includes(systemCode(error) ?? '');
        const code = absent ? 'missing' : 'unreachable';
        reject(new HpchaError({code, where: this.host, what: `${name}: ${messageOf(error)}`}));
      });
      return () => socket.destroy();
    });
  }

  /** Every stream belongs to whoever opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
