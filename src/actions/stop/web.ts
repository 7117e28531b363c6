// Stops the web services: nginx first, so that browsers are told at once; then the services, their helpers and the history.

import {controllersOf} from '../../config/order.ts';
import type {Stage} from '../../model/plan.ts';
import type {ActionContext} from '../action.ts';
import {prometheus, proxyUnit, webTarget} from '../phases/web/places.ts';
import {helpers} from '../phases/web/units.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const front: Stage = {id: 'stop-web-front', title: 'stop nginx', mode: 'parallel'};
const services: Stage = {id: 'stop-web-services', title: 'stop the web services', mode: 'parallel'};

export function stopWeb({config}: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(config, 'web').map(({hostname}) => hostname);
  const others = [webTarget, ...helpers.map((name) => `hpcha-${name}.socket`), prometheus.unit];
  return {
    stages: [front, services],
    steps: [
      ...unitStops({stage: front, unit: proxyUnit, hosts}),
      ...others.flatMap((unit) => unitStops({stage: services, unit, hosts})),
    ],
    against: [],
    decidedBy: {},
  };
}
