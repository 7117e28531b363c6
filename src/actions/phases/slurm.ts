// Phase 4: Slurm with several controllers on shared state, accounting on Galera, compute nodes over ssh.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig, ComputeNodeConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {PackageSet} from '../distribution.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn, plannedComputeNodes} from '../platform.ts';
import type {Phase, PhasePart} from './phase.ts';
import {processTracking, slurmConf} from './slurm/conf.ts';
import {accountingSteps, controllerSteps, nodeSteps, restartSteps, stateSteps} from './slurm/daemons.ts';
import {accountingFile, configurationSteps, type Daemon, groundSteps, unitSteps} from './slurm/files.ts';
import {mungeHosts, mungeSituation, mungeSteps} from './slurm/munge.ts';
import {accountingHosts, slurmPlaces} from './slurm/places.ts';
import {slurmRefusals} from './slurm/refusals.ts';

/** So many compute nodes are worked on at once: enough to hide their latency, few enough for one console's connections. */
const nodesAtOnce = 32;

const stages: readonly Stage[] = [
  {id: 'slurm-ground', title: 'Slurm: packages, accounts, files', mode: 'parallel', atOnce: nodesAtOnce},
  {id: 'slurm-munge', title: 'Slurm: munge', mode: 'parallel', atOnce: nodesAtOnce},
  {id: 'slurm-state', title: 'Slurm: shared state', mode: 'parallel'},
  {id: 'slurm-accounting', title: 'Slurm: accounting daemons', mode: 'rolling'},
  {id: 'slurm-cluster', title: 'Slurm: register the cluster', mode: 'parallel'},
  {id: 'slurm-primary', title: 'Slurm: the first controller', mode: 'parallel'},
  {id: 'slurm-standbys', title: 'Slurm: the standby controllers', mode: 'parallel'},
  {id: 'slurm-nodes', title: 'Slurm: compute nodes', mode: 'parallel', atOnce: nodesAtOnce},
  {id: 'slurm-restart-accounting', title: 'Slurm: restart slurmdbd where it changed', mode: 'rolling'},
  {id: 'slurm-restart', title: 'Slurm: restart slurmctld where it changed', mode: 'rolling'},
  {id: 'slurm-restart-nodes', title: 'Slurm: restart slurmd where it changed', mode: 'parallel', atOnce: nodesAtOnce},
  {id: 'slurm-nodes-ready', title: 'Slurm: compute nodes take jobs', mode: 'parallel'},
];

export const slurmPhase: Phase = {
  number: 4,
  name: 'slurm',
  title: {en: 'Slurm', ko: 'Slurm'},
  plan: planSlurm,
};

function planSlurm(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  if (controllersOf(config, 'slurm').length === 0)
    return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  const against = slurmRefusals(snapshot, config);
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const nodes = plannedComputeNodes(snapshot, config);
  const munge = mungeSituation(snapshot, config);
  const tracking = processTracking(snapshot, config);
  return {
    kind: 'part',
    stages,
    steps: [
      ...fileSteps(snapshot, config, nodes),
      ...mungeSteps('slurm-munge', munge, mungeHosts(snapshot, config)),
      ...stateSteps(config),
      ...accountingSteps(config),
      ...controllerSteps(config),
      ...nodeSteps(config, nodes),
      ...restartSteps(config, nodes),
    ],
    notes: notes(config),
    decidedBy: {munge: munge.kind, tracking, nodes: nodes.map(({hostname}) => hostname).join(' ')},
  };
}

function fileSteps(snapshot: Snapshot, config: ClusterConfig, nodes: readonly ComputeNodeConfig[]): readonly Step[] {
  const stage = 'slurm-ground';
  const tracking = processTracking(snapshot, config);
  const texts = {slurm: slurmConf(config, tracking), cgroup: tracking === 'cgroup'};
  const places = slurmPlaces(config);
  const own = places.prefix !== null;
  const packages = (host: string, set: PackageSet) =>
    packageStep(stage, host, distributionOn(snapshot, host)?.packages[own ? 'munge' : set] ?? []);
  const dbds = accountingHosts(config);
  const daemon = (host: string, name: Daemon) => [
    ...configurationSteps(stage, host, places, texts, name),
    ...unitSteps(stage, host, config, name),
  ];
  return [
    ...controllersOf(config, 'slurm').flatMap((controller) => [
      packages(controller.hostname, 'slurmController'),
      ...groundSteps(stage, controller.hostname, config, false),
      ...daemon(controller.hostname, 'slurmctld'),
      ...(dbds.includes(controller) ? accountingFiles(stage, controller.hostname, config) : []),
    ]),
    ...nodes.flatMap(({hostname}) => [
      packages(hostname, 'slurmCompute'),
      ...groundSteps(stage, hostname, config, true),
      ...daemon(hostname, 'slurmd'),
    ]),
  ];
}

function accountingFiles(stage: string, host: string, config: ClusterConfig): readonly Step[] {
  return [accountingFile(stage, host, config), ...unitSteps(stage, host, config, 'slurmdbd')];
}

function notes(config: ClusterConfig): readonly Finding[] {
  const base = {level: 'warning', where: 'cluster', service: 'slurm', params: {}} as const;
  const found: Finding[] = [];
  const dbds = accountingHosts(config).length;
  if (config.slurm.accounting && dbds === 0) found.push({...base, code: 'SlurmNoAccounting'});
  if (dbds === 1) found.push({...base, code: 'SlurmOneAccountingHost'});
  return found;
}
