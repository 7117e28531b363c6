// The dead-man: restores by itself, on the target, when nobody tells it not to. Plain shell and systemd, so it needs nothing of us.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import type {DrillDeps} from './drill-deps.ts';

/** $1 run, $2 seconds; stdin: the restore script. Prints `armed` only when the timer was seen to run. */
const arm = `set -e
d=/var/lib/hpcha/drill/$1
mkdir -p -m 0700 "$d" /run/hpcha
cat > "$d/restore.sh"
chmod 0700 "$d/restore.sh"
date +%s > /var/lib/hpcha/drill.last
systemd-run --quiet --collect --unit "hpcha-drill-$1-restore" --on-active="$2" --timer-property=AccuracySec=500ms sh "$d/restore.sh"
systemctl is-active --quiet "hpcha-drill-$1-restore.timer"
echo "$1" > "/run/hpcha/drill-$1"
echo armed`;

/** $1 run. The same script that the timer would run, then the timer is stopped; the log is what it said. */
const restoreNow = `d=/var/lib/hpcha/drill/$1
sh "$d/restore.sh"; rc=$?
systemctl stop "hpcha-drill-$1-restore.timer" 2>/dev/null || true
tail -n 20 "$d/restore.log" 2>/dev/null
exit $rc`;

const clear = `systemctl stop "hpcha-drill-$1-restore.timer" 2>/dev/null || true
rm -rf "/var/lib/hpcha/drill/$1" "/run/hpcha/drill-$1"
rmdir /var/lib/hpcha/drill 2>/dev/null || true`;

/** Idempotent, logs, and takes its own mark away only when the restoring went through. */
export function restoreScript(runId: string, body: string): string {
  return `#!/bin/sh
# Undoes drill ${runId}. Run by its timer, or by whoever comes first; running it again does no harm.
exec >> /var/lib/hpcha/drill/${runId}/restore.log 2>&1
date
${body}
rc=$?
echo "restored: $rc"
[ "$rc" -ne 0 ] || rm -f /run/hpcha/drill-${runId}
exit "$rc"
`;
}

/** Rejects where the timer could not be seen running; then nothing may be injected. */
export async function armDeadMan(host: HostName, spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  const argv = script('hpcha-drill-arm', arm, deps.runId, String(spec.ttlSeconds));
  const {writer} = deps.connection(host);
  const stdin = restoreScript(deps.runId, spec.restore);
  const output = await writer.run(argv, deps.permit, {stdin, timeoutMs: 20_000}, signal);
  if (output.exitCode !== 0 || output.stdout.trim() !== 'armed') throw commandFailed(host, argv, output);
}

/** Runs the very script that the timer would run. Rejects where it failed: the timer is then still there to try again. */
export async function restoreHost(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  const argv = script('hpcha-drill-restore', restoreNow, deps.runId);
  const {writer} = deps.connection(host);
  const output = await writer.run(argv, deps.permit, {timeoutMs: 120_000}, signal);
  if (output.exitCode === 0) return;
  throw commandFailed(host, argv, output);
}

export async function clearHost(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  const argv = script('hpcha-drill-clear', clear, deps.runId);
  const output = await deps.connection(host).writer.run(argv, deps.permit, {timeoutMs: 20_000}, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
}

/** Seconds since the last drill on that controller, by its own clock; null: none is known. */
export async function lastDrillAge(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<number | null> {
  const look = 'test ! -e /var/lib/hpcha/drill.last || echo $(($(date +%s) - $(cat /var/lib/hpcha/drill.last)))';
  const output = await deps.connection(host).inspector.inspect(['sh', '-c', look], {timeoutMs: 10_000}, signal);
  if (output.exitCode !== 0)
    throw new HpchaError({code: 'command', where: host, what: 'when the last drill was cannot be read'});
  const text = output.stdout.trim();
  return text === '' ? null : Number(text);
}
