// Steps that start the missing nodes and restart changed ones: always one at a time, each seen Synced before the next.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {check, checkOn, step, timeouts} from '../../step.ts';
import {galeraSize} from './arbitrator.ts';
import {endFirstTransfer, useFirstTransfer} from './first-transfer.ts';
import {mariadbMark, mariadbUnit} from './server.ts';

/**
 * Nodes that are up already are in the list too: their unit is seen to be started and enabled, nothing is done to them.
 * One state transfer at a time, so that one donor and one serving node remain (ha-operations §3.6).
 */
export function joinSteps(
  stage: string,
  first: HostName,
  up: readonly HostName[],
  config: ClusterConfig,
  isFirstBootstrap: boolean,
): readonly Step[] {
  const hosts = controllersOf(config, 'mariadb').map(({hostname}) => hostname);
  const others = hosts.filter((host) => host !== first || up.includes(first));
  return others.flatMap((on) => {
    const running = up.includes(on);
    const join = step({
      stage,
      on,
      title: running ? 'keep the database node running' : 'join the cluster',
      operation: {
        kind: 'unit',
        unit: mariadbUnit,
        state: 'started',
        enabled: true,
        ...(running ? {} : {clears: [mariadbMark]}),
      },
      before: running ? [] : [checkOn(first, 'galera-synced'), check('galera-no-foreign-data')],
      after: [check('galera-synced'), check('galera-same-cluster', {as: first})],
      timeoutMs: timeouts.transfer,
    });
    const prepared = isFirstBootstrap ? [useFirstTransfer(stage, on)] : [];
    return [...prepared, join, endFirstTransfer(stage, on)];
  });
}

/**
 * Handlers: they act only where a mark says that a running server's settings changed. The complete cluster must be Synced
 * before each, so that never two are missing; the first controller, where accounting writes, comes last (ha-operations §3.8).
 */
export function restartSteps(stage: string, up: readonly HostName[], config: ClusterConfig): readonly Step[] {
  const hosts = controllersOf(config, 'mariadb').map(({hostname}) => hostname);
  const size = galeraSize(config);
  const complete = hosts.flatMap((host) => [checkOn(host, 'galera-synced'), checkOn(host, 'galera-size', {size})]);
  return [...hosts]
    .reverse()
    .filter((host) => up.includes(host))
    .map((on) =>
      step({
        stage,
        on,
        title: 'restart the database node if its settings changed',
        operation: {kind: 'restart', unit: mariadbUnit, mark: mariadbMark, how: 'restart'},
        before: complete,
        after: [check('galera-synced'), check('galera-size', {size})],
        timeoutMs: timeouts.transfer,
      }),
    );
}
