// Steps that give control of Slurm to a standby: the takeover itself, and the proof that it is there and kept everything.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {slurmPlaces} from '../phases/slurm/places.ts';
import {check, checkOn, step} from '../step.ts';
import {deafControllers, type SlurmControl, silentWriter} from './control.ts';

export const takeoverStages: readonly Stage[] = [
  {id: 'slurm-count', title: 'count the jobs', mode: 'parallel'},
  {id: 'slurm-end', title: 'end what hangs', mode: 'parallel'},
  {id: 'slurm-yield', title: 'keep the first controller from taking control back', mode: 'parallel'},
  {id: 'slurm-takeover', title: 'hand control over', mode: 'parallel'},
  {id: 'slurm-back', title: 'see the old one stand by', mode: 'parallel'},
  {id: 'slurm-kept', title: 'see that it kept the jobs and takes new ones', mode: 'rolling'},
];

const jobsFile = '/run/hpcha/slurm-jobs-before';

export function takeoverSteps(to: HostName, control: SlurmControl, config: ClusterConfig): readonly Step[] {
  const {bin, state} = slurmPlaces(config);
  const index = control.order.indexOf(to);
  const [first] = control.order;
  const yields = control.inControl === first && first !== undefined && to !== first ? [first] : [];
  const others = control.nodes.filter(
    ({host, facts}) => host !== to && facts?.slurmctld.active === 'active' && !yields.includes(host),
  );
  const count = `${bin}squeue --noheader --all --states=all --format=%i 2>/dev/null | sort > ${jobsFile}.new && mv ${jobsFile}.new ${jobsFile}; wc -l < ${jobsFile}`;
  const kept = [
    `${bin}squeue --noheader --all --states=all --format=%i | sort > ${jobsFile}.now || exit 1`,
    `gone=$(comm -23 ${jobsFile} ${jobsFile}.now | wc -l)`,
    `id=$(${bin}sbatch --parsable --hold --job-name=hpcha-takeover --output=/dev/null --chdir=/tmp --wrap=true) || exit 1`,
    `${bin}squeue --noheader --jobs=$id --format=%i | grep -q . || { echo "the new job $id is not in the queue"; exit 1; }`,
    `${bin}scancel "$id"; rm -f ${jobsFile} ${jobsFile}.now`,
    'echo "$gone jobs of before have ended meanwhile; job $id was taken and cancelled"',
  ].join('\n');
  return [
    step({
      stage: 'slurm-count',
      on: to,
      title: 'count the jobs',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', count, 'hpcha-slurm-count']}},
    }),
    ...deafControllers(control)
      .filter((host) => host !== control.inControl && host !== to)
      .map(endStep),
    ...yields.map((each) => yieldStep(each, to, config)),
    ...(to === control.inControl ? [] : [to === first ? takeBackStep(to, config) : takeStep(to, index, config)]),
    ...yields.filter((host) => host === silentWriter(control)).map(endMaskedStep),
    ...yields.map((on) =>
      step({
        stage: 'slurm-back',
        on,
        title: 'see slurmctld stay away',
        operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
        after: [check('unit-inactive', {unit})],
        timeoutMs: 30_000,
      }),
    ),
    ...others.filter(({host}) => host === control.inControl).map(({host}) => endStuckStep(host, bin)),
    ...others.map(({host}) =>
      step({
        stage: 'slurm-back',
        on: host,
        title: 'keep slurmctld running as a standby',
        operation: {kind: 'unit', unit: 'slurmctld.service', state: 'started'},
        after: [
          check('slurmctld-answers', {bin, host}),
          checkOn(to, 'slurm-heartbeat-by', {path: `${state}/heartbeat`, index}),
        ],
        timeoutMs: 60_000,
      }),
    ),
    step({
      stage: 'slurm-kept',
      on: to,
      title: 'submit a held job and cancel it',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', kept, 'hpcha-slurm-kept']}},
      after: [check('slurm-heartbeat-by', {path: `${state}/heartbeat`, index})],
      timeoutMs: 60_000,
    }),
  ];
}

const unit = 'slurmctld.service';

/** It does not hear a request to end: killed, it is started again below and stands by. */
function endStep(on: HostName): Step {
  return step({
    stage: 'slurm-end',
    on,
    title: 'end slurmctld, which answers nobody',
    operation: {
      kind: 'exec',
      argv: ['systemctl', 'kill', '--signal=KILL', unit],
      unless: {
        argv: ['sh', '-c', listens, 'hpcha-slurmctld-listens'],
        expect: {kind: 'exit', codes: [0]},
      },
    },
    timeoutMs: 30_000,
  });
}

