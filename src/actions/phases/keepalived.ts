// Phase 5: keepalived, so that the virtual address is on exactly one controller, and moves when that one fails.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {Check} from '../../model/check.ts';
import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn} from '../platform.ts';
import {check, step} from '../step.ts';
import {keepalivedFiles, witnessSocket} from './keepalived/files.ts';
import {firstOwner, interfaceOf, interfaceRefusals} from './keepalived/settings.ts';
import type {Phase, PhasePart} from './phase.ts';

const unit = 'keepalived.service';

const stages: readonly Stage[] = [
  {id: 'vip-files', title: 'Keepalived: packages and configuration', mode: 'parallel'},
  {id: 'vip-first', title: 'Keepalived: the first owner of the address', mode: 'parallel'},
  {id: 'vip-others', title: 'Keepalived: the other controllers', mode: 'parallel'},
  {id: 'vip-reload', title: 'Keepalived: reload where the configuration changed', mode: 'rolling'},
];

export const keepalivedPhase: Phase = {
  number: 5,
  name: 'keepalived',
  title: {en: 'Keepalived', ko: 'Keepalived'},
  plan: planKeepalived,
};

function planKeepalived(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const controllers = controllersOf(config, 'keepalived');
  const first = firstOwner(config);
  if (first === undefined) return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  const against = interfaceRefusals(snapshot, config);
  if (against.length > 0) return {kind: 'refusal', findings: against};
  // A reload keeps the address where it is; should one fail, then not first where it most likely is.
  const rolling = [...controllers].reverse();
  return {
    kind: 'part',
    stages,
    steps: [
      ...controllers.flatMap((controller) => fileSteps(snapshot, config, controller)),
      ...controllers.map(({hostname}) => startStep(config, hostname, hostname === first)),
      ...rolling.map(({hostname}) => reloadStep(config, hostname)),
    ],
    notes: controllers.length > 1 ? [] : [onlyOne(first)],
    decidedBy: {first},
  };
}

function fileSteps(snapshot: Snapshot, config: ClusterConfig, controller: ControllerConfig): readonly Step[] {
  const stage = 'vip-files';
  const on = controller.hostname;
  const device = interfaceOf(snapshot, config, controller) ?? '';
  return [
    // ping: the address must be free before it is used for the first time.
    packageStep(stage, on, ['iputils-ping', ...(distributionOn(snapshot, on)?.packages.keepalived ?? [])]),
    ...keepalivedFiles(stage, config, controller, device),
    step({
      stage,
      on,
      title: 'let peers ask this controller',
      operation: {kind: 'unit', unit: witnessSocket, state: 'started', enabled: true, clears: ['hpcha-witness']},
      after: [check('unit-active', {unit: witnessSocket})],
    }),
    step({
      stage,
      on,
      title: 'restart what peers ask if it has changed',
      operation: {kind: 'restart', unit: witnessSocket, mark: 'hpcha-witness', how: 'restart'},
      after: [check('unit-active', {unit: witnessSocket})],
    }),
  ];
}

/**
 * The first owner starts alone and has the address before anybody else takes part. On a running cluster all of this holds
 * already, whoever has the address: without preemption it stays there.
 */
function startStep(config: ClusterConfig, on: HostName, first: boolean): Step {
  return step({
    stage: first ? 'vip-first' : 'vip-others',
    on,
    title: 'start keepalived',
    operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: ['keepalived']},
    before: first ? [check('vip-not-foreign', vipArgs(config))] : [],
    after: [ownedOnce(config), check('vrrp-takes-part')],
    timeoutMs: 60_000,
  });
}

function reloadStep(config: ClusterConfig, on: HostName): Step {
  return step({
    stage: 'vip-reload',
    on,
    title: 'reload keepalived if its configuration has changed',
    operation: {kind: 'restart', unit, mark: 'keepalived', how: 'reload'},
    after: [ownedOnce(config), check('vrrp-takes-part')],
    timeoutMs: 60_000,
  });
}

function ownedOnce(config: ClusterConfig): Check {
  return check('vip-owned-once', vipArgs(config));
}

function vipArgs(config: ClusterConfig): Check['args'] {
  return {vip: config.network.vip, hosts: controllersOf(config, 'keepalived').map(({hostname}) => hostname)};
}

function onlyOne(where: HostName): Finding {
  return {code: 'VipWithoutStandby', level: 'warning', where, service: 'keepalived', params: {}};
}
