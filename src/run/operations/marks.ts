// Restart marks: small files on the controller that outlive this program, its connection and a power cut.

import type {MarkName} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {ApplyContext} from './contract.ts';
import {commandFailed, inspectTimeoutMs, mustRun, script} from './contract.ts';

const directory = '/var/lib/hpcha/pending';

/** Made durable (file and directory synced) before the change that it announces is begun. */
const leave = `set -e
mkdir -p "$1"
f="$1/$2"
[ -e "$f" ] && exit 0
date -u +%Y-%m-%dT%H:%M:%SZ > "$f"
sync "$f" "$1"`;

/** Without the directory there is no mark: a single phase on a machine that phase 0 never saw. */
const remove = `set -e
[ -d "$1" ] || exit 0
rm -f "$1/$2"
sync "$1"`;

export async function leaveMark(name: MarkName, context: ApplyContext, signal: AbortSignal): Promise<void> {
  await mustRun(context, script('hpcha-mark', leave, directory, name), signal);
}

export async function clearMark(name: MarkName, context: ApplyContext, signal: AbortSignal): Promise<void> {
  await mustRun(context, script('hpcha-unmark', remove, directory, name), signal);
}

export async function hasMark(name: MarkName, inspector: HostInspector, signal: AbortSignal): Promise<boolean> {
  const argv = ['test', '-e', `${directory}/${name}`] as const;
  const output = await inspector.inspect(argv, {timeoutMs: inspectTimeoutMs}, signal);
  if (output.exitCode > 1) throw commandFailed(inspector.host, argv, output);
  return output.exitCode === 0;
}
