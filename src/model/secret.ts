// Secret values and references to them: a value prints as ••• everywhere, a reference is what plans and journals hold.

import {createHash} from 'node:crypto';
import {tokenKey, tokenSeed} from './token-key.ts';

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');

/** A value that must never reach argv, a remote environment, a journal, a plan's JSON, a recording or a screen. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it only where it goes into a file of mode 0600, a protocol or a stdin. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '•••';
  }

  toJSON(): string {
    return '•••';
  }

  [inspectSymbol](): string {
    return '•••';
  }
}

/**
 * How a secret is written where it is used: as it is, as the hash that a server wants instead, or as the key that is derived
 * from it for a cluster's name (`token-seed/my-cluster`).
 */
export type SecretForm = 'plain' | 'mysql-native' | 'sha256' | `token-seed/${string}` | `token-key/${string}`;

/**
 * Names a secret without holding it. `name` is a configuration path (`redis.password`, `database.password`,
 * `environment.DB_SLURM_PASSWORD`) or `generated.NAME` for one that is made once and kept 0600 on the controllers.
 */
export type SecretRef = {readonly secret: string; readonly form?: SecretForm};

/** Text with holes where secrets go: file contents, SQL statements, stdin. Plain parts are safe to show. */
export type Text = readonly (string | SecretRef)[];

/** Values by the names that references use. Lives only in memory and in the pipe to the Runner. */
export type SecretValues = ReadonlyMap<string, Secret>;

/** The names of all secrets that a text refers to. */
export function secretsIn(text: Text): readonly string[] {
  return text.flatMap((part) => (typeof part === 'string' ? [] : [part.secret]));
}

/** The text as it may be shown: every secret is •••. */
export function maskText(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : '•••')).join('');
}

/** Fills the holes. Throws a plain Error naming the missing secret (never its value). */
export function revealText(text: Text, values: SecretValues): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values.get(part.secret);
      if (value === undefined) throw new Error(`no value for the secret "${part.secret}"`);
      return formed(value.reveal(), part.form ?? 'plain');
    })
    .join('');
}

function formed(value: string, form: SecretForm): string {
  const [kind, cluster = ''] = form.split('/');
  switch (kind) {
    case 'token-seed':
      return tokenSeed(value, cluster);
    case 'token-key':
      return tokenKey(value, cluster);
    case 'plain':
      return value;
    case 'sha256':
      return createHash('sha256').update(value).digest('hex');
    case 'mysql-native':
      // mysql_native_password stores '*' + HEX(SHA1(SHA1(password))) (MariaDB manual, PASSWORD()).
      return `*${createHash('sha1').update(createHash('sha1').update(value).digest()).digest('hex').toUpperCase()}`;
    default:
      throw new Error(`a secret has no form ${form}`);
  }
}
