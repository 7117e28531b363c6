// The first creation of a Redis cluster, as single commands: meet, slots, replicas. No step of it can touch what has slots.

import type {ControllerConfig} from '../../../config/schema.ts';
import type {RedisWord} from '../../../model/operation.ts';
import type {Step} from '../../../model/plan.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {distributionOn} from '../../platform.ts';
import {check, step} from '../../step.ts';

const slots = 16384;

/** The slots of master `index` of `masters`, first and last, in the even split that redis-cli makes too. */
export function slotRange(index: number, masters: number): readonly [number, number] {
  return [Math.floor((slots * index) / masters), Math.floor((slots * (index + 1)) / masters) - 1];
}

/** Finds a live node of that address in CLUSTER NODES; one flagged fail or in handshake is not that node. */
export function knowsNode(address: string, port: number): string {
  return `(^|\\s)${address.replaceAll('.', '\\.')}:${port}@\\S* (myself,)?(master|slave) `;
}

export function meetStep(from: ControllerConfig, target: ControllerConfig, port: number): Step {
  return step({
    stage: 'redis-meet',
    on: from.hostname,
    title: `meet ${target.hostname}:${port}`,
    operation: {
      kind: 'redis',
      port: 6379,
      look: {command: ['CLUSTER', 'NODES'], matches: knowsNode(target.ip_address, port)},
      commands: [['CLUSTER', 'MEET', target.ip_address, String(port)]],
    },
    before: [{name: 'redis-joinable', on: target.hostname, args: {port, by: from.ip_address}}],
    after: [check('redis-knows', {port: 6379, node: `${target.ip_address}:${port}`})],
  });
}

/** Controller i holds master i on 6379; the replica of master i is the second instance of controller i + 1. */
export function createSteps(snapshot: Snapshot, controllers: readonly ControllerConfig[]): readonly Step[] {
  const [first] = controllers;
  if (first === undefined) return [];
  const meets = controllers.flatMap((controller) => [
    ...(controller === first ? [] : [meetStep(first, controller, 6379)]),
    meetStep(first, controller, 6380),
  ]);
  return [
    ...meets,
    ...controllers.map(({hostname}) => waitStep(hostname, controllers.length)),
    ...controllers.map((controller, index) => slotStep(snapshot, controller, index, controllers.length)),
    ...controllers.map((controller, index) => {
      const master = controllers[(index + controllers.length - 1) % controllers.length] ?? first;
      return ringStep(controller, {nodeIdOf: `${master.ip_address}:6379`}, master.hostname, controllers.length);
    }),
  ];
}

/** Who met whom travels by gossip, which takes a second or two; a slot or a replica given before that would be refused. */
function waitStep(on: string, controllers: number): Step {
  return step({
    stage: 'redis-gossip',
    on,
    title: 'wait until the instances know each other',
    operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
    after: [6379, 6380].map((port) => check('redis-knows-all', {port, nodes: 2 * controllers})),
    timeoutMs: 60_000,
  });
}

function slotStep(snapshot: Snapshot, controller: ControllerConfig, index: number, masters: number): Step {
  const [from, to] = slotRange(index, masters);
  return step({
    stage: 'redis-slots',
    on: controller.hostname,
    title: `take slots ${from}-${to}`,
    operation: {
      kind: 'redis',
      port: 6379,
      look: {command: ['CLUSTER', 'NODES'], matches: `\\s${from}-${to}(\\s|$)`},
      commands: [addSlots(snapshot, controller.hostname, from, to)],
    },
  });
}

/** ADDSLOTSRANGE came with Redis 7; Ubuntu 22.04 has 6.0, which must be told every slot. */
function addSlots(snapshot: Snapshot, host: string, from: number, to: number): readonly string[] {
  if (distributionOn(snapshot, host)?.id !== 'ubuntu-22.04') {
    return ['CLUSTER', 'ADDSLOTSRANGE', String(from), String(to)];
  }
  return ['CLUSTER', 'ADDSLOTS', ...Array.from({length: to - from + 1}, (_, offset) => String(from + offset))];
}

/** Makes a controller's second instance a replica, unless it is one already or was promoted since. */
export function ringStep(
  controller: ControllerConfig,
  master: RedisWord,
  masterHost: string,
  controllers: number,
): Step {
  return step({
    stage: 'redis-ring',
    on: controller.hostname,
    title: `let 6380 follow the master of ${masterHost}`,
    operation: replicate(6380, master),
    after: [check('redis-cluster-healthy', {port: 6380, nodes: 2 * controllers})],
    timeoutMs: 60_000,
  });
}

export function replicate(port: number, master: RedisWord) {
  return {
    kind: 'redis',
    port,
    look: {command: ['CLUSTER', 'NODES'], matches: 'myself,slave |myself,master [^\\n]* connected \\d'},
    commands: [['CLUSTER', 'REPLICATE', master]],
  } as const;
}
