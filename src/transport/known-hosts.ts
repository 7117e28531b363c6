// Reads known_hosts files (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) and says what they know about one host's key. Pure.

import {createHash, createHmac, timingSafeEqual} from 'node:crypto';

export type KnownHostsFile = {readonly path: string; readonly text: string};

export type KnownKey = {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly revoked: boolean;
  readonly names: string;
  readonly type: string;
  readonly key: Buffer;
};

export type HostKeyVerdict =
  | {readonly kind: 'known'; readonly by: KnownKey}
  /** Nothing is known about this host. */
  | {readonly kind: 'unknown'}
  /** Another key of the same type is known. */
  | {readonly kind: 'changed'; readonly known: KnownKey}
  /** Only keys of other types are known. */
  | {readonly kind: 'other-types'; readonly known: readonly KnownKey[]}
  | {readonly kind: 'revoked'; readonly by: KnownKey};

/** Every usable line. Certificate authorities are left out: ssh2 cannot check host certificates. */
export function parseKnownHosts(files: readonly KnownHostsFile[]): readonly KnownKey[] {
  return files.flatMap(({path, text}) =>
    text.split('\n').flatMap((line, index) => {
      const key = parseLine(line, path, index + 1);
      return key === undefined ? [] : [key];
    }),
  );
}

function parseLine(line: string, file: string, number: number): KnownKey | undefined {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith('@') === true ? words.shift() : undefined;
  const [names, type, blob] = words;
  if (names === undefined || names === '' || names.startsWith('#') || type === undefined || blob === undefined)
    return undefined;
  if (marker !== undefined && marker !== '@revoked') return undefined;
  const key = Buffer.from(blob, 'base64');
  if (keyType(key) !== type) return undefined;
  return {file, line: number, revoked: marker === '@revoked', names, type, key};
}

/** The name in a public key's blob (RFC 4253 §6.6), or undefined when it is no key. */
export function keyType(blob: Buffer): string | undefined {
  if (blob.length < 8) return undefined;
  const length = blob.readUInt32BE(0);
  return length === 0 || length > 64 || blob.length < 4 + length ? undefined : blob.toString('latin1', 4, 4 + length);
}

/** As `ssh-keygen -l` prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** How known_hosts writes an address: plain on port 22, `[address]:port` otherwise. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** Whether a line's host field names this host: patterns with * and ?, `!` negates and wins, |1| lines are hashed. */
export function namesMatch(names: string, name: string): boolean {
  if (names.startsWith('|1|')) return hashMatches(names, name);
  const patterns = names.toLowerCase().split(',');
  const wanted = name.toLowerCase();
  const hit = (pattern: string): boolean => globToRegExp(pattern).test(wanted);
  if (patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern));
}

function globToRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}

/** HashKnownHosts: |1|salt|HMAC-SHA1(salt, name), both base64. */
function hashMatches(field: string, name: string): boolean {
  const [, , salt, hash] = field.split('|');
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase()).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Lines for the first of these names about which anything is known; a line for the address outweighs one for the bare host name. */
export function keysOf(known: readonly KnownKey[], names: readonly string[]): readonly KnownKey[] {
  for (const name of names) {
    const found = known.filter((one) => !one.revoked && namesMatch(one.names, name));
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Judges an offered key. `names` in order of weight, each as known_hosts writes it. A revoked key is refused under any of them.
 */
export function judgeHostKey(known: readonly KnownKey[], names: readonly string[], offered: Buffer): HostKeyVerdict {
  const revoked = known.find(
    (one) => one.revoked && one.key.equals(offered) && names.some((name) => namesMatch(one.names, name)),
  );
  if (revoked !== undefined) return {kind: 'revoked', by: revoked};
  const candidates = keysOf(known, names);
  if (candidates.length === 0) return {kind: 'unknown'};
  const same = candidates.find((one) => one.key.equals(offered));
  if (same !== undefined) return {kind: 'known', by: same};
  const sameType = candidates.find((one) => one.type === keyType(offered));
  return sameType === undefined ? {kind: 'other-types', known: candidates} : {kind: 'changed', known: sameType};
}

/** What ssh2 offers by default, in its order. */
const defaultAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

export type HostKeyAlgorithm = (typeof defaultAlgorithms)[number];

/**
 * Host key algorithms with those first for which a key is known: a host known by ed25519 must not be refused because
 * another type was negotiated (what OpenSSH's order_hostkeyalgs does).
 */
export function preferredAlgorithms(known: readonly KnownKey[], names: readonly string[]): HostKeyAlgorithm[] {
  const types = new Set(keysOf(known, names).map((one) => one.type));
  const isKnown = (algorithm: HostKeyAlgorithm): boolean =>
    types.has(algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);
  return [...defaultAlgorithms.filter(isKnown), ...defaultAlgorithms.filter((one) => !isKnown(one))];
}
