// Asks the operator once for the password that sudo wants, and keeps it in memory for all hosts of the same account.

import {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';

export type AskPassword = (prompt: string) => Promise<Secret>;

export class SudoPasswords {
  readonly #ask: AskPassword | undefined;
  readonly #known = new Map<string, Promise<Secret>>();

  constructor(ask: AskPassword | undefined) {
    this.#ask = ask;
  }

  /** The account's password; hosts that need it at once share one question. Throws `auth` where nobody can be asked. */
  async of(user: string, where: string): Promise<Secret> {
    const known = this.#known.get(user);
    if (known !== undefined) return known;
    if (this.#ask === undefined) {
      throw new HpchaError({
        code: 'auth',
        where,
        what: `sudo wants the password of ${user}, and there is nobody to ask`,
        hint: `start this in a terminal, or allow it without one: ${user} ALL=(ALL:ALL) NOPASSWD: ALL in /etc/sudoers.d/hpcha`,
      });
    }
    const asked = this.#ask(`sudo password of ${user}: `);
    this.#known.set(user, asked);
    // A refused question may be asked again later.
    asked.catch(() => this.#known.delete(user));
    return asked;
  }

  /** It was wrong: the next need asks again. */
  forget(user: string): void {
    this.#known.delete(user);
  }
}
