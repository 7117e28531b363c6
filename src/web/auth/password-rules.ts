// What a password must be, and passwords that are made for once: length counts, composition does not (NIST SP 800-63B §5.1.1).

import {randomInt} from 'node:crypto';
import {Secret} from '../../model/secret.ts';
import {WebRefusal} from '../app/web-refusal.ts';

export const shortestPassword = 12;
/** argon2 takes any length; a request must not. */
export const longestPassword = 512;

const common = /^(.)\1*$|^(?:0123456789|1234567890|abcdefghij|qwertyuiop)/i;

/** Throws `password-weak` saying what is wrong. `old` is the one that is replaced, where it is known. */
export function checkNewPassword(next: Secret, about: {readonly name: string; readonly old?: Secret}): void {
  const value = next.reveal();
  const refuse = (why: string): never => {
    throw new WebRefusal('password-weak', {why, length: shortestPassword});
  };
  if ([...value].length < shortestPassword) refuse('too short');
  if (value.length > longestPassword) refuse('too long');
  if (value.toLowerCase().includes(about.name.toLowerCase()) && about.name.length >= 3) refuse('contains the name');
  if (common.test(value)) refuse('too easy to guess');
  if (about.old !== undefined && about.old.reveal() === value) refuse('the same as before');
}

/** Without letters and digits that look alike: it is read from one screen and typed into another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Twenty characters in groups of five, about 115 bits. */
export function makeOneTimePassword(): Secret {
  const groups = Array.from({length: 4}, () =>
    Array.from({length: 5}, () => alphabet[randomInt(alphabet.length)]).join(''),
  );
  return new Secret(groups.join('-'));
}
