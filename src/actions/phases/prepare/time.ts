// Steps for the clock: chrony on every machine; controllers agree with each other also when no outside server answers.

import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';

type TimeOptions = {
  readonly controller: boolean;
  /** The clock is not this machine's own: chronyd only watches (`-x`). */
  readonly container: boolean;
  readonly unit: string;
};

const mark = 'chrony';

/**
 * slurmctld's heartbeat and munge's credentials rest on clocks that agree (ha-operations §2.8), so controllers serve time to
 * each other and to the compute nodes; outside servers, when there are any, win by their stratum.
 */
export function timeSteps(stage: string, on: HostName, config: ClusterConfig, options: TimeOptions): readonly Step[] {
  const {controller, container, unit} = options;
  const controllers = config.nodes.controllers
    .filter(({hostname}) => hostname !== on)
    .map(({ip_address}) => ip_address);
  const clients = [...config.nodes.controllers, ...config.nodes.compute_nodes].map(({ip_address}) => ip_address);
  const sources = render('prepare/chrony.sources', {servers: config.network.ntp_servers, controllers});
  const owned = {mode: '0644', owner: 'root', group: 'root', marks: [mark]};
  return [
    step({
      stage,
      on,
      title: 'write the time servers',
      operation: {kind: 'file', path: '/etc/chrony/sources.d/hpcha.sources', content: sources, ...owned},
    }),
    ...(controller
      ? [
          step({
            stage,
            on,
            title: 'serve time to the cluster',
            operation: {
              kind: 'file',
              path: '/etc/chrony/conf.d/hpcha.conf',
              content: render('prepare/chrony.conf', {clients}),
              ...owned,
            },
          }),
        ]
      : []),
    ...(container ? [watchOnlyStep(stage, on)] : []),
    step({
      stage,
      on,
      title: 'start chrony',
      operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
      after: [check('unit-active', {unit})],
    }),
    step({
      stage,
      on,
      title: 'restart chrony if its files changed',
      operation: {kind: 'restart', unit, mark, how: 'restart'},
    }),
  ];
}

/** Before chronyd ever starts: a container with CAP_SYS_TIME would otherwise set the clock of the machine below it. */
function watchOnlyStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'leave the clock to the machine below',
    operation: {
      kind: 'line',
      path: '/etc/default/chrony',
      match: '^DAEMON_OPTS=',
      line: 'DAEMON_OPTS="-F 1 -x"',
      append: true,
      marks: [mark],
    },
  });
}
