// Starting and restarting Slurm's daemons in their order: accounting, the controller in front, its standbys, the nodes.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ComputeNodeConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {check, step} from '../../step.ts';
import type {Daemon} from './files.ts';
import {accountingHosts, slurmClusterName, slurmPlaces} from './places.ts';

/** Creating the accounting tables on a slow disk takes a while the first time. */
const accountingTimeoutMs = 180_000;

/** The shared state directory, made once through one mount; refused where the mount is not Gluster's. */
export function stateSteps(config: ClusterConfig): readonly Step[] {
  const controllers = controllersOf(config, 'slurm');
  const {state} = slurmPlaces(config);
  const parent = state.slice(0, state.lastIndexOf('/'));
  const mounted = controllers.map(({hostname}) => mountedOn(config, hostname));
  const [first] = controllers;
  if (first === undefined) return [];
  return [parent, state].map((path) =>
    step({
      stage: 'slurm-state',
      on: first.hostname,
      title: `make ${path}`,
      operation: {kind: 'directory', path, mode: '0755', owner: 'slurm', group: 'slurm'},
      before: mounted,
    }),
  );
}

function mountedOn(config: ClusterConfig, on: HostName): Check {
  return {name: 'mounted', on, args: {path: config.storage.gluster.mount_point, fstype: 'fuse.glusterfs'}};
}

/** slurmdbd on both hosts, one after the other (the first makes the tables), then the cluster's entry. */
export function accountingSteps(config: ClusterConfig): readonly Step[] {
  const hosts = accountingHosts(config);
  const {bin} = slurmPlaces(config);
  const [first] = hosts;
  if (first === undefined) return [];
  return [
    ...hosts.map(({hostname}) =>
      startStep('slurm-accounting', hostname, 'slurmdbd', [dbdGate(bin)], accountingTimeoutMs),
    ),
    registerStep(config, first),
  ];
}

function registerStep(config: ClusterConfig, {hostname}: ControllerConfig): Step {
  const name = slurmClusterName(config);
  const sacctmgr = `${slurmPlaces(config).bin}sacctmgr`;
  return step({
    stage: 'slurm-cluster',
    on: hostname,
    title: `register the cluster ${name}`,
    operation: {
      kind: 'exec',
      argv: [sacctmgr, '--immediate', 'add', 'cluster', name],
      unless: {
        argv: [sacctmgr, '--noheader', '--parsable2', 'show', 'cluster', name, 'format=cluster'],
        expect: {kind: 'stdout-is', text: name},
      },
    },
  });
}

function dbdGate(bin: string): Check {
  return check('slurmdbd-runs', {bin});
}

/** The first controller before the others: it begins a new state directory, the others find it begun. */
export function controllerSteps(config: ClusterConfig): readonly Step[] {
  return controllersOf(config, 'slurm').map(({hostname}, index) => {
    const stage = index === 0 ? 'slurm-primary' : 'slurm-standbys';
    const start = startStep(stage, hostname, 'slurmctld', controllerGate(config, hostname), 60_000);
    return {...start, before: [mountedOn(config, hostname)]};
  });
}

/** It answers as a controller, and somebody is in control. */
function controllerGate(config: ClusterConfig, host: HostName): readonly Check[] {
  const {bin} = slurmPlaces(config);
  return [check('slurmctld-answers', {bin, host}), check('slurm-in-control', {bin})];
}

export function nodeSteps(config: ClusterConfig, nodes: readonly ComputeNodeConfig[]): readonly Step[] {
  const [first] = controllersOf(config, 'slurm');
  if (first === undefined || nodes.length === 0) return [];
  return [
    ...nodes.map(({hostname}) =>
      startStep('slurm-nodes', hostname, 'slurmd', [check('unit-active', {unit: 'slurmd.service'})]),
    ),
    // One question for all of them: with ten thousand nodes, one each would be slurmctld's whole work (DESIGN §7).
    step({
      stage: 'slurm-nodes-ready',
      on: first.hostname,
      title: 'wait until the nodes take jobs',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
      after: [check('slurm-nodes-usable', {bin: slurmPlaces(config).bin, nodes: nodes.map(({hostname}) => hostname)})],
      timeoutMs: 90_000,
    }),
  ];
}

function startStep(
  stage: string,
  on: HostName,
  daemon: Daemon,
  after: readonly Check[],
  timeoutMs: number = 60_000,
): Step {
  return step({
    stage,
    on,
    title: `start ${daemon}`,
    operation: {kind: 'unit', unit: `${daemon}.service`, state: 'started', enabled: true, clears: [daemon]},
    after,
    timeoutMs,
  });
}

/** Standbys before the one in front, backup before active: each is back before the next goes (ha-operations §3.8's rule). */
export function restartSteps(config: ClusterConfig, nodes: readonly ComputeNodeConfig[]): readonly Step[] {
  const {bin} = slurmPlaces(config);
  const backwards = [...controllersOf(config, 'slurm')].reverse();
  const dbds = [...accountingHosts(config)].reverse();
  return [
    ...dbds.map(({hostname}) => restartStep('slurm-restart-accounting', hostname, 'slurmdbd', [dbdGate(bin)])),
    ...backwards.map(({hostname}) =>
      restartStep('slurm-restart', hostname, 'slurmctld', controllerGate(config, hostname)),
    ),
    ...nodes.map(({hostname}) =>
      restartStep('slurm-restart-nodes', hostname, 'slurmd', [check('unit-active', {unit: 'slurmd.service'})]),
    ),
  ];
}

function restartStep(stage: string, on: HostName, daemon: Daemon, after: readonly Check[]): Step {
  return step({
    stage,
    on,
    title: `restart ${daemon} if its configuration has changed`,
    operation: {kind: 'restart', unit: `${daemon}.service`, mark: daemon, how: 'restart'},
    after,
  });
}
