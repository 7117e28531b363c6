// takeover-slurm: gives control of Slurm to a standby on purpose, and proves that it has it and kept the jobs (ha-operations §6.3).

import {controllersOf} from '../config/order.ts';
import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import {seenValue} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {deafControllers, type SlurmControl, silentWriter, slurmControl, standbyAgainst} from './slurm/control.ts';
import {takeoverStages, takeoverSteps} from './slurm/takeover-steps.ts';

/** Without a host: the next in the order of succession that could. */
export type TakeoverInput = {readonly to?: HostName};

export const takeoverNeeds: readonly ProbeId[] = ['reach', 'host', 'glusterfs', 'glusterVolume', 'slurm'];

export function planTakeover(context: ActionContext<TakeoverInput>): PlanResult {
  const {snapshot, config, input} = context;
  const control = slurmControl(snapshot, config);
  const evidence = tableOf(control, snapshot);
  const ends = endsBeside(control);
  const to = input.to ?? (ends.length > 0 ? control.inControl : successorOf(control, snapshot));
  const against = [
    ...controlAgainst(control),
    ...splitBrainAgainst(context),
    ...targetAgainst(to, control, snapshot, ends),
  ];
  if (to === undefined || against.length > 0) return {kind: 'refusal', findings: against, evidence};
  const steps = takeoverSteps(to, control, config);
  const used = new Set(steps.map(({stage}) => stage));
  const plan: Plan = {
    action: 'takeover-slurm',
    title: titleOf(to, control, ends),
    danger: 'disruptive',
    target: to,
    stages: takeoverStages.filter(({id}) => used.has(id)),
    steps,
    mayLose: 'Nothing stored: commands of Slurm wait or fail for a few seconds; jobs run on.',
    notes: notesOf(to, control),
    evidence,
    decidedBy: {
      ...{from: control.inControl ?? 'none', to, order: control.order.join(' '), ends: ends.join(' ')},
      silent: silentWriter(control) ?? '',
    },
  };
  return {kind: 'plan', plan};
}

/** Beside a writer that answers nobody, whoever wrote the heartbeat as well is in control already; else the next in the succession. */
function successorOf(control: SlurmControl, snapshot: TakeoverContext['snapshot']): HostName | undefined {
  const also = silentWriter(control) === undefined ? [] : control.writers;
  const inControlToo = also.find(
    (host) => host !== control.inControl && standbyAgainst(host, control, snapshot).length === 0,
  );
  return inControlToo ?? nextStandby(control, snapshot);
}

function notesOf(to: HostName, control: SlurmControl): readonly Finding[] {
  const silent = silentWriter(control);
  const {inControl, order, writers} = control;
  return [
    ...(silent === undefined ? [] : [writesAndIsSilent(silent, writers)]),
    ...(inControl !== undefined && inControl === order[0] && to !== inControl ? [staysAway(inControl, to)] : []),
  ];
}

function titleOf(to: HostName, control: SlurmControl, ends: readonly HostName[]): string {
  const {inControl} = control;
  const ended = `end the slurmctld of ${ends.join(' and ')}, which answers nobody`;
  if (to === inControl) return `${ended}, and keep control of Slurm on ${to}`;
  const silent = silentWriter(control) === undefined ? '' : ', which answers nobody,';
  const given = `give control of Slurm from ${inControl ?? '?'}${silent} to ${to}`;
  return ends.length === 0 ? given : `${ended}, and ${given}`;
}

/** Those who hang beside the one in control. One that is in control itself may just be taking over: it is left alone. */
function endsBeside(control: SlurmControl): readonly HostName[] {
  return deafControllers(control).filter((host) => host !== control.inControl);
}

export function nextStandby(
  control: SlurmControl,
  snapshot: TakeoverContext['snapshot'],
  except: readonly HostName[] = [],
): HostName | undefined {
  return control.order.find(
    (host) =>
      host !== control.inControl && !except.includes(host) && standbyAgainst(host, control, snapshot).length === 0,
  );
}

type TakeoverContext = ActionContext<TakeoverInput>;

function targetAgainst(
  to: HostName | undefined,
  control: SlurmControl,
  snapshot: TakeoverContext['snapshot'],
  ends: readonly HostName[],
): readonly Finding[] {
  if (to === undefined)
    return control.order
      .filter((host) => host !== control.inControl)
      .flatMap((host) => standbyAgainst(host, control, snapshot));
  if (to === control.inControl && ends.length > 0) return [];
  if (to === control.inControl)
    return [{code: 'SlurmTargetInControl', level: 'critical', where: to, service: 'slurm', params: {}}];
  return standbyAgainst(to, control, snapshot);
}

/** Nobody in control is a failure to look at, not a reason for a takeover: the standbys take over by themselves in time. */
function controlAgainst({inControl, order}: SlurmControl): readonly Finding[] {
  if (order.length < 2)
    return [{code: 'SlurmNoStandby', level: 'critical', where: 'cluster', service: 'slurm', params: {}}];
  return inControl === undefined
    ? [{code: 'SlurmNobodySeenInControl', level: 'critical', where: 'cluster', service: 'slurm', params: {}}]
    : [];
}

/** §6.3: the state directory must be one and whole before another reads it. */
function splitBrainAgainst({snapshot, config}: TakeoverContext): readonly Finding[] {
  if (controllersOf(config, 'glusterfs').length === 0) return [];
  const split =
    seenValue(snapshot.shared.glusterVolume)?.volume?.bricks.reduce((sum, brick) => sum + (brick.splitBrain ?? 0), 0) ??
    0;
  if (split === 0) return [];
  return [
    {
      code: 'SlurmStateSplit',
      level: 'critical',
      where: 'cluster',
      service: 'slurm',
      params: {count: split},
      remedy: 'heal-gluster',
    },
  ];
}

function tableOf(control: SlurmControl, snapshot: TakeoverContext['snapshot']) {
  return {
    head: ['', 'controller', 'place', 'slurmctld', 'heartbeat', 'against it'],
    rows: control.order.map((host, index) => {
      const facts = control.nodes.find((node) => node.host === host)?.facts ?? null;
      const beat = facts?.heartbeat ?? null;
      return [
        host === control.inControl ? '●' : '',
        host,
        String(index),
        facts === null ? 'NOT SEEN' : facts.slurmctld.active,
        beat === null ? '-' : `by ${beat.index}, ${Math.round(beat.ageSeconds)} s ago`,
        host === control.inControl
          ? 'in control'
          : standbyAgainst(host, control, snapshot)
              .map(({code}) => code)
              .join(' ') || 'nothing',
      ];
    }),
  };
}

/** Said before anybody confirms: where it is just taking control, the takeover is better left until it has. */
function writesAndIsSilent(host: HostName, writers: readonly HostName[]): Finding {
  const others = writers.filter((each) => each !== host).join(', ');
  const code = others === '' ? 'SlurmWriterSilent' : 'SlurmWriterSilentBeside';
  return {code, level: 'warning', where: host, service: 'slurm', params: {others}};
}

/** §6.3: said before anybody confirms, because one controller less stands by until it is called back. */
function staysAway(first: HostName, to: HostName): Finding {
  return {code: 'SlurmFirstStaysAway', level: 'warning', where: first, service: 'slurm', params: {to}};
}