/**
 * When control is taken from it, slurmctld ends, systemd starts it again, and the first of SlurmctldHost takes control back as
 * soon as it runs (seen in the lab, 22.05.8): the takeover would last five seconds. Masked, it stays away until it is called.
 */
function yieldStep(on: HostName, to: HostName, config: ClusterConfig): Step {
  const {bin, state} = slurmPlaces(config);
  return step({
    stage: 'slurm-yield',
    on,
    title: 'mask slurmctld until it is called back',
    operation: {kind: 'unit', unit, masked: 'runtime'},
    undo: {kind: 'unit', unit, masked: false, state: 'started'},
    undoAfter: [
      check('slurm-heartbeat-by', {path: `${state}/heartbeat`, index: 0}),
      checkOn(to, 'slurmctld-answers', {bin, host: to}),
    ],
    timeoutMs: 90_000,
  });
}

/**
 * Asked to give control back, slurmctld sometimes saves its state and then hangs for good: it answers nobody and goes on writing
 * the heartbeat beside its successor (seen in the lab under load, 22.05.8: "backup not completely done relinquishing control").
 * What it had to save is saved by then; a signal that it can wait upon no longer helps. systemd starts it again as a standby.
 */
function endStuckStep(on: HostName, bin: string): Step {
  const answers = `i=0; while [ $i -lt 20 ]; do "$1" ping 2>/dev/null | grep -qE " at $2(\\.[^ ]*)? is UP" && exit 0; i=$((i+1)); sleep 1; done; exit 1`;
  const end = `systemctl kill --signal=KILL ${unit}; i=0
while [ $i -lt 30 ]; do "$1" ping 2>/dev/null | grep -qE " at $2(\\.[^ ]*)? is UP" && exit 0; i=$((i+1)); sleep 1; done
echo "slurmctld on $2 did not answer, was ended, and does not answer again" >&2; exit 1`;
  return step({
    stage: 'slurm-back',
    on,
    title: 'end slurmctld if it hangs in giving control away',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', end, 'hpcha-slurm-end', `${bin}scontrol`, on],
      unless: {
        argv: ['sh', '-c', answers, 'hpcha-slurm-answers', `${bin}scontrol`, on],
        expect: {kind: 'exit', codes: [0]},
      },
    },
    timeoutMs: 120_000,
  });
}

/** The one that was in control and answered nobody need not hear that it should end; masked, it is not started again. */
function endMaskedStep(on: HostName): Step {
  const noProcess = `i=0; while [ $i -lt 20 ]; do [ "$(systemctl show --property=MainPID --value ${unit})" = 0 ] && exit 0; i=$((i+1)); sleep 1; done; exit 1`;
  return step({
    stage: 'slurm-back',
    on,
    title: 'end slurmctld if it does not end by itself',
    operation: {
      kind: 'exec',
      argv: ['systemctl', 'kill', '--signal=KILL', unit],
      unless: {argv: ['sh', '-c', noProcess, 'hpcha-slurm-ended'], expect: {kind: 'exit', codes: [0]}},
    },
    timeoutMs: 60_000,
  });
}

function takeStep(on: HostName, index: number, config: ClusterConfig): Step {
  const {bin, state} = slurmPlaces(config);
  return step({
    stage: 'slurm-takeover',
    on,
    title: 'take control',
    operation: {
      kind: 'exec',
      argv: [`${bin}scontrol`, 'takeover', String(index)],
      unless: {
        argv: ['sh', '-c', heartbeatLook, 'hpcha-heartbeat', `${state}/heartbeat`, String(index)],
        expect: {kind: 'exit', codes: [0]},
      },
    },
    before: [check('slurmctld-answers', {bin, host: on})],
    after: [check('slurm-heartbeat-by', {path: `${state}/heartbeat`, index}), check('slurm-in-control', {bin})],
    timeoutMs: 90_000,
  });
}

/** The first of SlurmctldHost takes control by being started: no takeover is needed, nor would one be obeyed. */
function takeBackStep(on: HostName, config: ClusterConfig): Step {
  const {bin, state} = slurmPlaces(config);
  return step({
    stage: 'slurm-takeover',
    on,
    title: 'start slurmctld, which takes control back',
    operation: {kind: 'unit', unit, state: 'started', masked: false},
    after: [check('slurm-heartbeat-by', {path: `${state}/heartbeat`, index: 0}), check('slurm-in-control', {bin})],
    timeoutMs: 90_000,
  });
}

/** 16 bytes, big-endian: time and index (Slurm's heartbeat.c). 0: that index wrote it. */
const heartbeatLook = '[ "$(od -An -v -tu1 -j15 -N1 "$1" | tr -d " ")" = "$2" ]';

/** Port 6817 in the kernel's own table: whoever has it open hears. */
const listens = "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':1AA1 0*:0000 0A '";
