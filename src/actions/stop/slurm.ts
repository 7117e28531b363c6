// Stops Slurm's controllers: backups before the primary, so that nobody takes over; accounting after them.

import {controllersOf} from '../../config/order.ts';
import type {Stage} from '../../model/plan.ts';
import type {ActionContext} from '../action.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const controllers: Stage = {id: 'stop-slurmctld', title: 'stop the Slurm controllers', mode: 'rolling'};
const accounting: Stage = {id: 'stop-slurmdbd', title: 'stop accounting', mode: 'rolling'};

export function stopSlurm({config}: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(config, 'slurm')
    .map(({hostname}) => hostname)
    .reverse();
  return {
    stages: [controllers, accounting],
    steps: [
      ...unitStops({stage: controllers, unit: 'hpcha-slurmctld-retry.service', hosts}),
      ...unitStops({stage: controllers, unit: 'slurmctld.service', hosts}),
      ...unitStops({stage: accounting, unit: 'slurmdbd.service', hosts}),
    ],
    against: [],
    decidedBy: {},
  };
}
