// Asks the operator for the password that sudo wants, once for all hosts of the same account, and keeps it in memory.

import {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {messageOf} from './transport-errors.ts';

export type AskPassword = (prompt: string) => Promise<Secret>;

/** Tries it on the host that needs it first. Rejects when it could not be tried. */
export type VerifyPassword = (password: Secret) => Promise<boolean>;

/** As often as sudo itself asks (passwd_tries); more could lock the account (pam_faillock). */
const tries = 3;

export class SudoPasswords {
  readonly #ask: AskPassword | undefined;
  readonly #known = new Map<string, Promise<Secret>>();

  constructor(ask: AskPassword | undefined) {
    this.#ask = ask;
  }

  /**
   * The account's password, seen to be right on one host. Hosts that need it at once share one question. Rejects with `auth` where
   * nobody can be asked, and, until the program is started anew, after a question that was declined or answered wrongly.
   */
  of(user: string, where: string, verify: VerifyPassword): Promise<Secret> {
    const known = this.#known.get(user);
    if (known !== undefined) return known;
    const asked = this.#acquire(user, where, verify);
    this.#known.set(user, asked);
    asked.catch((error: unknown) => {
      // It could not be tried (the host went away): that says nothing about the password.
      if (!(error instanceof HpchaError) || error.code !== 'auth') this.#known.delete(user);
    });
    return asked;
  }

  async #acquire(user: string, where: string, verify: VerifyPassword): Promise<Secret> {
    for (let round = 1; round <= tries; round += 1) {
      const password = await this.#askOnce(user, where, round);
      if (await verify(password)) return password;
    }
    throw new HpchaError({
      code: 'auth',
      where,
      what: `sudo did not accept the password of ${user} ${tries} times`,
      hint: 'start again and type it anew',
    });
  }

  async #askOnce(user: string, where: string, round: number): Promise<Secret> {
    const hint = `start this in a terminal, or allow it without one: ${user} ALL=(ALL:ALL) NOPASSWD: ALL in /etc/sudoers.d/hpcha`;
    if (this.#ask === undefined) {
      throw new HpchaError({
        code: 'auth',
        where,
        what: `sudo wants the password of ${user}, and there is nobody to ask`,
        hint,
      });
    }
    try {
      return await this.#ask(`${round === 1 ? '' : 'Not accepted, again: '}sudo password of ${user}: `);
    } catch (error) {
      throw new HpchaError({
        code: 'auth',
        where,
        what: `no sudo password of ${user} was given: ${messageOf(error)}`,
        hint,
      });
    }
  }
}
