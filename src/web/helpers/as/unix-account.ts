// The Unix account that a request acts as: read from passwd and shadow lines, and judged fit or not. Pure.

export type UnixAccount = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
};

/** Below are the system's own accounts (login.defs(5), UID_MIN; docs/decisions/0018). */
export const lowestUid = 1000;
/** `nobody`, and what the kernel shows for ids that it cannot map. */
const nobody = 65_534;
const noShells = new Set(['nologin', 'false', 'true', 'sync', 'halt', 'shutdown']);

/**
 * The account in one line of passwd(5); null where the line is none or names another account. getent(1) also takes numbers for names,
 * so that an account named `1001` would answer with whoever has that uid.
 */
export function parsePasswdLine(line: string, name: string): UnixAccount | null {
  const fields = line.replace(/\n$/, '').split(':');
  const [found, , uid, gid, , home, shell] = fields;
  if (fields.length !== 7 || found !== name || home === undefined || shell === undefined) return null;
  if (!/^\d{1,10}$/.test(uid ?? '') || !/^\d{1,10}$/.test(gid ?? '')) return null;
  // An empty shell means /bin/sh (passwd(5)).
  return {name, uid: Number(uid), gid: Number(gid), home, shell: shell === '' ? '/bin/sh' : shell};
}

/** The shells of shells(5): one a line, comments left out. */
export function parseShells(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line.startsWith('/')),
  );
}

export type AccountFlaw = 'uid' | 'gid' | 'shell' | 'locked' | 'expired';

/**
 * What speaks against acting as this account; null where nothing does. `shadow` is its line of shadow(5), null where it has none (a
 * directory's account). `today` counts days since 1970, as shadow does.
 */
export function flawOf(
  account: UnixAccount,
  facts: {readonly shells: ReadonlySet<string>; readonly shadow: string | null; readonly today: number},
): AccountFlaw | null {
  if (account.uid < lowestUid || account.uid === nobody || account.uid >= 2 ** 32 - 1) return 'uid';
  if (account.gid === 0 || account.gid >= 2 ** 32 - 1) return 'gid';
  const program = account.shell.split('/').at(-1) ?? '';
  if (!facts.shells.has(account.shell) || noShells.has(program)) return 'shell';
  const [, password = '', , , , , , expires = ''] = facts.shadow?.replace(/\n$/, '').split(':') ?? [];
  // `passwd -l` and `usermod -L` put a ! before the hash. A bare ! or * is an account that never had a password and enters by key.
  if (/^!+[^!*]/.test(password)) return 'locked';
  if (/^\d+$/.test(expires) && Number(expires) <= facts.today) return 'expired';
  return null;
}
