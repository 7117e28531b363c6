// Stops Redis: sentinels first, so that none of them starts a failover; then replicas; masters last.

import {controllersOf} from '../../config/order.ts';
import type {Stage} from '../../model/plan.ts';
import {seenValue} from '../../model/reading.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const sentinels: Stage = {id: 'stop-sentinels', title: 'stop the sentinels', mode: 'parallel'};
const replicas: Stage = {id: 'stop-redis-replicas', title: 'stop the replicas', mode: 'parallel'};
const masters: Stage = {id: 'stop-redis-masters', title: 'stop the masters', mode: 'parallel'};

const server = 'redis-server.service';
const second = 'redis-server@6380.service';

export function stopRedis({snapshot, config}: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(config, 'redis').map(({hostname}) => hostname);
  if (config.redis.mode === 'cluster') {
    return {
      stages: [masters],
      steps: [...unitStops({stage: masters, unit: second, hosts}), ...unitStops({stage: masters, unit: server, hosts})],
      against: [],
      decidedBy: {},
    };
  }
  const isMaster = (host: string) => {
    const instances = seenValue(readingOf(snapshot, 'redis', host))?.instances ?? [];
    return instances.some(({info}) => info?.['role'] === 'master');
  };
  const mastersNow = hosts.filter(isMaster);
  return {
    stages: [sentinels, replicas, masters],
    steps: [
      ...unitStops({stage: sentinels, unit: 'redis-sentinel.service', hosts}),
      ...unitStops({stage: replicas, unit: server, hosts: hosts.filter((host) => !isMaster(host))}),
      ...unitStops({stage: masters, unit: server, hosts: mastersNow}),
    ],
    against: [],
    decidedBy: {redisMaster: mastersNow.join(' ')},
  };
}
