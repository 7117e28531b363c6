// Commands and streams over one shared ssh connection.

import type {Duplex} from 'node:stream';
import type {ClientChannel} from 'ssh2';
import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import {ChannelRun} from './channel-run.ts';
import {ChannelSlots} from './channel-slots.ts';
import type {ExecRequest, Link, RawOutput, StreamTarget} from './link.ts';
import {describeTarget} from './link.ts';
import type {LiveSsh, SshSession} from './ssh-session.ts';
import {abortError, lostError, messageOf, timeoutError} from './transport-errors.ts';

/** A stream to a local service of the host must open within this. */
const openStreamMs = 4000;
/** RFC 4254 §5.1. */
const administrativelyProhibited = 1;

export class SshLink implements Link {
  readonly kind = 'ssh';
  readonly host: string;
  readonly address: string;
  readonly user: string;
  readonly #session: SshSession;
  readonly #slots: ChannelSlots;

  constructor(session: SshSession, slots: ChannelSlots = new ChannelSlots(session.settings.host)) {
    this.#session = session;
    this.host = session.settings.host;
    this.address = session.settings.address;
    this.user = session.settings.user;
    this.#slots = slots;
  }

  async exec(request: ExecRequest, signal: AbortSignal): Promise<RawOutput> {
    const live = await this.#session.live(signal);
    const release = await this.#slots.take(request.timeoutMs, signal);
    if (signal.aborted) {
      release();
      throw abortError(signal, this.host);
    }
    const onTimeout = (): HpchaError => timeoutError(this.host, request.argv[0], request.timeoutMs);
    return bounded<RawOutput>({signal, timeoutMs: request.timeoutMs, where: this.host, onTimeout}, (resolve, reject) =>
      new ChannelRun(this.host, live, request, release).start(resolve, reject),
    );
  }

  async openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex> {
    const live = await this.#session.live(signal);
    const onTimeout = (): HpchaError => timeoutError(this.host, `opening ${describeTarget(target)}`, openStreamMs);
    return bounded<Duplex>({signal, timeoutMs: openStreamMs, where: this.host, onTimeout}, (resolve, reject) => {
      let abandoned = false;
      const stopListening = live.onLost(reject);
      const fail = (error: HpchaError): void => {
        stopListening();
        reject(error);
      };
      try {
        forward(live, target, (error, channel) => {
          stopListening();
          if (error !== undefined) fail(forwardFailure(this.host, target, error));
          else if (abandoned) channel.destroy();
          else resolve(channel);
        });
      } catch (error) {
        fail(lostError(this.host, messageOf(error)));
      }
      return () => {
        abandoned = true;
        stopListening();
      };
    });
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function forward(
  live: LiveSsh,
  target: StreamTarget,
  done: (error: Error | undefined, channel: ClientChannel) => void,
): void {
  if (target.kind === 'unix') live.client.openssh_forwardOutStreamLocal(target.path, done);
  else live.client.forwardOut('127.0.0.1', 0, '127.0.0.1', target.port, done);
}

function forwardFailure(host: string, target: StreamTarget, error: Error & {reason?: unknown}): HpchaError {
  const name = describeTarget(target);
  if (error.reason === administrativelyProhibited) {
    return new HpchaError({
      code: 'auth',
      where: host,
      what: `sshd does not forward to ${name}`,
      hint: 'allow it: AllowTcpForwarding local and AllowStreamLocalForwarding local in sshd_config',
    });
  }
  if (error.reason === undefined) return lostError(host, messageOf(error));
  return new HpchaError({code: 'missing', where: host, what: `nothing listens on ${name}`});
}
