// Who is signed in, and what Auth is told: login, logout, passwords.

import type {Of} from './shape.ts';
import {boolean, maybe, moment, object, oneOf, orElse, string} from './shape.ts';

export type Role = 'user' | 'operator' | 'admin';

export const role = oneOf<Role>('user', 'operator', 'admin');

export const account = object({
  id: string,
  name: string,
  displayName: orElse(string, ''),
  unix: maybe(string),
  role,
  mustChange: orElse(boolean, false),
  disabled: orElse(boolean, false),
  /** Signed in at the outside provider at least once. */
  outside: orElse(boolean, false),
  createdAt: maybe(moment),
  lastLoginAt: maybe(moment),
});

export type Account = Of<typeof account>;

const rank: Readonly<Record<Role, number>> = {user: 0, operator: 1, admin: 2};

export function mayAs(own: Role, needed: Role): boolean {
  return rank[own] >= rank[needed];
}
