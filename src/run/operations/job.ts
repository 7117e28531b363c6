// A long command that does not care whether the connection of the Runner survives: it runs as a transient unit.

import {randomBytes} from 'node:crypto';
import {HpchaError, isHpchaError} from '../../model/error.ts';
import type {ApplyContext} from './contract.ts';
import {lastLines, mustRun, script} from './contract.ts';

/** Under /run: gone with a reboot, like the job itself. */
const directory = '/run/hpcha/jobs';

/**
 * `--collect` lets systemd forget the unit also when it failed; what is left is its output and its exit code in two files.
 * The exit code is renamed into place, so that it is there whole or not at all.
 */
const begin = `set -e
mkdir -p -m 0700 "$1"
cat > "$1/$2.sh"
: > "$1/$2.out"
systemd-run --quiet --collect --unit "hpcha-job-$2" \\
  --property="StandardOutput=file:$1/$2.out" --property="StandardError=file:$1/$2.out" \\
  sh -c 'sh "$1/$2.sh"; echo $? > "$1/$2.new"; mv "$1/$2.new" "$1/$2.rc"' hpcha-job "$1" "$2"`;

/** Waits about $3 seconds; prints the exit code, `running`, or `gone` when the unit vanished without leaving one. */
const wait = `end=$(($(date +%s) + $3))
while [ ! -e "$1/$2.rc" ] && [ "$(date +%s)" -lt "$end" ]; do
  for i in 1 2 3 4 5 6 7 8; do [ -e "$1/$2.rc" ] || sleep 0.1; done
  if [ ! -e "$1/$2.rc" ] && ! systemctl is-active --quiet "hpcha-job-$2"; then
    sleep 0.2; [ -e "$1/$2.rc" ] || { echo gone; tail -n 3 "$1/$2.out" 2>/dev/null; exit 0; }
  fi
done
if [ -e "$1/$2.rc" ]; then cat "$1/$2.rc"; tail -c 4000 "$1/$2.out"; else echo running; tail -n 1 "$1/$2.out"; fi`;

const clear = 'rm -f "$1/$2.sh" "$1/$2.out" "$1/$2.rc"';

/** How often a job's last line comes back while it runs. */
const longestWaitSeconds = 3;

export type JobResult = {readonly exitCode: number; readonly tail: string};

/**
 * Runs a POSIX shell script on the host as root and waits for its end, over as many connections as that takes.
 * Rejects with `unreachable` or `timeout` while its end has not been seen: the caller must call that unknown.
 */
export async function runJob(body: string, context: ApplyContext, signal: AbortSignal): Promise<JobResult> {
  const id = randomBytes(6).toString('hex');
  const deadline = performance.now() + context.timeoutMs;
  await mustRun(context, script('hpcha-job-begin', begin, directory, id), signal, {stdin: body});
  let shown = '';
  while (performance.now() < deadline) {
    const seen = await lookAtJob(id, context, deadline, signal);
    if (seen.kind === 'ended') {
      await mustRun(context, script('hpcha-job-clear', clear, directory, id), signal);
      return seen;
    }
    if (seen.kind === 'gone') {
      const what = `the job on ${context.writer.host} was stopped from outside (a reboot, or systemctl stop): ${seen.tail}`;
      throw new HpchaError({code: 'unreachable', where: context.writer.host, what});
    }
    if (seen.tail !== '' && seen.tail !== shown) context.progress(seen.tail);
    shown = seen.tail;
  }
  const what = `still running after ${Math.round(context.timeoutMs / 1000)} s as unit hpcha-job-${id}: ${shown}`;
  throw new HpchaError({
    code: 'timeout',
    where: context.writer.host,
    what,
    hint: 'wait for it to end, then run the same again',
  });
}

type JobSeen = ({readonly kind: 'ended'} & JobResult) | {readonly kind: 'gone' | 'running'; readonly tail: string};

async function lookAtJob(id: string, context: ApplyContext, deadline: number, signal: AbortSignal): Promise<JobSeen> {
  const turn = Math.max(1, Math.min(longestWaitSeconds, Math.floor((deadline - performance.now()) / 1000)));
  const argv = script('hpcha-job-wait', wait, directory, id, String(turn));
  try {
    const output = await mustRun(context, argv, signal, {timeoutMs: 15_000});
    const [first = '', ...rest] = output.stdout.split('\n');
    if (first === 'running' || first === 'gone') return {kind: first, tail: lastLines(rest.join('\n'), 3)};
    return {kind: 'ended', exitCode: Number(first), tail: lastLines(rest.join('\n'), 25)};
  } catch (thrown) {
    // The job goes on without us: a lost connection is a reason to connect again, not a verdict.
    const gone = isHpchaError(thrown) && (thrown.code === 'unreachable' || thrown.code === 'timeout');
    if (!gone || signal.aborted || performance.now() >= deadline) throw thrown;
    await pause(1000, signal);
    return {kind: 'running', tail: `connection lost, connecting again`};
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, {once: true});
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
