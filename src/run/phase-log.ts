// The log that an administrator finds on every controller: /var/log/multihead_cluster/phaseN_<name>.log, plain text.

import type {Permit} from '../model/permit.ts';
import type {Plan} from '../model/plan.ts';
import type {RunEvent, RunEventOf} from '../model/run-event.ts';
import type {HostConnection} from '../transport/host.ts';
import {script} from './operations/contract.ts';

const directory = '/var/log/multihead_cluster';
const phaseNames = ['prepare', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'verify'] as const;

/** Most of one phase of one run that is copied, in characters; the journal keeps the rest. */
const longest = 256 * 1024;

/** Appends; one older file of at most 2 MiB is kept beside it, so that the disk stays bounded without logrotate too. */
const append = `set -e
mkdir -p -m 0755 "$1"
f="$1/$2"
if [ -e "$f" ] && [ "$(stat -c %s "$f")" -gt 2097152 ]; then mv "$f" "$f.1"; fi
umask 027
cat >> "$f"`;

export function phaseLogName(phase: number): string {
  return `phase${phase}_${phaseNames[phase] ?? 'other'}.log`;
}

/** What happened in one phase, a line a step, from events that hold no secrets. */
export function phaseLogText(plan: Plan, phase: number, events: readonly RunEvent[]): string {
  const stages = new Set(plan.stages.filter((stage) => stage.phase === phase).map((stage) => stage.id));
  const steps = new Map(plan.steps.filter((step) => stages.has(step.stage)).map((step) => [step.id, step]));
  const lines: string[] = [];
  for (const event of events) {
    if (event.type === 'run-started') lines.push(headline(event));
    if (event.type !== 'step-finished') continue;
    const step = steps.get(event.step);
    if (step === undefined) continue;
    lines.push(`${time(event.at)} ${step.on} ${event.result} ${step.title} (${(event.tookMs / 1000).toFixed(1)} s)`);
    for (const detail of [event.diff, event.saw]) if (detail !== undefined) lines.push(indented(detail));
  }
  const text = `${lines.join('\n')}\n`;
  return text.length <= longest ? text : `${text.slice(0, longest)}\n… cut; the journal of the run has the rest\n`;
}

/** Copies the log of a phase to every controller that answers; resolves to those that did not take it. */
export async function copyPhaseLog(
  phase: number,
  text: string,
  controllers: readonly HostConnection[],
  permit: Permit,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const argv = script('hpcha-log', append, directory, phaseLogName(phase));
  const outcomes = await Promise.allSettled(
    controllers.map(async ({host, writer}) => {
      const output = await writer.run(argv, permit, {stdin: text, timeoutMs: 10_000}, signal);
      return output.exitCode === 0 ? null : host;
    }),
  );
  return outcomes.flatMap((outcome, index) => {
    const host = controllers[index]?.host ?? '';
    return outcome.status === 'fulfilled' && outcome.value === null ? [] : [host];
  });
}

function headline(event: RunEventOf<'run-started'>): string {
  const {actor, reason} = event;
  const who = `${actor.user}${actor.sudoUser === undefined ? '' : ` (${actor.sudoUser})`}@${actor.console}`;
  return `\n== ${time(event.at)} run ${event.runId}: ${event.plan.action} by ${who}${reason === undefined ? '' : `, reason: ${reason}`}`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** Lines of a log carry the time of the console in UTC, so that logs of machines in different zones can be laid side by side. */
function time(at: number): string {
  return new Date(at).toISOString();
}
