// Redis in sentinel mode: one master, the other controllers follow it, a sentinel beside each (ha-operations §5.1).

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Finding} from '../../../model/finding.ts';
import type {Stage, Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {check, step} from '../../step.ts';
import {convergeInstance, convergeSentinel, restartStep} from './converge.ts';
import {firstInstance, instanceFiles, sentinelFiles, sentinelMark, sentinelUnit} from './files.ts';

export const sentinelStages: readonly Stage[] = [
  {id: 'redis-files', title: 'Redis: packages and configuration', mode: 'parallel'},
  {id: 'redis-start', title: 'Redis: start the servers', mode: 'parallel'},
  {id: 'redis-sentinels', title: 'Redis: start the sentinels', mode: 'parallel'},
  {id: 'redis-settings', title: 'Redis: settings', mode: 'parallel'},
  {id: 'redis-restart', title: 'Redis: restart what its unit demands', mode: 'rolling'},
];

/** `master` is who is the master now, or becomes it on bare machines. */
export function sentinelSteps(config: ClusterConfig, master: HostName): readonly Step[] {
  const controllers = controllersOf(config, 'redis');
  const address = controllers.find(({hostname}) => hostname === master)?.ip_address ?? '';
  // The master restarts last: by then every replica follows it again and can take over.
  const rolling = [...controllers].sort((a, b) => Number(a.hostname === master) - Number(b.hostname === master));
  return [
    ...controllers.flatMap((controller, index) => fileSteps(config, controller, index, controllers.length, address)),
    ...controllers.map((controller) => startServer(controller, controllers.length)),
    ...controllers.map((controller) => startSentinel(config, controller, controllers.length)),
    ...controllers.flatMap((controller, index) => [
      ...convergeInstance('redis-settings', config, controller, firstInstance, {
        index,
        controllers: controllers.length,
      }),
      ...convergeSentinel('redis-settings', config, controller, controllers.length),
    ]),
    ...rolling.flatMap(({hostname}) => restarts(config, hostname, controllers.length)),
  ];
}

function fileSteps(
  config: ClusterConfig,
  controller: ControllerConfig,
  index: number,
  controllers: number,
  master: string,
): readonly Step[] {
  const replicaOf = controller.ip_address === master ? '' : master;
  const place = {index, controllers, replicaOf};
  return [
    ...instanceFiles('redis-files', config, controller, firstInstance, place),
    ...sentinelFiles('redis-files', config, controller, {master, sentinels: controllers}),
  ];
}

/** Seconds a server is given to find its master before the sentinels are asked to sort it out. */
const patience = 5;

/** All at once: a replica that is up before its master simply tries again, and after a full stop nobody must be first. */
function startServer({hostname}: ControllerConfig, controllers: number): Step {
  const {unit, mark, port} = firstInstance;
  return step({
    stage: 'redis-start',
    on: hostname,
    title: `start ${mark}`,
    operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
    after: [check('redis-settled', {port, replicas: controllers - 1, patience})],
  });
}

function startSentinel(config: ClusterConfig, {hostname}: ControllerConfig, sentinels: number): Step {
  return step({
    stage: 'redis-sentinels',
    on: hostname,
    title: `start ${sentinelMark}`,
    operation: {kind: 'unit', unit: sentinelUnit, state: 'started', enabled: true, clears: [sentinelMark]},
    after: [sentinelGate(config, sentinels)],
  });
}

function sentinelGate(config: ClusterConfig, sentinels: number): Check {
  return check('sentinel-agrees', {name: config.redis.sentinel.master_name, others: sentinels - 1});
}

function restarts(config: ClusterConfig, on: HostName, controllers: number): readonly Step[] {
  const gates = [
    check('redis-settled', {port: firstInstance.port, replicas: controllers - 1}),
    sentinelGate(config, controllers),
  ];
  return [
    restartStep('redis-restart', on, firstInstance, gates),
    restartStep('redis-restart', on, {unit: sentinelUnit, mark: sentinelMark}, gates),
  ];
}

/** Fewer than three sentinels cannot outvote the loss of one (ha-operations L11): said, not refused. */
export function sentinelNotes(config: ClusterConfig): readonly Finding[] {
  const sentinels = controllersOf(config, 'redis').length;
  if (sentinels >= 3) return [];
  return [{code: 'RedisTooFewSentinels', level: 'warning', where: 'cluster', service: 'redis', params: {sentinels}}];
}
