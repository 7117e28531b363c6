// The arbitrator: a vote without data, on a controller without a server, when the number of servers is even (DESIGN §6).

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {packageStep} from '../../package-step.ts';
import {distributionOn} from '../../platform.ts';
import {render} from '../../render.ts';
import {check, checkOn, step} from '../../step.ts';

const mark = 'garb';

/** Where the arbitrator belongs; undefined where none is needed, wanted or possible. */
export function arbitratorOf(config: ClusterConfig): ControllerConfig | undefined {
  const servers = controllersOf(config, 'mariadb').length;
  if (!config.database.arbitrator || servers === 0 || servers % 2 === 1) return undefined;
  return config.nodes.controllers.find(({services}) => !services.mariadb);
}

/** `wsrep_cluster_size` of the complete cluster: the arbitrator counts. */
export function galeraSize(config: ClusterConfig): number {
  return controllersOf(config, 'mariadb').length + (arbitratorOf(config) === undefined ? 0 : 1);
}

export function arbitratorSteps(
  stage: string,
  first: HostName,
  snapshot: Snapshot,
  config: ClusterConfig,
): readonly Step[] {
  const controller = arbitratorOf(config);
  const distribution = controller === undefined ? undefined : distributionOn(snapshot, controller.hostname);
  if (controller === undefined || distribution === undefined) return [];
  const on = controller.hostname;
  const unit = distribution.units.arbitrator;
  const nodes = controllersOf(config, 'mariadb').map(({ip_address}) => `${ip_address}:4567`);
  const content = render('mariadb/garb', {
    nodes: nodes.join(' '),
    cluster: config.cluster.name,
    options: `gmcast.listen_addr=tcp://0.0.0.0:4567; ${evsOptions.join('; ')}`,
  });
  const settled = [check('unit-active', {unit}), checkOn(first, 'galera-size', {size: galeraSize(config)})];
  return [
    packageStep(stage, on, distribution.packages.arbitrator),
    step({
      stage,
      on,
      title: 'write the arbitrator settings',
      operation: {
        kind: 'file',
        path: '/etc/default/garb',
        content,
        mode: '0644',
        owner: 'root',
        group: 'root',
        marks: [mark],
      },
    }),
    step({
      stage,
      on,
      title: 'start the arbitrator',
      operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
      before: [checkOn(first, 'galera-synced')],
      after: settled,
    }),
    step({
      stage,
      on,
      title: 'restart the arbitrator if its settings changed',
      operation: {kind: 'restart', unit, mark, how: 'restart'},
      before: [checkOn(first, 'galera-synced')],
      after: settled,
    }),
  ];
}

/**
 * How soon a silent member is given up: 2.5 s of stalled writes after an abrupt loss instead of 6 (lab-and-runtime §2).
 * The same on servers and arbitrator, because each judges the others by its own.
 */
export const evsOptions: readonly string[] = [
  'evs.keepalive_period=PT0.5S',
  'evs.suspect_timeout=PT1.5S',
  'evs.inactive_timeout=PT3S',
  'evs.inactive_check_period=PT0.25S',
];
