// Who is signed in, and what Auth is told: login, logout, passwords.

import type {Of} from './shape.ts';
import {anything, boolean, maybe, object, oneOf, orElse, string} from './shape.ts';

export type Role = 'user' | 'operator' | 'admin';

export const role = oneOf<Role>('user', 'operator', 'admin');

const account = object({
  id: anything,
  name: string,
  unix: maybe(string),
  role,
  mustChangePassword: orElse(boolean, false),
});

export type Account = Of<typeof account>;

/** Auth may answer the account itself or under `user`. */
export const accountAnswer = (value: unknown, where: string): Account => {
  const inner = typeof value === 'object' && value !== null && 'user' in value ? value.user : value;
  return account(inner, where);
};

const rank: Readonly<Record<Role, number>> = {user: 0, operator: 1, admin: 2};

export function mayAs(own: Role, needed: Role): boolean {
  return rank[own] >= rank[needed];
}
