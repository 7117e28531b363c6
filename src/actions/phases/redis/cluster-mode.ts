// Redis as a cluster: a master and a replica on each controller, every replica on the next controller's machine (§5.3).

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Stage, Step} from '../../../model/plan.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {check, step} from '../../step.ts';
import type {PhasePart} from '../phase.ts';
import {createSteps} from './cluster-create.ts';
import {clusterView, repairSteps} from './cluster-repair.ts';
import {convergeInstance, restartStep} from './converge.ts';
import {firstInstance, type Instance, instanceFiles, secondInstance} from './files.ts';
import {standings} from './placement.ts';

const instances: readonly Instance[] = [firstInstance, secondInstance];

const stages: readonly Stage[] = [
  {id: 'redis-files', title: 'Redis: packages and configuration', mode: 'parallel'},
  {id: 'redis-start', title: 'Redis: start the servers', mode: 'parallel'},
  {id: 'redis-forget', title: 'Redis: forget instances that no longer exist', mode: 'rolling'},
  {id: 'redis-meet', title: 'Redis: make the instances know each other', mode: 'rolling'},
  {id: 'redis-gossip', title: 'Redis: wait for the gossip', mode: 'parallel'},
  {id: 'redis-slots', title: 'Redis: give each master its slots', mode: 'parallel'},
  {id: 'redis-ring', title: 'Redis: attach the replicas', mode: 'parallel'},
  {id: 'redis-settings', title: 'Redis: settings', mode: 'parallel'},
  {id: 'redis-restart', title: 'Redis: restart what its unit demands', mode: 'rolling'},
];

/**
 * Creates a cluster only where no slot is assigned and no data lies; joins a controller that came back empty to an existing
 * one; otherwise starts what is there. Never resets, never moves slots or roles.
 */
export function planClusterMode(snapshot: Snapshot, config: ClusterConfig, packages: readonly Step[]): PhasePart {
  const controllers = controllersOf(config, 'redis');
  if (controllers.length < 3) {
    const params = {controllers: controllers.length};
    return {
      kind: 'refusal',
      findings: [
        {code: 'RedisClusterTooFewControllers', level: 'critical', where: 'cluster', service: 'redis', params},
      ],
    };
  }
  const view = clusterView(snapshot, config);
  const stopped = standings(snapshot, config).some(({standing}) => standing.kind === 'stopped');
  const create = view === undefined && !stopped;
  return {
    kind: 'part',
    stages,
    steps: [
      ...packages,
      ...controllers.flatMap((controller, index) => prepare(config, controller, index, controllers.length)),
      ...(create ? createSteps(snapshot, controllers) : []),
      ...(view === undefined ? [] : repairSteps(view, controllers)),
      ...controllers.flatMap((controller, index) => settings(config, controller, index, controllers.length)),
      ...controllers.flatMap((controller) => restarts(controller, controllers.length)),
    ],
    notes: [],
    decidedBy: {mode: 'cluster', create},
  };
}

function prepare(
  config: ClusterConfig,
  controller: ControllerConfig,
  index: number,
  controllers: number,
): readonly Step[] {
  const place = {index, controllers, replicaOf: ''};
  return instances.flatMap((instance) => [
    ...instanceFiles('redis-files', config, controller, instance, place),
    step({
      stage: 'redis-start',
      on: controller.hostname,
      title: `start ${instance.mark}`,
      operation: {kind: 'unit', unit: instance.unit, state: 'started', enabled: true, clears: [instance.mark]},
      after: [check('redis-answers', {port: instance.port})],
    }),
  ]);
}

function settings(
  config: ClusterConfig,
  controller: ControllerConfig,
  index: number,
  controllers: number,
): readonly Step[] {
  return instances.flatMap((instance) =>
    convergeInstance('redis-settings', config, controller, instance, {index, controllers}),
  );
}

function restarts({hostname}: ControllerConfig, controllers: number): readonly Step[] {
  const gate: readonly Check[] = instances.map(({port}) =>
    check('redis-cluster-healthy', {port, nodes: 2 * controllers}),
  );
  return instances.map((instance) => restartStep('redis-restart', hostname, instance, gate));
}
