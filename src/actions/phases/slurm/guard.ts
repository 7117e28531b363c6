// What keeps two slurmctld from being in control at once: a gate before the first one starts, and a watch that ends one that hangs.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {step} from '../../step.ts';
import {slurmPlaces} from './places.ts';

const scripts = '/usr/local/lib/hpcha';
const watchUnit = 'hpcha-slurmctld-watch.service';

/** Without standbys nobody takes over, and neither is needed. */
export function isGuarded(config: ClusterConfig): boolean {
  return controllersOf(config, 'slurm').length > 1;
}

/**
 * The command that lets slurmctld start there; '' where none is needed. Only the first of SlurmctldHost takes control by being
 * started (ha-operations §6.1). A standby that is taking over is deaf for some seconds: a first one that starts then asks it in
 * vain to hand over and takes control beside it (seen in the lab, 22.05.8: docs/decisions/0023).
 */
export function gateCommand(on: HostName, config: ClusterConfig): string {
  const [first, ...others] = controllersOf(config, 'slurm');
  if (first?.hostname !== on || others.length === 0) return '';
  const named = others.map(({ip_address}, index) => `${index + 1}:${ip_address}`);
  const {state} = slurmPlaces(config);
  return ['/bin/sh', `${scripts}/slurmctld-gate`, state, config.slurm.controller_timeout, ...named].join(' ');
}

/** Before the drop-in that calls for them. */
export function guardSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  if (!isGuarded(config)) return [];
  const index = controllersOf(config, 'slurm').findIndex(({hostname}) => hostname === on);
  const {state} = slurmPlaces(config);
  const write = (path: string, template: string, mode: string, marks: readonly string[], data: object): Step =>
    step({
      stage,
      on,
      title: `write ${path}`,
      operation: {
        ...{kind: 'file', path, content: render(template, data), mode},
        ...{owner: 'root', group: 'root', marks},
      },
    });
  // The gate is read anew at each start; the watch is restarted together with slurmctld.
  return [
    ...(gateCommand(on, config) === ''
      ? []
      : [write(`${scripts}/slurmctld-gate`, 'slurm/slurmctld-gate', '0755', [], {})]),
    write(`${scripts}/slurmctld-watch`, 'slurm/slurmctld-watch', '0755', ['slurmctld'], {}),
    write(`/etc/systemd/system/${watchUnit}`, 'slurm/slurmctld-watch.service', '0644', ['slurmctld'], {state, index}),
  ];
}
