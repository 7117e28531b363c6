// Slurm's nodes and jobs from the console: drain and resume with a reason, hold, release and cancel.

import type {Argv} from '../model/argv.ts';
import type {Finding} from '../model/finding.ts';
import type {Danger, PlanResult} from '../model/plan.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {slurmPlaces} from './phases/slurm/places.ts';
import {slurmControl} from './slurm/control.ts';
import {step} from './step.ts';

export const slurmWorkNeeds: readonly ProbeId[] = ['reach', 'slurm'];

/** `nodes` as Slurm writes them: node001, or a list node[001-064]. */
export type NodeInput = {readonly nodes: string; readonly mode: 'drain' | 'resume'; readonly why: string};
export type JobInput = {readonly job: string; readonly mode: 'hold' | 'release' | 'cancel'};

type Work = {
  readonly action: string;
  readonly title: string;
  readonly danger: Danger;
  readonly target: string;
  readonly argv: Argv;
  readonly unless: Argv;
  /** What the look prints when nothing is left to do. */
  readonly pattern: string;
  readonly mayLose: string;
};

export function planNodes(context: ActionContext<NodeInput>): PlanResult {
  const {nodes, mode, why} = context.input;
  const {bin} = slurmPlaces(context.config);
  const drain = mode === 'drain';
  return work(context, {
    action: 'slurm-node',
    title: drain ? `drain ${nodes}: ${why}` : `let ${nodes} take jobs again`,
    danger: 'safe',
    target: nodes,
    argv: [
      `${bin}scontrol`,
      'update',
      `NodeName=${nodes}`,
      `State=${drain ? 'DRAIN' : 'RESUME'}`,
      ...(drain ? [`Reason=${why}`] : []),
    ],
    // Every node of the list: a line with another state means that something is left to do.
    unless: [
      'sh',
      '-c',
      '"$1" --noheader --Node --nodes="$2" --format=%T | sort -u | tr "\\n" " "',
      'hpcha-nodes',
      `${bin}sinfo`,
      nodes,
    ],
    pattern: drain ? '^((drained|draining)[*]? )+$' : '^((idle|mixed|allocated|completing)[*]? )+$',
    mayLose: drain ? 'Nothing: running jobs end, no new ones begin there.' : 'Nothing.',
  });
}

export function planJob(context: ActionContext<JobInput>): PlanResult {
  const {job, mode} = context.input;
  const {bin} = slurmPlaces(context.config);
  const cancel = mode === 'cancel';
  return work(context, {
    action: 'slurm-job',
    title: `${mode} job ${job}`,
    danger: cancel ? 'disruptive' : 'safe',
    target: job,
    argv: cancel ? [`${bin}scancel`, job] : [`${bin}scontrol`, mode, job],
    unless: [
      'sh',
      '-c',
      '"$1" --noheader --jobs="$2" --format="%T %Q %r" 2>&1 || true; echo .',
      'hpcha-job',
      `${bin}squeue`,
      job,
    ],
    // Cancelled: it has left the queue, or is about to. Held: its priority is 0.
    pattern: cancel
      ? '^(COMPLETING|CANCELLED|slurm_load_jobs error: Invalid job id|\\.$)'
      : mode === 'hold'
        ? '^PENDING 0 '
        : '^(PENDING [1-9]|RUNNING|COMPLETING)',
    mayLose: cancel ? `What job ${job} has computed and not stored.` : 'Nothing.',
  });
}

/** Asked of the controller in control; every state is read back, because Slurm's own "done" only says that it was received. */
function work({snapshot, config}: ActionContext<object>, wanted: Work): PlanResult {
  const {inControl} = slurmControl(snapshot, config);
  if (inControl === undefined) {
    const finding: Finding = {
      code: 'SlurmNobodySeenInControl',
      level: 'critical',
      where: 'cluster',
      service: 'slurm',
      params: {},
    };
    return {kind: 'refusal', findings: [finding]};
  }
  const {action, title, danger, target, argv, unless, pattern, mayLose} = wanted;
  return {
    kind: 'plan',
    plan: {
      action,
      title,
      danger,
      target,
      stages: [{id: 'slurm-work', title, mode: 'parallel'}],
      steps: [
        step({
          stage: 'slurm-work',
          on: inControl,
          title,
          operation: {kind: 'exec', argv, unless: {argv: unless, expect: {kind: 'stdout-matches', pattern}}},
          timeoutMs: 30_000,
        }),
      ],
      mayLose,
      notes: [],
      decidedBy: {inControl},
    },
  };
}
