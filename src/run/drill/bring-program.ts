// Brings the single executable to a controller, once for each build: it stays there for the next drill.

import type {HostName} from '../../model/service.ts';
import {script} from '../operations/contract.ts';
import {digestOf, sendProgram} from '../program-file.ts';
import type {DrillDeps} from './drill-deps.ts';

const folder = '/var/lib/hpcha/bin';
/** Where phase 6 keeps it for the web services. */
const deployed = '/usr/local/lib/hpcha/hpcha-tui';
/** Older builds go: one program of 150 MiB is enough. */
const tidy = `find "\${1%/*}" -name 'hpcha-tui-*' ! -path "$1" -delete`;

/** Resolves to its path there. Rejects where it cannot be copied (space, rights, time). */
export async function bringProgram(
  local: string,
  host: HostName,
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<string> {
  const digest = await digestOf(local);
  const path = `${folder}/hpcha-tui-${digest.slice(0, 12)}`;
  const {inspector, writer} = deps.connection(host);
  const there = await inspector.inspect(['test', '-x', path], {timeoutMs: 10_000}, signal);
  if (there.exitCode === 0) return path;
  const same = await inspector.inspect(['sha256sum', deployed], {timeoutMs: 30_000}, signal);
  if (same.exitCode === 0 && same.stdout.startsWith(digest)) return deployed;
  deps.progress(`copying the program to ${host}, once for this build`);
  await sendProgram(local, {writer, path, part: deps.runId}, deps.permit, signal);
  await writer.run(script('hpcha-drill-tidy', tidy, path), deps.permit, {timeoutMs: 30_000}, signal);
  return path;
}
