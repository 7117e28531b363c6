// Stores of Auth in memory, for tests of its routes: the same promises as those in Redis and Galera, which have tests of their own.

import {WebRefusal} from '../../../src/web/app/web-refusal.ts';
import {type AttemptStore, nameKey, waitAfter} from '../../../src/web/auth/attempts.ts';
import type {Session, SessionStore} from '../../../src/web/auth/session.ts';
import type {User, UserStore} from '../../../src/web/auth/user.ts';

export type MemorySessions = SessionStore & {
  readonly kept: Map<string, Session>;
  readonly revoked: Set<string>;
  readonly epochs: Map<string, number>;
  /** While true every question is rejected. */
  away: boolean;
};

export function memorySessions(): MemorySessions {
  const kept = new Map<string, Session>();
  const revoked = new Set<string>();
  const epochs = new Map<string, number>();
  const store: MemorySessions = {
    kept,
    revoked,
    epochs,
    away: false,
    read: async (sid) => {
      there();
      return revoked.has(sid) ? 'ended' : kept.get(sid);
    },
    write: async (session) => {
      there();
      kept.set(session.sid, session);
    },
    advance: async (from, next) => {
      there();
      if (kept.get(next.sid)?.generation !== from) return false;
      kept.set(next.sid, next);
      return true;
    },
    end: async (sid) => {
      there();
      revoked.add(sid);
      kept.delete(sid);
    },
    raiseEpoch: async (userId, epoch) => {
      there();
      epochs.set(userId, Math.max(epoch, epochs.get(userId) ?? 0));
    },
    ping: async () => there(),
  };
  const there = (): void => {
    if (store.away) throw new Error('Connection is closed.');
  };
  return store;
}

export function memoryAttempts(): AttemptStore & {readonly counts: Map<string, {count: number; until: number}>} {
  const counts = new Map<string, {count: number; until: number}>();
  const id = ({key, field}: {readonly key: string; readonly field: string}): string => `${key} ${field}`;
  return {
    counts,
    charge: async (one, now) => {
      const {count = 0, until = 0} = counts.get(id(one)) ?? {};
      if (until > now) return until - now;
      counts.set(id(one), {count: count + 1, until: now + waitAfter(count + 1, one.free)});
      return 0;
    },
    forget: async (one) => void counts.delete(id(one)),
    refund: async (one) => {
      const kept = counts.get(id(one));
      if (kept !== undefined) counts.set(id(one), {count: kept.count - 1, until: 0});
    },
    lift: async (name) => {
      for (const key of counts.keys()) if (key.startsWith(nameKey(name))) counts.delete(key);
    },
  };
}

export function memoryUsers(first: readonly User[]): UserStore & {readonly all: Map<string, User>; away: boolean} {
  const all = new Map(first.map((user) => [user.id, user]));
  const find = (id: string): User => {
    const user = all.get(id);
    if (user === undefined) throw new WebRefusal('user-unknown');
    return user;
  };
  const admins = (): number => [...all.values()].filter(({role, disabled}) => role === 'admin' && !disabled).length;
  const put = (user: User): User => {
    if (
      [...all.values()].some(
        ({id, name, unix}) => id !== user.id && (name === user.name || (unix !== null && unix === user.unix)),
      )
    ) {
      throw new WebRefusal('user-exists');
    }
    const before = all.get(user.id);
    all.set(user.id, user);
    if (admins() === 0) {
      if (before !== undefined) all.set(user.id, before);
      throw new WebRefusal('last-admin');
    }
    return user;
  };
  const store: UserStore & {readonly all: Map<string, User>; away: boolean} = {
    all,
    away: false,
    byName: async (name) => {
      if (store.away) throw new WebRefusal('user-store-down');
      return [...all.values()].find((user) => user.name === name);
    },
    byId: async (id) => {
      if (store.away) throw new WebRefusal('user-store-down');
      return all.get(id);
    },
    list: async ({after, query, limit}) =>
      [...all.values()]
        .filter(({name}) => name > after && name.includes(query))
        .sort((a, b) => a.name.localeCompare(b.name))
        .slice(0, limit),
    add: async (user, passwordHash, mustChange) => {
      const id = String(all.size + 100);
      put({...newUser(id, user.name), ...user, passwordHash, mustChange});
      return id;
    },
    change: async (id, change) => {
      const before = all.get(id);
      if (before === undefined) return undefined;
      const {displayName, role, unix, disabled} = {...before, ...change};
      return put({
        ...before,
        displayName: displayName ?? before.displayName,
        role: role ?? before.role,
        unix: unix === undefined ? before.unix : unix,
        disabled: disabled ?? before.disabled,
        epoch: before.epoch + 1,
      });
    },
    remove: async (id) => {
      const user = all.get(id);
      all.delete(id);
      if (user !== undefined && admins() === 0) {
        all.set(id, user);
        throw new WebRefusal('last-admin');
      }
      return user;
    },
    setPassword: async (id, passwordHash, mustChange) => {
      const user = find(id);
      all.set(id, {...user, passwordHash, mustChange, epoch: user.epoch + 1});
      return user.epoch + 1;
    },
    rehash: async (id, from, to) => {
      const user = find(id);
      if (user.passwordHash === from) all.set(id, {...user, passwordHash: to});
    },
    signOut: async (id) => {
      const user = find(id);
      all.set(id, {...user, epoch: user.epoch + 1});
      return user.epoch + 1;
    },
    bindOutside: async (id, oidcSubject) => void all.set(id, {...find(id), oidcSubject}),
    signedIn: async (id, lastLoginAt) => void all.set(id, {...find(id), lastLoginAt}),
    ping: async () => undefined,
  };
  return store;
}

export function newUser(id: string, name: string, changed: Partial<User> = {}): User {
  return {
    id,
    name,
    displayName: '',
    unix: null,
    role: 'user',
    passwordHash: null,
    mustChange: false,
    disabled: false,
    epoch: 0,
    oidcSubject: null,
    createdAt: 0,
    lastLoginAt: null,
    ...changed,
  };
}
