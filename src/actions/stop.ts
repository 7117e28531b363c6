// Stop: everything, or one service, in the order in which nothing loses what it knows. `start` brings it back.

import {controllersOf} from '../config/order.ts';
import type {Finding} from '../model/finding.ts';
import {sortFindings} from '../model/finding.ts';
import type {Plan, PlanResult, Step} from '../model/plan.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import {readingOf} from '../model/snapshot.ts';
import type {Action, ActionContext} from './action.ts';
import {stopGluster} from './stop/glusterfs.ts';
import {stopKeepalived} from './stop/keepalived.ts';
import {stopMariadb} from './stop/mariadb.ts';
import {stopRedis} from './stop/redis.ts';
import {stopSlurm} from './stop/slurm.ts';
import type {StopInput, StopPart} from './stop/stop-part.ts';
import {stopWeb} from './stop/web.ts';

export const stopNeeds: readonly ProbeId[] = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived'];

/**
 * The reverse of the boot order (ha-operations §7.5): keepalived, so that no address points at what is going down; web; Slurm,
 * which writes to everything below; Galera one node at a time with its last one recorded (§3.8); Redis; Gluster at the very end.
 */
const order: readonly {readonly service: ServiceId; readonly stop: (context: ActionContext<StopInput>) => StopPart}[] =
  [
    {service: 'keepalived', stop: stopKeepalived},
    {service: 'web', stop: stopWeb},
    {service: 'slurm', stop: stopSlurm},
    {service: 'mariadb', stop: stopMariadb},
    {service: 'redis', stop: stopRedis},
    {service: 'glusterfs', stop: stopGluster},
  ];

/**
 * Compute nodes are left alone: their jobs go on without a controller. A controller that was not seen stands against it, unless
 * the operator says that it may be left out (`--override ControllerUnseen:HOST`).
 */
export function planStop(context: ActionContext<StopInput>): PlanResult {
  const {service} = context.input;
  const chosen = order.filter((each) => service === undefined || each.service === service);
  if (chosen.length === 0) return {kind: 'refusal', findings: [notStoppable(service ?? 'host')]};
  const unseen = unseenControllers(context);
  const parts = chosen.map(({stop}) => stop(context));
  const against = [...unseen.against, ...parts.flatMap((part) => part.against)];
  if (against.length > 0) return {kind: 'refusal', findings: sortFindings(against)};
  const steps = parts.flatMap((part) => part.steps).filter(({on}) => !unseen.leftOut.includes(on));
  return {kind: 'plan', plan: compose(context, parts, steps, unseen.leftOut)};
}

function compose(
  {config, input}: ActionContext<StopInput>,
  parts: readonly StopPart[],
  steps: readonly Step[],
  leftOut: readonly HostName[],
): Plan {
  const used = new Set(steps.map(({stage}) => stage));
  const {service} = input;
  return {
    action: 'stop',
    title:
      service === undefined
        ? `stop all services of ${config.cluster.name}`
        : `stop ${service} of ${config.cluster.name}`,
    danger: service === undefined || leftOut.length > 0 ? 'destructive' : 'disruptive',
    target: config.cluster.name,
    stages: parts.flatMap((part) => part.stages).filter(({id}) => used.has(id)),
    steps,
    mayLose: loss(service),
    notes: [],
    decidedBy: Object.assign({leftOut: leftOut.join(' ')}, ...parts.map((part) => part.decidedBy)),
  };
}

function loss(service: ServiceId | undefined): string {
  switch (service) {
    case undefined:
      return 'No stored data: every service is away until the next start, and jobs run on without a controller to record them.';
    case 'mariadb':
      return 'No stored data: databases are away until the next start, and accounting waits in slurmctld meanwhile.';
    case 'slurm':
      return 'No stored data: jobs run on, and none can be submitted until the next start.';
    case 'web':
      return 'No stored data: nobody can sign in, submit or watch in a browser until the next start; jobs and files stay.';
    case 'keepalived':
      return 'No stored data: nobody holds the virtual address until the next start.';
    default:
      return `No stored data: ${service} is away until the next start.`;
  }
}

function unseenControllers({snapshot, config, overrides, input}: ActionContext<StopInput>): {
  readonly against: readonly Finding[];
  readonly leftOut: readonly HostName[];
} {
  const {service} = input;
  const hosts = service === undefined || service === 'host' ? config.nodes.controllers : controllersOf(config, service);
  const unseen = hosts
    .map(({hostname}) => hostname)
    .filter((host) => readingOf(snapshot, 'reach', host).kind !== 'seen');
  const leftOut = unseen.filter((host) => overrides.includes(`ControllerUnseen:${host}`));
  const against = unseen
    .filter((host) => !leftOut.includes(host))
    .map((host): Finding => {
      const reading = readingOf(snapshot, 'reach', host);
      const why = reading.kind === 'lost' ? reading.error.what : 'it was not looked at';
      return {
        code: 'ControllerUnseen',
        level: 'critical',
        where: host,
        service: 'host',
        params: {why},
        overridable: true,
      };
    });
  return {against, leftOut};
}

function notStoppable(service: ServiceId): Finding {
  return {code: 'ServiceNotStoppable', level: 'critical', where: 'cluster', service, params: {service}};
}

export const stopAction: Action<StopInput> = {id: 'stop', needs: stopNeeds, plan: planStop};
