// Runs commands as root on one host: directly when logged in as root, else through sudo (DESIGN §6).

import {randomBytes} from 'node:crypto';
import type {SshConfig} from '../config/schema.ts';
import type {Argv} from '../model/argv.ts';
import {HpchaError, isHpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {waitFor} from './bounded.ts';
import {cleanBytes} from './clean-text.ts';
import {withEnvironment} from './command-words.ts';
import type {ExecRequest, Link, RawOutput} from './link.ts';
import type {SudoPasswords} from './sudo-passwords.ts';
import {lastWords, timeoutError} from './transport-errors.ts';

/** A password check may hash for a while (yescrypt) and PAM may delay a refusal by two seconds. */
const passwordCheckMs = 10_000;
/** So long a question may stand unanswered for one who waits for it. */
const questionMs = 5 * 60_000;
/** The guard's exit code when sudo did not take the password off stdin. */
const notTaken = 97;

export type RootRequest = ExecRequest & {
  /** Another account than root. */
  readonly user?: string;
  /**
   * `listed`: sent as exactly this argv, so that the sudoers file of a restricted account can list it (looks).
   * `any`: for accounts that may run anything as root; a password then never reaches the command's stdin.
   */
  readonly as: 'listed' | 'any';
};

export class RootRights {
  /** `direct`: logged in as root. */
  readonly kind: 'direct' | 'sudo';
  readonly #link: Link;
  readonly #passwords: SudoPasswords;
  /** Commands for which sudo wants a password; a restricted account may need it for some and not for others. */
  readonly #withPassword = new Set<string>();
  #password: Promise<Secret> | undefined;

  constructor(link: Link, become: SshConfig['become'], passwords: SudoPasswords) {
    this.#link = link;
    this.#passwords = passwords;
    this.kind = become === 'none' || (become === 'auto' && link.user === 'root') ? 'direct' : 'sudo';
  }

  /** The words for a command that needs no password; what a batch of looks puts before a privileged one. */
  words(argv: Argv, user?: string): Argv {
    if (this.kind === 'sudo')
      return user === undefined ? ['sudo', '-n', '--', ...argv] : ['sudo', '-n', '-u', user, '--', ...argv];
    return user === undefined ? argv : ['runuser', '-u', user, '--', ...argv];
  }

  /** Whether this very look was refused without a password before. */
  needsPassword(argv: Argv): boolean {
    return this.#withPassword.has(keyOf(argv));
  }

  /** Runs it without a password where sudo allows that, else with one. `wrap` puts the deadline around it. Rejects with `auth` when sudo refuses. */
  async run(
    request: RootRequest,
    signal: AbortSignal,
    wrap: (argv: Argv) => Argv = withEnvironment,
  ): Promise<RawOutput> {
    const {argv, user} = request;
    if (this.kind === 'direct') return this.#link.exec({...request, argv: wrap(this.words(argv, user))}, signal);
    const key = request.as === 'any' ? anything : keyOf(argv);
    if (!this.#withPassword.has(key)) {
      const output = await this.#link.exec({...request, argv: wrap(this.words(argv, user))}, signal);
      const refusal = sudoRefusal(output);
      if (refusal === undefined) return output;
      if (refusal.kind === 'denied') throw this.denied(argv, refusal.said);
      this.#withPassword.add(key);
    }
    return this.#runWithPassword(request, signal, wrap);
  }

  /** sudo's rules do not let this account run that command. */
  denied(argv: Argv, said: string): HpchaError {
    return new HpchaError({
      code: 'auth',
      where: this.#link.host,
      what: `sudo does not let ${this.#link.user} run ${argv.join(' ').slice(0, 200)}: ${said}`,
      hint: 'add it to the sudoers file of the account',
    });
  }

  async #runWithPassword(request: RootRequest, signal: AbortSignal, wrap: (argv: Argv) => Argv): Promise<RawOutput> {
    const password = await this.#passwordFor(signal);
    const {argv, user, stdin} = request;
    const account = user === undefined ? [] : ['-u', user];
    // -k: the password is asked for whatever was cached, so that exactly one line of stdin is always sudo's.
    const sudo: readonly string[] = ['-k', '-S', '-p', '', ...account, '--'];
    if (request.as === 'listed') {
      const words: Argv = ['sudo', ...sudo, ...argv];
      return this.#checked(
        argv,
        await this.#link.exec({...request, argv: wrap(words), stdin: `${password.reveal()}\n`}, signal),
      );
    }
    const nonce = randomBytes(12).toString('hex');
    const guarded: Argv = ['sudo', ...sudo, 'sh', '-c', payloadGuard, 'sh', nonce, ...argv];
    const payload = `${password.reveal()}\n${nonce}\n${stdin ?? ''}`;
    return this.#checked(argv, await this.#link.exec({...request, argv: wrap(guarded), stdin: payload}, signal));
  }

  #checked(argv: Argv, output: RawOutput): RawOutput {
    const refusal = sudoRefusal(output);
    if (refusal !== undefined) throw this.denied(argv, refusal.said);
    if (output.exitCode !== notTaken || !cleanBytes(output.stderr).includes(guardWords)) return output;
    throw new HpchaError({
      code: 'auth',
      where: this.#link.host,
      what: `sudo did not ask for the password it wanted before: ${argv[0]} was not run`,
    });
  }

  /** The password, seen to be right on this host before any payload is sent: a wrong one would eat the payload's lines as further tries. */
  async #passwordFor(signal: AbortSignal): Promise<Secret> {
    this.#password ??= this.#acquire();
    const {host} = this.#link;
    const onTimeout = (): HpchaError =>
      timeoutError(host, `the answer to the question for the password of sudo`, questionMs);
    return waitFor({signal, timeoutMs: questionMs, where: host, onTimeout}, this.#password);
  }

  /** Goes on when the caller gives up: typing takes longer than a look may. */
  #acquire(): Promise<Secret> {
    const {user, host} = this.#link;
    let tried: Secret | undefined;
    const verify = async (password: Secret): Promise<boolean> => {
      tried = password;
      return this.#verify(password);
    };
    const acquired = this.#passwords.of(user, host, verify).then(async (password) => {
      if (password === tried || (await this.#verify(password))) return password;
      throw new HpchaError({
        code: 'auth',
        where: host,
        what: `sudo did not accept the password of ${user} that is right on another host`,
        hint: 'give the account the same password everywhere, or allow sudo without one',
      });
    });
    acquired.catch((error: unknown) => {
      // Only a password that was refused is remembered as wrong: repeating it every two seconds would lock the account (pam_faillock).
      if (!isHpchaError(error) || error.code !== 'auth') this.#password = undefined;
    });
    return acquired;
  }

  async #verify(password: Secret): Promise<boolean> {
    const argv = withEnvironment(['sudo', '-k', '-S', '-p', '', '-v']);
    const request = {argv, stdin: `${password.reveal()}\n`, timeoutMs: passwordCheckMs};
    const output = await this.#link.exec(request, new AbortController().signal);
    return output.exitCode === 0;
  }
}

