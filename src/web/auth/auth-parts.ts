// What the routes of Auth are made of, put together once: stores, tokens, the hash queue.

import type {WebContext} from '../app/web-app.ts';
import type {AttemptStore} from './attempts.ts';
import type {Passwords} from './password-hash.ts';
import type {RefreshTokens} from './refresh-token.ts';
import type {SessionStore} from './session.ts';
import type {SignToken} from './sign-token.ts';
import type {UnixAccounts} from './unix-accounts.ts';
import type {UserStore} from './user.ts';

export type AuthParts = {
  readonly context: WebContext;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly attempts: AttemptStore;
  readonly accounts: UnixAccounts;
  readonly sign: SignToken;
  readonly refresh: RefreshTokens;
  readonly passwords: Passwords;
  /** A hash of nobody's password: what an unknown name is checked against, so that it takes as long as a known one. */
  readonly nobody: string;
};
