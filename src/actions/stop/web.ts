// Stops the web services: nginx first, so that browsers are told at once; then the services, their helpers and the history.

import {controllersOf} from '../../config/order.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import {inService, prometheus, proxyUnit, webTarget} from '../phases/web/places.ts';
import {helpers} from '../phases/web/units.ts';
import {step} from '../step.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const away: Stage = {id: 'stop-web-mark', title: 'no longer look for nginx behind the address', mode: 'parallel'};
const front: Stage = {id: 'stop-web-front', title: 'stop nginx', mode: 'parallel'};
const services: Stage = {id: 'stop-web-services', title: 'stop the web services', mode: 'parallel'};

export function stopWeb(context: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(context.config, 'web').map(({hostname}) => hostname);
  const others = [webTarget, ...helpers.map((name) => `hpcha-${name}.socket`), prometheus.unit];
  const everywhere = stopsItEverywhere(context, hosts);
  return {
    stages: [away, front, services],
    steps: [
      ...(everywhere ? hosts.map(takeMarkAway) : []),
      ...unitStops({stage: front, unit: proxyUnit, hosts}),
      ...others.flatMap((unit) => unitStops({stage: services, unit, hosts})),
    ],
    against: [],
    decidedBy: everywhere ? {web: 'nowhere in service'} : {},
  };
}

/**
 * Only a decision that web shall be nowhere is one that keepalived's check need not call a fault. While a controller that was left
 * out may still serve, the address belongs there; a stop of everything stops keepalived itself, and a boot after it must find the
 * mark, because the services come back with it.
 */
function stopsItEverywhere({snapshot, input}: ActionContext<StopInput>, hosts: readonly HostName[]): boolean {
  return input.service === 'web' && hosts.every((host) => readingOf(snapshot, 'reach', host).kind === 'seen');
}

/** Before nginx goes anywhere, so that no check fails on the way. Phase 6 leaves the mark again as its last step. */
function takeMarkAway(on: HostName): Step {
  return step({
    stage: away.id,
    on,
    title: 'take the mark away that web is in service here',
    operation: {
      kind: 'exec',
      argv: ['rm', '-f', inService],
      unless: {argv: ['test', '!', '-e', inService], expect: {kind: 'exit', codes: [0]}},
    },
  });
}
