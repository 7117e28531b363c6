// Passwords as argon2id hashes (RFC 9106), in the PHC string format; never more than a few at once, whoever asks.

import {argon2, randomBytes, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import type {Secret} from '../../model/secret.ts';
import {WebRefusal} from '../app/web-refusal.ts';

const derive = promisify(argon2);

export type HashCost = {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
};

/** OWASP's smallest is 19 MiB and 2 passes; more memory would be felt when many sign in on a controller that works. */
export const hashCost: HashCost = {memory: 32 * 1024, passes: 3, parallelism: 1};
const saltBytes = 16;
const tagBytes = 32;

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,86})\$([A-Za-z0-9+/]{16,86})$/;

/** The hash as it is stored: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: Secret, cost: HashCost = hashCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const {memory, passes, parallelism} = cost;
  const tag = await derive('argon2id', {
    message: password.reveal(),
    nonce: salt,
    parallelism,
    tagLength: tagBytes,
    memory,
    passes,
  });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(salt)}$${bare(tag)}`;
}

/** Whether this is the password of that hash. A hash that cannot be read is no match. */
export async function verifyPassword(hash: string, password: Secret): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = phc.exec(hash) ?? [];
  if (tag === '') return false;
  const expected = Buffer.from(tag, 'base64');
  const given = await derive('argon2id', {
    message: password.reveal(),
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
  });
  return timingSafeEqual(expected, given);
}

/** True when the hash was made at another cost than this: it is made again at the next sign-in. */
export function isOutdated(hash: string, cost: HashCost = hashCost): boolean {
  const [, memory, passes, parallelism] = phc.exec(hash) ?? [];
  return Number(memory) !== cost.memory || Number(passes) !== cost.passes || Number(parallelism) !== cost.parallelism;
}

/** Hashing as the routes use it: at one cost, through one queue. */
export type Passwords = {
  readonly hash: (password: Secret) => Promise<string>;
  readonly verify: (hash: string, password: Secret) => Promise<boolean>;
  readonly isOutdated: (hash: string) => boolean;
};

export function makePasswords(cost: HashCost = hashCost): Passwords {
  const queue = makeHashQueue();
  return {
    hash: (password) => queue(() => hashPassword(password, cost)),
    verify: (hash, password) => queue(() => verifyPassword(hash, password)),
    isOutdated: (hash) => isOutdated(hash, cost),
  };
}

const atOnce = 2;
const mostWaiting = 40;

/** Lets two hashes be computed at once and forty wait; whoever comes then is told to come again (`sign-in-busy`). */
export function makeHashQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new WebRefusal('sign-in-busy', {}, {retryAfterSeconds: 5});
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back: nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