/** The key of all commands that are not listed ones: they need the right to run anything, with or without a password. */
const anything = '\0any';

const guardWords = 'hpcha: the password was not taken';

/** Runs the command only if the line after the password is the first one left on stdin; `read` takes it byte by byte and no further. */
const payloadGuard = `IFS= read -r line; if [ "$line" != "$1" ]; then echo "${guardWords}" >&2; exit ${notTaken}; fi; shift; exec "$@"`;

type SudoRefusal = {readonly kind: 'password' | 'denied'; readonly said: string};

/** Tells sudo's own refusal from an exit 1 of the command it ran. Messages are in English because LC_ALL is set. */
export function sudoRefusal(output: RawOutput): SudoRefusal | undefined {
  if (output.exitCode !== 1) return undefined;
  const said = cleanBytes(output.stderr);
  if (/^sudo: (a password is required|a terminal is required|interactive authentication is required)/im.test(said)) {
    return {kind: 'password', said: lastWords(said)};
  }
  const denied =
    /^(Sorry, (user|try again)|sudo: .*(not allowed|may not run|no valid sudoers|incorrect password|unable to initialize)|\S+ is not (in the sudoers file|allowed to))/im;
  return denied.test(said) ? {kind: 'denied', said: lastWords(said)} : undefined;
}

function keyOf(argv: Argv): string {
  return argv.join('\0');
}
