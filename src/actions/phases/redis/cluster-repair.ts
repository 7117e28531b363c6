// Joins a controller that came back empty (reinstalled) to the Redis cluster that went on without it.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {RedisClusterNodeFacts} from '../../../model/facts.ts';
import type {Step} from '../../../model/plan.ts';
import {seenValue} from '../../../model/reading.ts';
import {readingOf, type Snapshot} from '../../../model/snapshot.ts';
import {check, step} from '../../step.ts';
import {meetStep, replicate} from './cluster-create.ts';

/** The cluster as one instance sees it whose slots are all assigned. */
export type ClusterView = {readonly from: ControllerConfig; readonly nodes: readonly RedisClusterNodeFacts[]};

/** undefined: no instance that was seen knows a complete cluster. */
export function clusterView(snapshot: Snapshot, config: ClusterConfig): ClusterView | undefined {
  for (const from of controllersOf(config, 'redis')) {
    const instances = seenValue(readingOf(snapshot, 'redis', from.hostname))?.instances ?? [];
    const first = instances.find(({port}) => port === 6379);
    if (first?.clusterNodes != null && first.clusterInfo?.['cluster_slots_assigned'] === '16384') {
      return {from, nodes: first.clusterNodes};
    }
  }
  return undefined;
}

type Newcomer = {readonly controller: ControllerConfig; readonly port: number};

/** Nothing where every configured instance is a live member. Ids of masters are known from the view: no guessing. */
export function repairSteps(view: ClusterView, controllers: readonly ControllerConfig[]): readonly Step[] {
  const instances = controllers.flatMap((controller) => [6379, 6380].map((port): Newcomer => ({controller, port})));
  const newcomers = instances.filter(({controller, port}) => !isMember(view, controller, port));
  // A member without slots that follows nobody is a newcomer whose run ended before it was given a master.
  const idle = instances.filter(({controller, port}) => isIdle(memberOf(view, controller, port)));
  const chosen: RedisClusterNodeFacts[] = [];
  const followers = [...newcomers, ...idle].flatMap((newcomer) => {
    const master = masterFor(view, newcomer, chosen);
    if (master === undefined) return [];
    chosen.push(master);
    return [followStep(newcomer, master)];
  });
  return [
    ...forgetSteps(view, newcomers, controllers),
    ...newcomers.map(({controller, port}) => meetStep(view.from, controller, port)),
    ...newcomers.map((newcomer) => waitStep(newcomer, controllers.length)),
    ...followers,
  ];
}

function isMember(view: ClusterView, controller: ControllerConfig, port: number): boolean {
  return memberOf(view, controller, port) !== undefined;
}

function memberOf(view: ClusterView, controller: ControllerConfig, port: number): RedisClusterNodeFacts | undefined {
  return view.nodes.find((node) => node.ip === controller.ip_address && node.port === port && isAlive(node));
}

function isIdle(node: RedisClusterNodeFacts | undefined): boolean {
  return node?.flags.includes('master') === true && node.slots === 0;
}

/** `fail?` is one node's suspicion only; what is merely suspected is not replaced. */
function isAlive(node: RedisClusterNodeFacts): boolean {
  return !node.flags.some((flag) => flag === 'fail' || flag === 'noaddr' || flag === 'handshake');
}

/** A master elsewhere with the fewest live replicas, those counted that this plan gives it already. */
function masterFor(
  view: ClusterView,
  {controller}: Newcomer,
  chosen: readonly RedisClusterNodeFacts[],
): RedisClusterNodeFacts | undefined {
  const replicas = (master: RedisClusterNodeFacts) =>
    view.nodes.filter((node) => node.masterId === master.id && isAlive(node)).length +
    chosen.filter(({id}) => id === master.id).length;
  return view.nodes
    .filter((node) => node.slots > 0 && isAlive(node) && node.ip !== controller.ip_address)
    .sort((a, b) => replicas(a) - replicas(b) || a.id.localeCompare(b.id))[0];
}

function waitStep({controller, port}: Newcomer, controllers: number): Step {
  return step({
    stage: 'redis-gossip',
    on: controller.hostname,
    title: `wait until ${port} knows the others`,
    operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
    after: [check('redis-knows-all', {port, nodes: 2 * controllers})],
    timeoutMs: 60_000,
  });
}

function followStep({controller, port}: Newcomer, master: RedisClusterNodeFacts): Step {
  return step({
    stage: 'redis-ring',
    on: controller.hostname,
    title: `let ${port} follow ${master.ip}:${master.port}`,
    operation: replicate(port, master.id),
    after: [check('redis-settled', {port, replicas: 0})],
    timeoutMs: 60_000,
  });
}

/** The dead identities of machines that were made anew: they would count as failed members for ever (ha-operations §7.4). */
function forgetSteps(
  view: ClusterView,
  newcomers: readonly Newcomer[],
  controllers: readonly ControllerConfig[],
): readonly Step[] {
  const dead = view.nodes.filter(
    (node) =>
      !isAlive(node) && newcomers.some(({controller, port}) => controller.ip_address === node.ip && port === node.port),
  );
  return controllers.flatMap((controller) =>
    [6379, 6380]
      .filter((port) => isMember(view, controller, port))
      .flatMap((port) =>
        dead.map((node) =>
          step({
            stage: 'redis-forget',
            on: controller.hostname,
            title: `let ${port} forget ${node.id.slice(0, 8)} (${node.ip}:${node.port})`,
            operation: {
              kind: 'redis',
              port,
              look: {command: ['CLUSTER', 'NODES'], matches: `(?<![\\s\\S])(?![\\s\\S]*${node.id})`},
              commands: [['CLUSTER', 'FORGET', node.id]],
            },
          }),
        ),
      ),
  );
}
