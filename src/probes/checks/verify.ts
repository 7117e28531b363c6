// Checks of phase 7: what was written on one controller is the same on the others.

import type {Check, CheckResult} from '../../model/check.ts';
import {isHpchaError} from '../../model/error.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {type CheckGroup, holds, listArg, textArg} from './check-group.ts';

type Args = Check['args'];
type Found = {readonly host: string; readonly value: string | null};

/** All hosts have a value, and it is the same one. */
function same(found: readonly Found[]): CheckResult {
  const values = new Set(found.map(({value}) => value));
  const agreed = found.length > 0 && values.size === 1 && !values.has(null);
  const each = found.map(({host, value}) => `${host} ${value === null ? 'nothing' : value.slice(0, 8)}`);
  return holds(agreed, agreed ? `the same on ${found.map(({host}) => host).join(', ')}` : each.join(', '));
}

/** path, hosts */
async function sameFile(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const path = textArg(args, 'path');
  const found = listArg(args, 'hosts').map(async (host): Promise<Found> => {
    const file = await context.inspector(host).readFile(path, signal);
    return {host, value: file === null || file.content.trim() === '' ? null : file.content.trim()};
  });
  return same(await Promise.all(found));
}

/** path, hosts: none of them has it (any more). */
async function noFile(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const path = textArg(args, 'path');
  const found = await Promise.all(
    listArg(args, 'hosts').map(async (host) =>
      (await context.inspector(host).readFile(path, signal)) === null ? [] : [host],
    ),
  );
  const having = found.flat();
  return holds(having.length === 0, having.length === 0 ? `${path} is gone` : `${having.join(', ')} still has ${path}`);
}

/** database, hosts: none of them has it (any more). */
async function noDatabase(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const database = textArg(args, 'database');
  const found = await Promise.all(
    listArg(args, 'hosts').map(async (host) => {
      const rows = await context.inspector(host).query(`SHOW DATABASES LIKE '${database}'`, signal);
      return rows.length === 0 ? [] : [host];
    }),
  );
  const having = found.flat();
  const saw = having.length === 0 ? `no host has ${database}` : `${having.join(', ')} still has ${database}`;
  return holds(having.length === 0, saw);
}

/** hosts; database and id where it is not the row of phase 7 */
async function sameRow(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const database = args['database'] === undefined ? 'hpcha_verify' : textArg(args, 'database');
  const id = args['id'] === undefined ? '1' : textArg(args, 'id');
  const query = `SELECT value FROM ${database}.proof WHERE id = ${id}`;
  const found = listArg(args, 'hosts').map(async (host): Promise<Found> => {
    const rows = await context.inspector(host).query(query, signal);
    return {host, value: rows[0]?.['value'] ?? null};
  });
  return same(await Promise.all(found));
}

/** key, hosts: Redis with sentinels, where every instance has every key. */
async function sameValue(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const key = textArg(args, 'key');
  const found = listArg(args, 'hosts').map(async (host): Promise<Found> => {
    const reply = await context.inspector(host).redis(6379, ['GET', key], signal);
    return {host, value: typeof reply === 'string' ? reply : null};
  });
  return same(await Promise.all(found));
}

/** key, hosts, ports: Redis as a cluster, where exactly one instance answers for the key and the others name it. */
async function oneOwner(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const key = textArg(args, 'key');
  const instances = listArg(args, 'hosts').flatMap((host) =>
    listArg(args, 'ports').map((port) => ({host, port: Number(port)})),
  );
  const found = await Promise.all(
    instances.map(async ({host, port}) => {
      const owns = await ownsKey(context, host, port, key, signal);
      return owns ? [`${host}:${port}`] : [];
    }),
  );
  const owners = found.flat();
  return holds(owners.length === 1, owners.length === 0 ? `nobody has ${key}` : `${owners.join(' and ')} has ${key}`);
}

async function ownsKey(
  context: CheckContext,
  host: string,
  port: number,
  key: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return typeof (await context.inspector(host).redis(port, ['GET', key], signal)) === 'string';
  } catch (thrown) {
    if (isHpchaError(thrown) && thrown.code === 'command' && thrown.what.includes('MOVED')) return false;
    throw thrown;
  }
}

export const verifyChecks: CheckGroup = {
  'verify-same-file': sameFile,
  'verify-no-file': noFile,
  'verify-no-database': noDatabase,
  'verify-same-row': sameRow,
  'verify-same-value': sameValue,
  'verify-one-owner': oneOwner,
};
