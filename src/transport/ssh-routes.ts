// Knows the way to every host: its settings, and the connections to jump hosts that several hosts share.

import {join} from 'node:path';
import type {Duplex} from 'node:stream';
import type {SshConfig} from '../config/schema.ts';
import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import type {SshConfigFile} from './ssh-config-file.ts';
import {emptySshConfig, readSshConfig} from './ssh-config-file.ts';
import type {OpenVia} from './ssh-connect.ts';
import {connectSsh} from './ssh-connect.ts';
import {SshLink} from './ssh-link.ts';
import {SshSession} from './ssh-session.ts';
import type {JumpSpec, SshSettings, SshSurroundings} from './ssh-settings.ts';
import {settingsFor, settingsForJump} from './ssh-settings.ts';
import {lostError, messageOf, timeoutError} from './transport-errors.ts';

const openStreamMs = 4000;
/** A jump host that goes through itself would never end. */
const longestChain = 8;

export class SshRoutes {
  readonly #around: SshSurroundings & {readonly login: string};
  readonly #files = new Map<string, SshConfigFile>();
  readonly #jumps = new Map<string, SshSession>();

  constructor(around: SshSurroundings & {readonly login: string}) {
    this.#around = around;
  }

  /** Throws `config` when ~/.ssh/config or `ssh.jump` cannot be understood. */
  link(node: {readonly hostname: string; readonly ip_address: string; readonly ssh: SshConfig}): SshLink {
    const settings = settingsFor(node, this.#file(node.ssh), this.#around);
    return new SshLink(this.#session(settings, node.ssh, 0));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jumps.values()].map((one) => one.close()));
    this.#jumps.clear();
  }

  #session(settings: SshSettings, ssh: SshConfig, depth: number): SshSession {
    if (depth > longestChain) {
      throw new HpchaError({
        code: 'config',
        where: settings.host,
        what: `more than ${longestChain} jump hosts in a row: does one go through itself?`,
      });
    }
    const via = this.#via(settings, ssh, depth);
    return new SshSession(settings, (progress, signal) => connectSsh(settings, via, progress, signal));
  }

  /** The stream through the last of the jump hosts; each of them is reached through the one before. */
  #via(settings: SshSettings, ssh: SshConfig, depth: number): OpenVia | undefined {
    let before: SshSession | undefined;
    for (const spec of settings.jumps) before = this.#jump(spec, before, ssh, depth + 1);
    const last = before;
    return last === undefined ? undefined : (signal) => openThrough(last, settings, signal);
  }

  #jump(spec: JumpSpec, before: SshSession | undefined, ssh: SshConfig, depth: number): SshSession {
    const settings = settingsForJump(spec, ssh, this.#file(ssh), this.#around);
    const key = [before?.settings.address ?? '', settings.user, settings.address, settings.port].join(' ');
    const known = this.#jumps.get(key);
    if (known !== undefined) return known;
    const session =
      before === undefined
        ? this.#session(settings, ssh, depth)
        : new SshSession(settings, (progress, signal) =>
            connectSsh(settings, (inner) => openThrough(before, settings, inner), progress, signal),
          );
    this.#jumps.set(key, session);
    return session;
  }

  #file(ssh: SshConfig): SshConfigFile {
    if (ssh.config_file === false) return emptySshConfig;
    const path = ssh.config_file?.replace(/^~(?=\/)/, this.#around.home) ?? join(this.#around.home, '.ssh', 'config');
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = readSshConfig(path, this.#around.home);
    this.#files.set(path, file);
    return file;
  }
}

async function openThrough(jump: SshSession, target: SshSettings, signal: AbortSignal): Promise<Duplex> {
  const where = target.host;
  const live = await jump.live(signal);
  const onTimeout = (): HpchaError =>
    timeoutError(where, `${jump.settings.host} opening ${target.address}:${target.port}`, openStreamMs);
  return bounded<Duplex>({signal, timeoutMs: openStreamMs, where, onTimeout}, (resolve, reject) => {
    const stopListening = live.onLost((error) => reject(lostError(where, `the jump host: ${error.what}`)));
    try {
      live.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
        stopListening();
        if (error === undefined) resolve(channel);
        else reject(throughFailure(jump, target, error));
      });
    } catch (error) {
      stopListening();
      reject(lostError(where, `the jump host: ${messageOf(error)}`));
    }
    return stopListening;
  });
}

function throughFailure(jump: SshSession, target: SshSettings, error: Error): HpchaError {
  return new HpchaError({
    code: 'unreachable',
    where: target.host,
    what: `the jump host ${jump.settings.host} cannot reach ${target.address}:${target.port}: ${messageOf(error)}`,
    hint: `try it there: ssh ${jump.settings.user}@${jump.settings.address} nc -zv ${target.address} ${target.port}`,
  });
}
