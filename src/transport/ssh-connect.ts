// Makes one ssh connection: TCP or through a jump host, host key, login; every way to fail ends in words.

import {connect as connectTcp} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Client} from 'ssh2';
import ssh2 from 'ssh2';
import type {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import type {ConnectProgress} from './connect-failure.ts';
import {authFailure, connectFailure, connectTimeout} from './connect-failure.ts';
import type {HostKeyCheck} from './host-key-check.ts';
import {openHostKeyCheck} from './host-key-check.ts';
import type {Identities} from './identities.ts';
import {findIdentities} from './identities.ts';
import type {SshSettings} from './ssh-settings.ts';
import {messageOf} from './transport-errors.ts';

/**
 * A dead peer is noticed 4 s after its last answer (ssh2 gives up when one more than the count is due), below the 5 s that are
 * promised.
 */
export const keepalive = {intervalMs: 1000, count: 3} as const;

/** Opens the byte stream to the host's sshd when it is not plain TCP. */
export type OpenVia = (signal: AbortSignal) => Promise<Duplex>;

/** Resolves to a client that is logged in. Rejects with `unreachable`, `auth`, `host-key`, `config` or `cancelled`, within the settings' time. */
export async function connectSsh(
  settings: SshSettings,
  via: OpenVia | undefined,
  progress: ConnectProgress,
  signal: AbortSignal,
): Promise<Client> {
  const [check, identities] = await Promise.all([
    openHostKeyCheck({
      where: settings.host,
      address: settings.address,
      port: settings.port,
      aliases: settings.aliases,
      files: settings.knownHosts,
      mode: settings.hostKey,
    }),
    findIdentities({
      user: settings.user,
      files: settings.identityFiles,
      only: settings.identitiesOnly,
      agent: settings.agent,
    }),
  ]);
  const attempt = new Attempt(settings, check, identities, progress);
  const socket = via === undefined ? undefined : await via(signal);
  return attempt.run(socket, signal);
}

class Attempt {
  readonly #settings: SshSettings;
  readonly #check: HostKeyCheck;
  readonly #identities: Identities;
  readonly #client = new ssh2.Client();
  readonly #notes: string[] = [];
  readonly #progress: ConnectProgress;
  #refusal: unknown;

  constructor(settings: SshSettings, check: HostKeyCheck, identities: Identities, progress: ConnectProgress) {
    this.#progress = progress;
    this.#settings = settings;
    this.#check = check;
    this.#identities = identities;
  }

  run(through: Duplex | undefined, signal: AbortSignal): Promise<Client> {
    const {connectTimeoutMs, host} = this.#settings;
    const onTimeout = (): HpchaError => connectTimeout(this.#settings, this.#progress.stage, connectTimeoutMs);
    return bounded<Client>({signal, timeoutMs: connectTimeoutMs, where: host, onTimeout}, (resolve, reject) => {
      const socket = through ?? this.#openTcp(reject);
      this.#listen(resolve, reject);
      const login = (): void => this.#login(socket, reject);
      if (through === undefined) socket.once('connect', login);
      else login();
      return () => {
        this.#client.destroy();
        socket.destroy();
      };
    });
  }

  #openTcp(reject: (error: unknown) => void): Duplex {
    const socket = connectTcp({host: this.#settings.address, port: this.#settings.port, noDelay: true});
    socket.on('error', (error) => reject(connectFailure(this.#settings, this.#progress.stage, error)));
    return socket;
  }

  #login(socket: Duplex, reject: (error: unknown) => void): void {
    const {user} = this.#settings;
    this.#progress.stage = 'banner';
    try {
      this.#client.connect({
        sock: socket,
        username: user,
        // Ours counts: the whole attempt is bounded above.
        readyTimeout: 0,
        keepaliveInterval: keepalive.intervalMs,
        keepaliveCountMax: keepalive.count,
        algorithms: {serverHostKey: this.#check.algorithms},
        hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => this.#verify(key, verify),
        authHandler: [...this.#identities.methods],
      });
    } catch (error) {
      reject(connectFailure(this.#settings, this.#progress.stage, error));
      return;
    }
    socket.once('data', () => {
      if (this.#progress.stage === 'banner') this.#progress.stage = 'handshake';
    });
  }

  #verify(key: Buffer, verify: (valid: boolean) => void): void {
    this.#check.verify(key).then(
      () => verify(true),
      (error: unknown) => {
        this.#refusal = error;
        verify(false);
      },
    );
  }

  #listen(resolve: (client: Client) => void, reject: (error: unknown) => void): void {
    const client = this.#client;
    client.on('handshake', () => {
      this.#progress.stage = 'login';
    });
    client.on('error', (error) => {
      if (this.#isNote(error)) this.#notes.push(messageOf(error));
      else reject(this.#failure(error));
    });
    client.on('close', () => reject(this.#failure(new Error('closed by the other side'))));
    client.once('ready', () => {
      client.setNoDelay(true);
      resolve(client);
    });
  }

  /** ssh2 reports an agent that does not answer, or a signature that failed, as an error and then goes on with the next key. */
  #isNote(error: Error & {level?: string}): boolean {
    return error.level === 'agent' || (error.level === 'client-authentication' && !isExhausted(error));
  }

  #failure(error: Error): unknown {
    if (this.#refusal !== undefined) return this.#refusal;
    if (
      isExhausted(error) ||
      (this.#progress.stage === 'login' && /Too many authentication failures/i.test(error.message))
    ) {
      return authFailure(this.#settings, this.#identities, [
        ...this.#notes,
        ...(isExhausted(error) ? [] : [messageOf(error)]),
      ]);
    }
    return connectFailure(this.#settings, this.#progress.stage, error);
  }
}

function isExhausted(error: Error): boolean {
  return error.message === 'All configured authentication methods failed';
}
