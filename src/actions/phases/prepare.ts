// Phase 0: what every machine needs before any service: packages, names, time, firewall, limits, places for logs and state.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn, plannedHosts, surveyOf} from '../platform.ts';
import type {Phase, PhasePart} from './phase.ts';
import {directorySteps, logSteps} from './prepare/directories.ts';
import {firewallSteps} from './prepare/firewall.ts';
import {limitSteps} from './prepare/limits.ts';
import {minimumFindings} from './prepare/minimums.ts';
import {nameSteps} from './prepare/names.ts';
import {placeFindings} from './prepare/places.ts';
import {timeSteps} from './prepare/time.ts';

const stage: Stage = {id: 'prepare', title: 'prepare every machine', mode: 'parallel', atOnce: 32};

export const preparePhase: Phase = {
  number: 0,
  name: 'prepare',
  title: {en: 'Preparation', ko: '준비'},
  plan: planPrepare,
};

/** Controllers get everything, compute nodes what lets them belong to the cluster: packages, names, time, firewall, limits. */
function planPrepare(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const misplaced = placeFindings(snapshot, config);
  if (misplaced.some(({level}) => level === 'critical')) return {kind: 'refusal', findings: misplaced};
  const hosts = plannedHosts(snapshot, config).map(({hostname}) => hostname);
  return {
    kind: 'part',
    stages: [stage],
    steps: hosts.flatMap((host) => stepsOn(host, snapshot, config)),
    notes: [...minimumFindings(snapshot, config), ...misplaced],
    decidedBy: {
      hosts: hosts.join(' '),
      containers: hosts.filter((host) => inContainer(snapshot, config, host)).join(' '),
    },
  };
}

function stepsOn(host: HostName, snapshot: Snapshot, config: ClusterConfig): readonly Step[] {
  const distribution = distributionOn(snapshot, host);
  if (distribution === undefined) return [];
  const controller = config.nodes.controllers.some(({hostname}) => hostname === host);
  const container = inContainer(snapshot, config, host);
  const {base, computeBase} = distribution.packages;
  return [
    ...directorySteps(stage.id, host, controller),
    ...nameSteps(stage.id, host, config),
    packageStep(stage.id, host, controller ? base : computeBase),
    ...timeSteps(stage.id, host, config, {controller, container, unit: distribution.units.chrony}),
    ...firewallSteps(stage.id, host, config),
    ...limitSteps(stage.id, host, container),
    ...(controller ? logSteps(stage.id, host) : []),
  ];
}

/** systemd-detect-virt's names of containers: their clock and kernel belong to somebody else (DESIGN §6). */
const containers = new Set([
  'container-other',
  'docker',
  'podman',
  'lxc',
  'lxc-libvirt',
  'openvz',
  'proot',
  'rkt',
  'systemd-nspawn',
  'wsl',
]);

function inContainer(snapshot: Snapshot, config: ClusterConfig, host: HostName): boolean {
  return config.lab || containers.has(surveyOf(snapshot, host)?.virtualisation ?? '');
}
