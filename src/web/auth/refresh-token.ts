// Refresh tokens: signed, so that nobody but Auth makes one, and numbered, so that a copy gives itself away (docs/decisions/0018).

import {createHmac, hkdfSync, timingSafeEqual} from 'node:crypto';
import type {Secret} from '../../model/secret.ts';

export type RefreshToken = {
  readonly sid: string;
  readonly userId: string;
  /** The user's epoch when the session began: a newer one ended it. */
  readonly epoch: number;
  /** Counts the refreshes of the session; 1 is given out at sign-in. */
  readonly generation: number;
  /** Seconds since 1970. */
  readonly issuedAt: number;
};

export type RefreshTokens = {
  /** The same token text for the same content: two parallel requests get the same successor. */
  readonly write: (token: RefreshToken) => string;
  /** undefined: not ours. */
  readonly read: (text: string) => RefreshToken | undefined;
};

const shape = /^v1\.([\w-]{22,64})\.([1-9]\d{0,18})\.(\d{1,9})\.(\d{1,9})\.(\d{1,12})\.([\w-]{43})$/;

export function refreshTokens(sessionKey: Secret, cluster: string): RefreshTokens {
  const key = Buffer.from(hkdfSync('sha256', sessionKey.reveal(), cluster, 'hpcha refresh token', 32));
  const mac = (body: string): string => createHmac('sha256', key).update(body).digest('base64url');
  return {
    write: ({sid, userId, epoch, generation, issuedAt}) => {
      const body = `v1.${sid}.${userId}.${epoch}.${generation}.${issuedAt}`;
      return `${body}.${mac(body)}`;
    },
    read: (text) => {
      const [, sid = '', userId = '', epoch, generation, issuedAt, given = ''] = shape.exec(text) ?? [];
      if (given === '') return undefined;
      const expected = mac(text.slice(0, -given.length - 1));
      if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return undefined;
      return {sid, userId, epoch: Number(epoch), generation: Number(generation), issuedAt: Number(issuedAt)};
    },
  };
}
