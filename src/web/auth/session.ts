// A session and what a refresh token means for it: continue, hand out the same again, believe, or end it because it was copied.

import type {RefreshToken} from './refresh-token.ts';

export type Session = {
  readonly sid: string;
  readonly userId: string;
  readonly generation: number;
  /** Milliseconds since 1970: when the present generation was given out. */
  readonly rotatedAt: number;
  readonly createdAt: number;
  /** SHA-256 of the user agent. */
  readonly agent: string;
};

/** What Redis says: a session, its end, or nothing. */
export type StoredSession = Session | 'ended' | undefined;

/** Everything rejects when Redis does not answer. */
export type SessionStore = {
  readonly read: (sid: string) => Promise<StoredSession>;
  readonly write: (session: Session) => Promise<void>;
  /** Writes `next` if the stored generation is still `from`. */
  readonly advance: (from: number, next: Session) => Promise<boolean>;
  readonly end: (sid: string) => Promise<void>;
  /** Tells every service that tokens with a lower epoch are over. */
  readonly raiseEpoch: (userId: string, epoch: number) => Promise<void>;
  readonly ping: () => Promise<void>;
};

/** A session that is not used for so long is over. */
export const idleMs = 12 * 60 * 60 * 1000;
/** However much it is used: once a week the password is asked again. */
export const longestMs = 7 * 24 * 60 * 60 * 1000;
/** Tabs of one browser that refresh together, and an answer that was lost with the controller that gave it. */
const graceMs = 30_000;
/** Redis replicates without waiting: what it was told less than this before a master died may be gone. */
const lostWriteMs = 60_000;

export type RefreshDecision =
  /** `from`: the stored generation; undefined where the session itself has to be written again. */
  | {readonly kind: 'rotate'; readonly from: number | undefined; readonly next: Session}
  /** The successor was already given out to the same browser: the same one again. */
  | {readonly kind: 'repeat'; readonly session: Session}
  | {readonly kind: 'over'}
  /** Two hold tokens of this session: it ends for both. */
  | {readonly kind: 'reused'};

/** `agent`: SHA-256 of the user agent that brings the token. */
export function decideRefresh(token: RefreshToken, stored: StoredSession, agent: string, now: number): RefreshDecision {
  if (stored === 'ended') return {kind: 'over'};
  const next = {sid: token.sid, userId: token.userId, generation: token.generation + 1, rotatedAt: now, agent};
  if (stored === undefined) {
    const age = now - token.issuedAt * 1000;
    // Signed by us a moment ago and yet unknown: the write was lost with a master. Older ones have run out.
    return age <= lostWriteMs
      ? {kind: 'rotate', from: undefined, next: {...next, createdAt: token.issuedAt * 1000}}
      : {kind: 'over'};
  }
  if (now - stored.createdAt > longestMs || stored.userId !== token.userId) return {kind: 'over'};
  if (token.generation >= stored.generation) {
    return {kind: 'rotate', from: stored.generation, next: {...next, createdAt: stored.createdAt}};
  }
  const parallel =
    token.generation === stored.generation - 1 && now - stored.rotatedAt <= graceMs && stored.agent === agent;
  return parallel ? {kind: 'repeat', session: stored} : {kind: 'reused'};
}
