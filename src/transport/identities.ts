// Finds the keys to log in with: the agent's and files, and says of each one that cannot be used why.

import type {AnyAuthMethod, IdentityCallback, ParsedKey, PublicKeyEntry} from 'ssh2';
import ssh2 from 'ssh2';
import {fingerprint} from './known-hosts.ts';
import {readOptional} from './read-optional.ts';
import {messageOf} from './transport-errors.ts';

export type IdentitySettings = {
  readonly user: string;
  /** Private keys in the order in which to try them; a missing one matters only when it was asked for. */
  readonly files: readonly {readonly path: string; readonly asked: boolean}[];
  /** Of the agent's keys only those that belong to `files` (IdentitiesOnly). */
  readonly only: boolean;
  /** SSH_AUTH_SOCK. */
  readonly agent: string | undefined;
};

export type Identities = {
  readonly methods: readonly AnyAuthMethod[];
  /** What will be tried, in words. */
  readonly tried: readonly string[];
  /** What could not be tried, in words, with what to do about it. */
  readonly skipped: readonly string[];
};

type FileKey = {
  readonly path: string;
  readonly asked: boolean;
  readonly blob?: Buffer;
  readonly key?: ParsedKey;
  readonly problem?: string;
};

/**
 * Order: key files that were asked for, the agent, the usual files; so neither a full agent nor a useless default key uses up the
 * server's MaxAuthTries (6) before the right one is offered.
 */
export async function findIdentities(settings: IdentitySettings): Promise<Identities> {
  const keys = (await Promise.all(settings.files.map(readKey))).filter((one) => one !== undefined);
  const usable = keys.filter((one) => one.key !== undefined);
  const blobs = keys.flatMap((one) => (one.blob === undefined ? [] : [one.blob]));
  const {user} = settings;
  const fileMethod = ({key}: FileKey): AnyAuthMethod[] =>
    key === undefined ? [] : [{type: 'publickey', username: user, key}];
  const agentMethod: AnyAuthMethod[] =
    settings.agent === undefined
      ? []
      : [{type: 'agent', username: user, agent: new OrderedAgent(settings.agent, blobs, settings.only)}];
  const asked = usable.filter((one) => one.asked);
  const usual = usable.filter((one) => !one.asked);
  return {
    methods: [...asked.flatMap(fileMethod), ...agentMethod, ...usual.flatMap(fileMethod)],
    tried: [
      ...asked.map(nameKey),
      ...(settings.agent === undefined ? [] : ['the agent of SSH_AUTH_SOCK']),
      ...usual.map(nameKey),
    ],
    skipped: keys.flatMap((one) => (one.problem === undefined ? [] : [one.problem])),
  };
}

function nameKey({path, blob}: FileKey): string {
  return blob === undefined ? path : `${path} (${fingerprint(blob)})`;
}

async function readKey({path, asked}: {path: string; asked: boolean}): Promise<FileKey | undefined> {
  let text: string | undefined;
  try {
    text = await readOptional(path);
  } catch (error) {
    return {path, asked, problem: messageOf(error)};
  }
  if (text === undefined) return asked ? {path, asked, problem: `${path} does not exist`} : undefined;
  const blob = publicBlob(await readOptional(`${path}.pub`).catch(() => undefined));
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) return {path, asked, ...(blob === undefined ? {} : {blob}), problem: keyProblem(path, key)};
  const first = Array.isArray(key) ? (key[0] as ParsedKey | undefined) : key;
  if (first === undefined || !first.isPrivateKey()) return {path, asked, problem: `${path} is no private key`};
  return {path, asked, key: first, blob: first.getPublicSSH()};
}

function publicBlob(text: string | undefined): Buffer | undefined {
  const encoded = text?.trim().split(/\s+/)[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
}

function keyProblem(path: string, error: Error): string {
  if (/encrypted/i.test(error.message)) return `${path} is encrypted: load it into an agent (ssh-add ${path})`;
  return `${path} cannot be read as a private key: ${messageOf(error)}`;
}

/** The user's agent, offering the keys that belong to our files first, or alone. */
class OrderedAgent extends ssh2.OpenSSHAgent {
  readonly #wanted: readonly Buffer[];
  readonly #only: boolean;

  constructor(socket: string, wanted: readonly Buffer[], only: boolean) {
    super(socket);
    this.#wanted = wanted;
    this.#only = only;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (error !== undefined && error !== null) {
        callback(error);
        return;
      }
      const isWanted = (key: ParsedKey | PublicKeyEntry): boolean => {
        const blob = publicBytes(key);
        return this.#wanted.some((wanted) => wanted.equals(blob));
      };
      const all = keys ?? [];
      const first = all.filter(isWanted);
      callback(null, this.#only ? first : [...first, ...all.filter((key) => !isWanted(key))]);
    });
  }
}

function publicBytes(key: ParsedKey | PublicKeyEntry): Buffer {
  if ('getPublicSSH' in key) return key.getPublicSSH();
  const inner = 'pubKey' in key.pubKey ? key.pubKey.pubKey : key.pubKey;
  if (Buffer.isBuffer(inner)) return inner;
  return typeof inner === 'string' ? Buffer.from(inner, 'base64') : inner.getPublicSSH();
}
