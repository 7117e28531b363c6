// Brings the single executable to a controller, once for each build: it stays there for the next drill.

import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {HostName} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import type {DrillDeps} from './drill-deps.ts';

const folder = '/var/lib/hpcha/bin';
/** A piece of the packed program; as base64 it is a third longer. */
const pieceBytes = 6 * 1024 * 1024;

const append = 'set -e; mkdir -p -m 0755 "${1%/*}"; base64 -d >> "$1"';
/** Older builds go: one program of 150 MiB is enough. */
const unpack = `set -e
gzip -dc "$1" > "$2.new"
rm -f "$1"
echo "$3  $2.new" | sha256sum --quiet -c -
chmod 0755 "$2.new"
mv "$2.new" "$2"
find "\${2%/*}" -name 'hpcha-tui-*' ! -path "$2" -delete`;

/** Resolves to its path there. Rejects where it cannot be copied (space, rights, time). */
export async function bringProgram(
  local: string,
  host: HostName,
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<string> {
  const digest = await digestOf(local);
  const path = `${folder}/hpcha-tui-${digest.slice(0, 12)}`;
  const {inspector} = deps.connection(host);
  const there = await inspector.inspect(['test', '-x', path], {timeoutMs: 10_000}, signal);
  if (there.exitCode === 0) return path;
  deps.progress(`copying the program to ${host}, once for this build`);
  const packed = await promisify(gzip)(await readFile(local), {level: 1});
  const part = `${path}.${deps.runId}.gz`;
  for (let at = 0; at < packed.length; at += pieceBytes) {
    const stdin = packed.subarray(at, at + pieceBytes).toString('base64');
    await must(host, script('hpcha-drill-program', append, part), deps, signal, stdin);
  }
  await must(host, script('hpcha-drill-unpack', unpack, part, path, digest), deps, signal);
  return path;
}

async function must(
  host: HostName,
  argv: readonly [string, ...string[]],
  deps: DrillDeps,
  signal: AbortSignal,
  stdin?: string,
): Promise<void> {
  const options = {timeoutMs: 60_000, ...(stdin === undefined ? {} : {stdin})};
  const output = await deps.connection(host).writer.run(argv, deps.permit, options, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
