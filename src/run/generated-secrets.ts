// Secrets that nobody has to think up: made once under the lock, kept 0600 on every controller, adopted ever after.

import {randomBytes} from 'node:crypto';
import {HpchaError, isHpchaError} from '../model/error.ts';
import type {Operation} from '../model/operation.ts';
import type {Permit} from '../model/permit.ts';
import type {Plan} from '../model/plan.ts';
import type {SecretValues, Text} from '../model/secret.ts';
import {Secret, secretsIn} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {HostConnection, HostInspector} from '../transport/host.ts';
import {makeAuthority} from './certificate-authority.ts';

const directory = '/etc/hpcha/secrets';
const prefix = 'generated.';

/** A munge key is 32 to 1024 bytes (munge.key(5)); 96 random bytes are 128 characters of base64url. */
const lengths: Readonly<Record<string, number>> = {munge: 96};
const defaultLength = 32;
/** Not random text but a key with its certificate (PEM), which every controller's own server certificate is signed with. */
const authorityName = 'generated.web_ca';

export type GeneratedSeen = {
  /** What the controllers keep, by full name (`generated.vrrp`). */
  readonly found: ReadonlyMap<string, Secret>;
  /** Which reachable controllers lack which names. */
  readonly lacking: readonly {readonly host: HostName; readonly name: string}[];
  /** Names that no reachable controller keeps. */
  readonly absent: readonly string[];
};

/** All `generated.NAME` that a plan's operations refer to. */
export function generatedNames(plan: Plan): readonly string[] {
  const names = plan.steps.flatMap(({operation}) => secretNames(operation));
  return [...new Set(names)].filter((name) => name.startsWith(prefix)).sort();
}

/** Names of every secret that an operation refers to. */
export function secretNames(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'file':
    case 'block':
      return secretsIn(operation.content);
    case 'sql':
      return [operation.look.query, operation.look.expect, ...operation.statements].flatMap((text) => secretsIn(text));
    case 'redis':
      return operation.commands
        .flat()
        .flatMap((word) => (typeof word === 'object' && 'secret' in word ? [word.secret] : []));
    case 'exec':
      return secretsIn(operation.stdin ?? ([] satisfies Text));
    default:
      return [];
  }
}

/**
 * Reads what the controllers keep; those that do not answer have no say (they get the value when they are back).
 * Rejects with `refused` where two controllers keep different values: nothing here can know which one is in use.
 */
export async function seeGenerated(
  names: readonly string[],
  inspectors: readonly HostInspector[],
  signal: AbortSignal,
): Promise<GeneratedSeen> {
  const found = new Map<string, Secret>();
  const lacking: {host: HostName; name: string}[] = [];
  for (const name of names) {
    const kept = await Promise.all(inspectors.map((inspector) => readKept(name, inspector, signal)));
    const keepers = kept.filter((each) => each.kind === 'kept');
    const [first] = keepers;
    if (new Set(keepers.map(({value}) => value)).size > 1)
      throw conflict(
        name,
        keepers.map(({host}) => host),
      );
    if (first !== undefined) found.set(name, new Secret(first.value));
    for (const each of kept) if (each.kind === 'lacking') lacking.push({host: each.host, name});
  }
  return {found, lacking, absent: names.filter((name) => !found.has(name))};
}

/** The plan's generated secrets with values: kept ones adopted, absent ones made, and written wherever they lack. */
export async function provideGenerated(
  names: readonly string[],
  controllers: readonly HostConnection[],
  permit: Permit,
  signal: AbortSignal,
): Promise<SecretValues> {
  const seen = await seeGenerated(
    names,
    controllers.map(({inspector}) => inspector),
    signal,
  );
  const values = new Map(seen.found);
  for (const name of seen.absent) values.set(name, makeSecret(name));
  for (const {host, name} of seen.lacking) {
    const writer = controllers.find((each) => each.host === host)?.writer;
    const value = values.get(name);
    if (writer === undefined || value === undefined) continue;
    await writer.run(['mkdir', '-p', '-m', '0700', '/etc/hpcha', directory], permit, {timeoutMs: 10_000}, signal);
    const file = {path: fileOf(name), content: value.reveal(), mode: '0600', owner: 'root', group: 'root'};
    await writer.writeFile(file, permit, signal);
  }
  return values;
}

/** A fresh random value; a dry run uses one as a stand-in, which is forgotten with it. */
export function makeSecret(name: string): Secret {
  if (name === authorityName) return new Secret(makeAuthority(Date.now()).trim());
  const bytes = lengths[name.slice(prefix.length)] ?? defaultLength;
  return new Secret(randomBytes(bytes).toString('base64url'));
}

type Kept =
  | {readonly kind: 'kept'; readonly host: HostName; readonly value: string}
  | {readonly kind: 'lacking' | 'lost'; readonly host: HostName};

async function readKept(name: string, inspector: HostInspector, signal: AbortSignal): Promise<Kept> {
  const {host} = inspector;
  try {
    const file = await inspector.readFile(fileOf(name), signal);
    const value = file?.content.trim() ?? '';
    return value === '' ? {kind: 'lacking', host} : {kind: 'kept', host, value};
  } catch (thrown) {
    if (!isHpchaError(thrown) || !['unreachable', 'timeout'].includes(thrown.code)) throw thrown;
    return {kind: 'lost', host};
  }
}

function conflict(name: string, hosts: readonly HostName[]): HpchaError {
  return new HpchaError({
    code: 'refused',
    where: hosts.join(', '),
    what: `the controllers keep different values of ${name}; which one is in use cannot be told from here`,
    hint: `keep ${fileOf(name)} on the controller whose service works, remove it on the others, then run the same again`,
  });
}

function fileOf(name: string): string {
  return `${directory}/${name.slice(prefix.length)}`;
}
