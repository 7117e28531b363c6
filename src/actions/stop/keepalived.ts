// Stops keepalived: the owner of the VIP last, so that the address does not wander through controllers that go down too.

import {controllersOf} from '../../config/order.ts';
import type {Stage} from '../../model/plan.ts';
import {seenValue} from '../../model/reading.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const stage: Stage = {id: 'stop-keepalived', title: 'let go of the virtual address', mode: 'rolling'};

export function stopKeepalived({snapshot, config}: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(config, 'keepalived').map(({hostname}) => hostname);
  const owns = (host: string) => typeof seenValue(readingOf(snapshot, 'keepalived', host))?.vipOn === 'string';
  const ordered = [...hosts.filter((host) => !owns(host)).reverse(), ...hosts.filter(owns)];
  return {
    stages: [stage],
    steps: unitStops({stage, unit: 'keepalived.service', hosts: ordered}),
    against: [],
    decidedBy: {keepalived: ordered.join(' ')},
  };
}
