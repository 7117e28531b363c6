// Users, as Auth shows and changes them for administrators.

import type {Question} from './ask.ts';
import type {Account, Role} from './session.ts';
import {account} from './session.ts';
import type {Of} from './shape.ts';
import {list, maybe, object, string} from './shape.ts';

const userPage = object({users: list(account), next: maybe(string)});
const made = object({user: account, oneTimePassword: string});

export type UserPage = Of<typeof userPage>;
export type MadeUser = Of<typeof made>;

export function askUsers(query: string, limit: number): Question<UserPage> {
  return {path: `/api/auth/users?${new URLSearchParams({query, limit: String(limit)})}`, shape: userPage};
}

export type NewUser = {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly unix: string | null;
};

export function addUser(user: NewUser): Question<MadeUser> {
  return {path: '/api/auth/users', method: 'POST', body: user, shape: made};
}

export function changeUser(
  id: string,
  change: Partial<Omit<NewUser, 'name'>> & {readonly disabled?: boolean},
): Question<Account> {
  return {path: userPath(id), method: 'PATCH', body: change, shape: account};
}

export function removeUser(id: string): Question<null> {
  return {path: userPath(id), method: 'DELETE', shape: () => null};
}

export function resetPassword(id: string): Question<MadeUser> {
  return {path: `${userPath(id)}/password`, method: 'POST', shape: made};
}

export function userOrder(id: string, order: 'sign-out' | 'unlock'): Question<null> {
  return {path: `${userPath(id)}/${order}`, method: 'POST', shape: () => null};
}

function userPath(id: string): string {
  return `/api/auth/users/${encodeURIComponent(id)}`;
}
