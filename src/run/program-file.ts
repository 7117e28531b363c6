// The single executable on its way to a controller: its digest, and the copying in bounded pieces over the connection that is there.

import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {Permit} from '../model/permit.ts';
import type {HostWriter} from '../transport/host.ts';
import {commandFailed, script} from './operations/contract.ts';

/** Where the executable of this very build lies on this machine; null: there is none, and why. From the composition root. */
export type ProgramSource = () => Promise<{readonly path: string} | {readonly path: null; readonly why: string}>;

/**
 * A piece of the packed program; as base64 it is a third longer. The connection's sign of life waits behind a piece that is under way: on
 * a machine that was busy with other things, six mebibytes took longer than a connection is given (seen in the lab).
 */
const pieceBytes = 1024 * 1024;

const append = 'set -e; umask 077; mkdir -p -m 0755 "${1%/*}"; base64 -d >> "$1"';
const unpack = `set -e
umask 077
gzip -dc "$1" > "$2.new"
rm -f "$1"
echo "$3  $2.new" | sha256sum --quiet -c -
chown root:root "$2.new"
chmod 0755 "$2.new"
sync "$2.new"
mv "$2.new" "$2"`;

const digests = new Map<string, Promise<string>>();
const packs = new Map<string, Promise<Buffer>>();

/** sha256 of the file in hex, read once a process: a build does not change under a run. */
export function digestOf(path: string): Promise<string> {
  return once(digests, path, async () => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk);
    return hash.digest('hex');
  });
}

/** Copies the file to `to`, 0755 root. It is in place whole and proven by its digest, or not at all. Rejects with HpchaError. */
export async function sendProgram(
  local: string,
  to: {readonly writer: HostWriter; readonly path: string; readonly part: string},
  permit: Permit,
  signal: AbortSignal,
): Promise<void> {
  const must = async (argv: readonly [string, ...string[]], stdin?: string): Promise<void> => {
    const options = {timeoutMs: 120_000, ...(stdin === undefined ? {} : {stdin})};
    const output = await to.writer.run(argv, permit, options, signal);
    if (output.exitCode !== 0) throw commandFailed(to.writer.host, argv, output);
  };
  const packed = await once(packs, local, async () => promisify(gzip)(await readFile(local), {level: 1}));
  const part = `${to.path}.${to.part}.gz`;
  await must(['rm', '-f', part]);
  for (let at = 0; at < packed.length; at += pieceBytes) {
    await must(script('hpcha-program', append, part), packed.subarray(at, at + pieceBytes).toString('base64'));
  }
  await must(script('hpcha-program-unpack', unpack, part, to.path, await digestOf(local)));
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const there = known.get(key);
  if (there !== undefined) return there;
  const made = make();
  known.set(key, made);
  // A failure is not remembered: the file may be there the next time.
  made.catch(() => known.delete(key));
  return made;
}
