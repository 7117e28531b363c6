// Steps of a switchover in sentinel mode without loss: writes wait, the replica has all of them, then the sentinels move the master.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import {replicaPriority} from '../phases/redis/settings.ts';
import {check, checkOn, step} from '../step.ts';
import type {RedisNode} from './masters.ts';

export const sentinelSwitchStages: readonly Stage[] = [
  {id: 'redis-prefer', title: 'prefer the target in the sentinels’ choice', mode: 'parallel'},
  {id: 'redis-pause', title: 'let writes wait until the target has them all', mode: 'parallel'},
  {id: 'redis-move', title: 'let the sentinels move the master', mode: 'parallel'},
  {id: 'redis-follow', title: 'let the old master follow the new one', mode: 'parallel'},
  {id: 'redis-unpause', title: 'let writes go on', mode: 'parallel', when: 'always'},
  {id: 'redis-level', title: 'take the preference back', mode: 'parallel', when: 'always'},
  {id: 'redis-prove', title: 'see every sentinel and every replica agree', mode: 'parallel'},
];

/** Longer than the whole switch; ended by the steps themselves, and by itself if they cannot. */
const pauseMs = 30_000;

const preferred = '1';

/**
 * SENTINEL FAILOVER alone is like a crash: what the replica has not received is lost, and the old master would take writes for
 * eight seconds more (Redis sentinel.c, the wait before a stray master is turned). So writes wait on the old master
 * until it is a replica itself; then they are answered with READONLY, which clients take to the new one.
 */
export function sentinelSwitchSteps(
  from: RedisNode,
  to: RedisNode,
  others: readonly RedisNode[],
  config: ClusterConfig,
): readonly Step[] {
  const name = config.redis.sentinel.master_name;
  const all = [from, to, ...others];
  const priority = (on: string, stage: string, title: string, value: string, after: Step['after']): Step =>
    step({
      stage,
      on,
      title,
      operation: {
        kind: 'redis',
        port: 6379,
        look: {command: ['CONFIG', 'GET', 'replica-priority'], matches: `^${value}$`},
        // The sentinels have the promoted one write its file down, with the preference in it.
        commands: [
          ['CONFIG', 'SET', 'replica-priority', value],
          ['CONFIG', 'REWRITE'],
        ],
      },
      after,
      timeoutMs: 30_000,
    });
  return [
    // Sentinels read it with their INFO, every ten seconds.
    priority(
      to.host,
      'redis-prefer',
      'prefer this replica',
      preferred,
      all.map(({host}) =>
        checkOn(host, 'sentinel-sees-priority', {name, address: to.address, priority: Number(preferred)}),
      ),
    ),
    step({
      stage: 'redis-pause',
      on: from.host,
      title: 'let writes wait',
      operation: {
        kind: 'redis',
        port: 6379,
        look: {command: ['INFO', 'replication'], matches: '^role:slave'},
        commands: [['CLIENT', 'PAUSE', String(pauseMs), 'WRITE']],
      },
      before: [check('redis-role', {role: 'master'}), checkOn(to.host, 'redis-role', {role: 'slave'})],
      after: [check('redis-replica-level', {replica: to.address})],
      timeoutMs: 10_000,
    }),
    step({
      stage: 'redis-move',
      on: to.host,
      title: 'ask the sentinel to move the master here',
      operation: {
        kind: 'redis',
        port: 26_379,
        look: {
          command: ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name],
          matches: `^${to.address.replaceAll('.', '\\.')}$`,
        },
        commands: [['SENTINEL', 'FAILOVER', name]],
      },
      after: [
        check('redis-role', {role: 'master'}),
        ...all.map(({host}) => checkOn(host, 'sentinel-names', {name, address: to.address})),
      ],
      timeoutMs: 25_000,
    }),
    step({
      stage: 'redis-follow',
      on: from.host,
      title: 'follow the new master',
      operation: {
        kind: 'redis',
        port: 6379,
        look: {command: ['INFO', 'replication'], matches: `^master_host:${to.address.replaceAll('.', '\\.')}`},
        commands: [['REPLICAOF', to.address, '6379']],
      },
      before: [checkOn(to.host, 'redis-role', {role: 'master'})],
      after: [check('redis-role', {role: 'slave'})],
      timeoutMs: 15_000,
    }),
    step({
      stage: 'redis-unpause',
      on: from.host,
      title: 'let writes go on',
      operation: {kind: 'verify', act: {via: 'redis', port: 6379, commands: [['CLIENT', 'UNPAUSE']], tolerates: '^$'}},
    }),
    priority(to.host, 'redis-level', 'be a replica like the others again', usualPriority(to, config), []),
    step({
      stage: 'redis-prove',
      on: to.host,
      title: 'see all replicas and sentinels settled',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
      after: [
        check('redis-settled', {port: 6379, replicas: all.length - 1}),
        ...all.map(({host}) => checkOn(host, 'sentinel-agrees', {name, others: all.length - 1})),
      ],
      timeoutMs: 60_000,
    }),
  ];
}

/** What it was before; a switch that was cut short may have left the preference behind, and then what phase 3 sets. */
function usualPriority(to: RedisNode, config: ClusterConfig): string {
  const told = to.facts?.instances[0]?.info?.['slave_priority'];
  if (told !== undefined && told !== preferred) return told;
  return String(replicaPriority(controllersOf(config, 'redis').findIndex(({hostname}) => hostname === to.host)));
}
