// Checks of Slurm and munge that plans may name.

import type {Argv} from '../../model/argv.ts';
import type {Check, CheckResult} from '../../model/check.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import type {Output} from '../../transport/host.ts';
import {parsePing} from '../slurm/parse-slurm.ts';
import {parseUnitShow, unitShowLook} from '../unit-show.ts';
import {type CheckGroup, flagArg, holds, listArg, no, textArg, unknown} from './check-group.ts';

type Args = Check['args'];

function inspect(context: CheckContext, argv: Argv, signal: AbortSignal): Promise<Output> {
  return context.inspector(context.host).inspect(argv, {timeoutMs: 10_000}, signal);
}

/** The first line of what a command complained about, or of what it said. */
function said(output: Output): string {
  const text = output.stderr.trim() === '' ? output.stdout : output.stderr;
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}

/** A credential made here is accepted here; the same key on other machines is the digests' business. */
async function mungeWorks(context: CheckContext, _args: Args, signal: AbortSignal): Promise<CheckResult> {
  const output = await inspect(context, ['sh', '-c', 'munge -n | unmunge'], signal);
  return holds(output.exitCode === 0, output.exitCode === 0 ? 'munge accepts its own credential' : said(output));
}

/** The key in use is the one that this program keeps: only then may it be written on another machine. */
async function mungeKeyIsOurs(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const inspector = context.inspector(context.host);
  const [used, kept] = await Promise.all([
    inspector.readFile(textArg(args, 'file'), signal),
    inspector.readFile('/etc/hpcha/secrets/munge', signal),
  ]);
  if (used === null) return unknown(`${textArg(args, 'file')} is not there`);
  const same = kept !== null && kept.content.trim() === used.content.trim();
  const advice = 'copy it to the new machine by hand: install -o munge -g munge -m 0400 munge.key /etc/munge/munge.key';
  return holds(
    same,
    same ? 'the key in use is the one kept here' : `the key in use was made by somebody else; ${advice}`,
  );
}

/** The unit runs, and accounting answers from here (through the active slurmdbd, wherever that is). */
async function slurmdbdRuns(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const units = ['slurmdbd.service'] as const;
  const shown = await context.reader(context.host).look(unitShowLook('slurmdbd-unit', units), signal);
  const unit = parseUnitShow(shown.stdout, units, context.host).get('slurmdbd.service');
  if (unit?.active !== 'active') return no(`slurmdbd is ${unit?.active ?? 'unknown'}`);
  const sacctmgr = `${textArg(args, 'bin')}sacctmgr`;
  const output = await inspect(
    context,
    [sacctmgr, '--noheader', '--parsable2', 'show', 'cluster', 'format=cluster'],
    signal,
  );
  return holds(output.exitCode === 0, output.exitCode === 0 ? 'accounting answers' : said(output));
}

/** This controller answers a ping, whether it is in control or stands by. */
async function slurmctldAnswers(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const host = textArg(args, 'host');
  const output = await inspect(context, [`${textArg(args, 'bin')}scontrol`, 'ping'], signal);
  const ping = parsePing(output.stdout, context.host).find((each) => each.host === host);
  if (ping === undefined) return no(`scontrol ping does not name ${host}`);
  return holds(ping.up, `slurmctld (${ping.role}) on ${host} is ${ping.up ? 'up' : 'down'}`);
}

/** Some controller is in control: it answers what a standby refuses to answer. */
async function inControl(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const output = await inspect(context, [`${textArg(args, 'bin')}sinfo`, '--noheader', '--format=%D'], signal);
  return holds(output.exitCode === 0, output.exitCode === 0 ? 'slurmctld answers for the cluster' : said(output));
}

/** path, index: the newest heartbeat was written by that controller (0 is the first SlurmctldHost). */
async function heartbeatBy(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const output = await inspect(context, ['od', '-An', '-v', '-tu1', '-j15', '-N1', textArg(args, 'path')], signal);
  const index = output.stdout.trim();
  if (output.exitCode !== 0 || index === '') return unknown(said(output) || 'no heartbeat can be read');
  return holds(index === textArg(args, 'index'), `the heartbeat is written by controller ${index}`);
}

/** None of the nodes is silent (`*`), down, unknown or invalid. Drained ones are somebody's intention. One question for all. */
async function nodesUsable(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const wanted = listArg(args, 'nodes');
  const argv = [`${textArg(args, 'bin')}sinfo`, '--noheader', '--Node', '--format=%N|%T|%E'] as const;
  const output = await inspect(context, argv, signal);
  if (output.exitCode !== 0) return no(said(output));
  const states = new Map(
    output.stdout.split('\n').map((line): [string, string] => {
      const [node = '', state = '', reason = ''] = line.split('|');
      return [node, reason === '' || reason === 'none' ? state : `${state} (${reason})`];
    }),
  );
  const bad = wanted.filter((node) => /^$|^(down|unknown|inval|unk)|\*/.test(states.get(node) ?? ''));
  const named = bad.slice(0, 5).map((node) => `${node} ${states.get(node) ?? 'not known to slurmctld'}`);
  const rest = bad.length > named.length ? ` and ${bad.length - named.length} more` : '';
  return holds(bad.length === 0, bad.length === 0 ? `${wanted.length} nodes take jobs` : `${named.join(', ')}${rest}`);
}

/** bin, job (a name), hosts, present: every host's client sees (or none sees) a job of that name in the queue. */
async function queueHas(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const job = textArg(args, 'job');
  const wanted = flagArg(args, 'present');
  const argv = [`${textArg(args, 'bin')}squeue`, '--noheader', `--name=${job}`, '--format=%i'] as const;
  const seen = await Promise.all(
    listArg(args, 'hosts').map(async (host) => {
      const output = await context.inspector(host).inspect(argv, {timeoutMs: 10_000}, signal);
      return {host, output, present: output.stdout.trim() !== ''};
    }),
  );
  const silent = seen.filter(({output}) => output.exitCode !== 0);
  if (silent.length > 0) return unknown(silent.map(({host, output}) => `${host}: ${said(output)}`).join(', '));
  const wrong = seen.filter(({present}) => present !== wanted).map(({host}) => host);
  const word = wanted ? 'does not see' : 'still sees';
  return holds(
    wrong.length === 0,
    wrong.length === 0 ? `${job}: as it should be` : `${wrong.join(', ')} ${word} ${job}`,
  );
}

export const slurmChecks: CheckGroup = {
  'munge-works': mungeWorks,
  'munge-key-is-ours': mungeKeyIsOurs,
  'slurmdbd-runs': slurmdbdRuns,
  'slurmctld-answers': slurmctldAnswers,
  'slurm-in-control': inControl,
  'slurm-heartbeat-by': heartbeatBy,
  'slurm-nodes-usable': nodesUsable,
  'slurm-queue-has': queueHas,
};
