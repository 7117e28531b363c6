// Counts failed sign-ins so that guessing gets slower and slower: per address, per name, and per name and address.

import {createHash} from 'node:crypto';
import {isIPv6} from 'node:net';

export type AttemptCount = {
  /** Key in Redis: a hash of counts; names and addresses stand in it only as hashes. */
  readonly key: string;
  /** Which of the counts below that key. */
  readonly field: string;
  /** Attempts before the first wait. */
  readonly free: number;
};

/** Rejects when Redis does not answer: without a count nobody may guess. */
export type AttemptStore = {
  /**
   * Counts an attempt before its password is looked at, so that a thousand at once are counted as well. Resolves to the milliseconds
   * that are still to be waited (then it was not counted); 0: go on.
   */
  readonly charge: (count: AttemptCount, now: number) => Promise<number>;
  /** The attempt succeeded: this count begins anew. */
  readonly forget: (count: AttemptCount) => Promise<void>;
  /** The attempt was none: take it back. */
  readonly refund: (count: AttemptCount) => Promise<void>;
  /** Lifts every wait of a name, from wherever. */
  readonly lift: (name: string) => Promise<void>;
};

/** 1 s after the last free attempt, then twice as much with each, up to a quarter of an hour. */
export const firstWaitMs = 1000;
export const longestWaitMs = 15 * 60 * 1000;
/** After an hour without an attempt everything is forgotten. */
export const forgetMs = 60 * 60 * 1000;

/**
 * The counts that a sign-in is charged to, in this order. The one of the name alone is generous: whoever wants to lock an administrator
 * out must come from many addresses. It also bounds how many addresses a name's hash can hold. Nothing here depends on whether the
 * name exists.
 */
export function attemptCounts(
  name: string,
  address: string,
): {readonly address: AttemptCount; readonly name: AttemptCount; readonly pair: AttemptCount} {
  const from = digest(network(address));
  return {
    address: {key: `hpcha:web:attempts:address:${from}`, field: 'all', free: 50},
    name: {key: nameKey(name), field: 'all', free: 30},
    pair: {key: nameKey(name), field: from, free: 5},
  };
}

export function nameKey(name: string): string {
  return `hpcha:web:attempts:name:${digest(name)}`;
}

/** How long the next attempt must wait after `count` of them. */
export function waitAfter(count: number, free: number): number {
  return count < free ? 0 : Math.min(firstWaitMs * 2 ** Math.min(count - free, 20), longestWaitMs);
}

/** One household has a whole /64 of IPv6: its addresses count as one (RFC 6177). */
function network(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array.from({length: 8 - left.length - right.length}, () => '0');
  return [...left, ...middle, ...right].slice(0, 4).join(':');
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
