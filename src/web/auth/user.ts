// A user of the web services, and what can be asked of and done to the store that keeps them.

import {z} from 'zod';
import {type Role, roles} from '../../model/web/roles.ts';
import {unixNameSchema} from '../session/claims.ts';

/** Lower case, so that `Kim` and `kim` are one; dots, dashes and @ as directories and mail addresses have them. */
export const userNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'a name of lower-case letters, digits and . _ @ -');

export type User = {
  /** Decimal: a BIGINT does not fit into a number. */
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly unix: string | null;
  readonly role: Role;
  /** null: only the outside provider signs this user in. */
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  readonly disabled: boolean;
  readonly epoch: number;
  readonly oidcSubject: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly lastLoginAt: number | null;
};

/** A user as the API shows them: everything but the hash, the epoch and the provider's name for them. */
export const shownUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  unix: z.string().nullable(),
  role: z.enum(roles),
  mustChange: z.boolean(),
  disabled: z.boolean(),
  /** Signed in at the outside provider at least once. */
  outside: z.boolean(),
  createdAt: z.string(),
  lastLoginAt: z.string().nullable(),
});

export type ShownUser = z.output<typeof shownUserSchema>;

export function shownUser(user: User): ShownUser {
  return {
    id: user.id,
    name: user.name,
    displayName: user.displayName,
    unix: user.unix,
    role: user.role,
    mustChange: user.mustChange,
    disabled: user.disabled,
    outside: user.oidcSubject !== null,
    createdAt: new Date(user.createdAt).toISOString(),
    lastLoginAt: user.lastLoginAt === null ? null : new Date(user.lastLoginAt).toISOString(),
  };
}

export const newUserSchema = z.strictObject({
  name: userNameSchema,
  displayName: z.string().trim().max(120).default(''),
  role: z.enum(roles).default('user'),
  unix: unixNameSchema.nullable().default(null),
});
export type NewUser = z.output<typeof newUserSchema>;

export const userChangeSchema = z.strictObject({
  displayName: z.string().trim().max(120).optional(),
  role: z.enum(roles).optional(),
  unix: unixNameSchema.nullable().optional(),
  disabled: z.boolean().optional(),
});
export type UserChange = z.output<typeof userChangeSchema>;

/** Everything rejects with `user-store-down` where no database answers, and `user-exists` or `last-admin` where those are hurt. */
export type UserStore = {
  readonly byName: (name: string) => Promise<User | undefined>;
  readonly byId: (id: string) => Promise<User | undefined>;
  /** Sorted by name, those after `after`, whose name or display name contains `query`. */
  readonly list: (wanted: {
    readonly after: string;
    readonly query: string;
    readonly limit: number;
  }) => Promise<readonly User[]>;
  /** Resolves to the new id. */
  readonly add: (user: NewUser, passwordHash: string | null, mustChange: boolean) => Promise<string>;
  /** What takes rights away raises the epoch. Resolves to the user as they are then; undefined: there is none. */
  readonly change: (id: string, change: UserChange) => Promise<User | undefined>;
  readonly remove: (id: string) => Promise<User | undefined>;
  /** Raises the epoch. Resolves to the new one. */
  readonly setPassword: (id: string, hash: string, mustChange: boolean) => Promise<number>;
  /** The same password at another cost: nothing else changes. */
  readonly rehash: (id: string, from: string, to: string) => Promise<void>;
  readonly signOut: (id: string) => Promise<number>;
  readonly bindOutside: (id: string, subject: string) => Promise<void>;
  readonly signedIn: (id: string, at: number) => Promise<void>;
  readonly ping: () => Promise<void>;
};
