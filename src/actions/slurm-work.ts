// Slurm's nodes and jobs from the console: drain and resume with a reason, hold, release and cancel.

import type {Finding} from '../model/finding.ts';
import type {Operation} from '../model/operation.ts';
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
  readonly operation: Operation;
  readonly undo?: Operation;
  readonly mayLose: string;
};

export function planNodes(context: ActionContext<NodeInput>): PlanResult {
  const {nodes, mode, why} = context.input;
  const drain = mode === 'drain';
  return work(context, {
    action: 'slurm-node',
    title: drain ? `drain ${nodes}: ${why}` : `let ${nodes} take jobs again`,
    danger: 'safe',
    target: nodes,
    operation: nodeOperation(context, nodes, mode, why),
    undo: drain ? nodeOperation(context, nodes, 'resume', '') : nodeOperation(context, nodes, 'drain', 'resume undone'),
    mayLose: drain ? 'Nothing: running jobs end, no new ones begin there.' : 'Nothing.',
  });
}

function nodeOperation(
  {config}: ActionContext<object>,
  nodes: string,
  mode: NodeInput['mode'],
  why: string,
): Operation {
  const {bin} = slurmPlaces(config);
  const drain = mode === 'drain';
  const state = `State=${drain ? 'DRAIN' : 'RESUME'}`;
  return {
    kind: 'exec',
    argv: [`${bin}scontrol`, 'update', `NodeName=${nodes}`, state, ...(drain ? [`Reason=${why}`] : [])],
    unless: {
      // Every node of the list: a line with another state means that something is left to do.
      argv: [
        'sh',
        '-c',
        '"$1" --noheader --Node --nodes="$2" --format=%T | sort -u | tr "\\n" " "',
        'hpcha-nodes',
        `${bin}sinfo`,
        nodes,
      ],
      expect: {
        kind: 'stdout-matches',
        pattern: drain ? '^((drained|draining)[*]? )+$' : '^((idle|mixed|allocated|completing|planned)[*]? )+$',
      },
    },
  };
}

export function planJob(context: ActionContext<JobInput>): PlanResult {
  const {job, mode} = context.input;
  const cancel = mode === 'cancel';
  const back = {hold: 'release', release: 'hold', cancel: null} as const;
  const way = back[mode];
  return work(context, {
    action: 'slurm-job',
    title: `${mode} job ${job}`,
    danger: cancel ? 'disruptive' : 'safe',
    target: job,
    operation: jobOperation(context, job, mode),
    ...(way === null ? {} : {undo: jobOperation(context, job, way)}),
    mayLose: {
      hold: 'Nothing: a job that runs already goes on; it is held if it is queued again.',
      release: 'Nothing.',
      cancel: `What job ${job} has computed and not stored.`,
    }[mode],
  });
}

/** States in which slurmctld has done with a job (squeue(1), JOB STATE CODES). */
const over = 'CANCELLED|COMPLETED|COMPLETING|FAILED|TIMEOUT|NODE_FAIL|PREEMPTED|BOOT_FAIL|DEADLINE|OUT_OF_MEMORY';

/** What the look must print when nothing is left to do: one `STATE PRIORITY;` for each task of an array, each of them so. */
const settled = {
  hold: '^((PENDING|RUNNING|SUSPENDED) 0;)+$',
  release: `^(((PENDING|RUNNING|SUSPENDED|CONFIGURING) [1-9][0-9]*|(${over}) [0-9]+);)+$`,
  // No longer known: it ended long ago. Silence and any other error are not that.
  cancel: `^(gone|((${over}) [0-9]+;)+)$`,
} as const;

const jobLook = `if out=$("$1" --noheader --states=all --jobs="$2" --format="%T %Q;" 2>&1)
then [ -n "$out" ] && printf %s "$out" | sort -u | tr -d "\\n" || echo gone
else case $out in *"Invalid job id"*) echo gone;; *) printf %s "$out";; esac; fi`;

function jobOperation({config}: ActionContext<object>, job: string, mode: JobInput['mode']): Operation {
  const {bin} = slurmPlaces(config);
  return {
    kind: 'exec',
    argv: mode === 'cancel' ? [`${bin}scancel`, job] : [`${bin}scontrol`, mode, job],
    unless: {
      argv: ['sh', '-c', jobLook, 'hpcha-job', `${bin}squeue`, job],
      expect: {kind: 'stdout-matches', pattern: settled[mode]},
    },
  };
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
  const {action, title, danger, target, operation, undo, mayLose} = wanted;
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
          operation,
          ...(undo === undefined ? {} : {undo}),
          timeoutMs: 30_000,
        }),
      ],
      mayLose,
      notes: [],
      decidedBy: {inControl},
    },
  };
}
