// What phase 3 promises: one master at first, whoever is master later, and never a step that empties anything.

import {expect, test} from 'vitest';
import {slotRange} from '../../../src/actions/phases/redis/cluster-create.ts';
import {redisPhase} from '../../../src/actions/phases/redis.ts';
import type {RedisClusterNodeFacts} from '../../../src/model/facts.ts';
import {bareSnapshot, configOf, seen, survey, unit, withReadings} from '../support/cluster.ts';
import {fileOn, instance, partOf, redis, refusedCodes} from '../support/parts.ts';

const config = configOf();
const bare = bareSnapshot(config);
const file = '/etc/redis/redis-6379.conf';
const master = {role: 'master', connected_slaves: '2', redis_mode: 'standalone'};
const replica = {role: 'slave', connected_slaves: '0', redis_mode: 'standalone'};
const clustered = configOf(3, {redis: {password: 'p-redis', mode: 'cluster'}});

test('on bare machines the first controller is the master and the others follow it', () => {
  const {steps} = partOf(redisPhase.plan(bare, config));
  expect(fileOn(steps, 'server1', file)).not.toContain('replicaof');
  expect(fileOn(steps, 'server2', file)).toContain('replicaof 10.0.0.101 6379');
  expect(fileOn(steps, 'server3', file)).toContain('replicaof 10.0.0.101 6379');
});

test('every sentinel watches the same master with quorum 2', () => {
  const {steps} = partOf(redisPhase.plan(bare, config));
  for (const host of ['server1', 'server2', 'server3']) {
    expect(fileOn(steps, host, '/etc/redis/sentinel-26379.conf')).toContain('sentinel monitor hpcha 10.0.0.101 6379 2');
  }
});

test('the settings bound what a failure may cost', () => {
  const text = fileOn(partOf(redisPhase.plan(bare, config)).steps, 'server2', file);
  for (const line of [
    'min-replicas-to-write 1',
    'min-replicas-max-lag 10',
    'appendonly yes',
    'maxmemory-policy noeviction',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toContain('bind 10.0.0.102 127.0.0.1');
});

test('no password stands in a step as text', () => {
  expect(JSON.stringify(redisPhase.plan(bare, config))).not.toContain('p-redis');
});

test('files that the daemons rewrite are seeded, never overwritten', () => {
  const files = partOf(redisPhase.plan(bare, config)).steps.flatMap(({operation}) =>
    operation.kind === 'file' && operation.path.startsWith('/etc/redis/') ? [operation] : [],
  );
  expect(files.length).toBe(6);
  expect(files.every(({seed}) => seed === true)).toBe(true);
});

test('after a failover whoever the sentinels name is the master', () => {
  const snapshot = withReadings(bare, 'redis', {
    server1: seen(redis(replica, '10.0.0.103')),
    server2: seen(redis(replica, '10.0.0.103')),
    server3: seen(redis(master, '10.0.0.103')),
  });
  const part = partOf(redisPhase.plan(snapshot, config));
  expect(part.decidedBy).toEqual({mode: 'sentinel', master: 'server3'});
  const restarts = part.steps.filter(({operation}) => operation.kind === 'restart').map(({on}) => on);
  expect(restarts.at(-1)).toBe('server3');
});

test('a machine that came back empty follows the living master, although its priority is the highest', () => {
  const snapshot = withReadings(bare, 'redis', {
    server2: seen(redis(master, '10.0.0.102')),
    server3: seen(redis(replica, '10.0.0.102')),
  });
  expect(fileOn(partOf(redisPhase.plan(snapshot, config)).steps, 'server1', file)).toContain(
    'replicaof 10.0.0.102 6379',
  );
});

test('an empty machine never becomes the master of a stopped cluster that has data', () => {
  const snapshot = withReadings(bare, 'survey', {
    server2: seen(survey('10.0.0.102', {redisData: true})),
    server3: seen(survey('10.0.0.103', {redisData: true})),
  });
  expect(fileOn(partOf(redisPhase.plan(snapshot, config)).steps, 'server1', file)).toContain(
    'replicaof 10.0.0.102 6379',
  );
});

test('two masters that no sentinel decides between are refused, both named', () => {
  const snapshot = withReadings(bare, 'redis', {
    server1: seen(redis({...master, connected_slaves: '0'}, null)),
    server2: seen(redis({...master, connected_slaves: '0'}, null)),
  });
  expect(refusedCodes(redisPhase.plan(snapshot, config))).toEqual([
    'RedisMasterUndecided@server1',
    'RedisMasterUndecided@server2',
  ]);
});

test('a Redis that runs and does not answer us is refused', () => {
  const mute = {
    ...redis(null, null),
    instances: [instance(null, {unit: unit('redis-server.service', 'active'), error: 'WRONGPASS'})],
  };
  const snapshot = withReadings(bare, 'redis', {server2: seen(mute)});
  expect(refusedCodes(redisPhase.plan(snapshot, config))).toEqual(['RedisUnclear@server2']);
});

test('data is never converted from one mode to the other', () => {
  const snapshot = withReadings(bare, 'redis', {server1: seen(redis(master, '10.0.0.101'))});
  expect(refusedCodes(redisPhase.plan(snapshot, clustered))).toEqual(['RedisModeDiffers@server1']);
});

test('no plan holds a command that flushes or resets', () => {
  for (const each of [config, clustered]) {
    const commands = partOf(redisPhase.plan(bareSnapshot(each), each)).steps.flatMap(({operation}) =>
      operation.kind === 'redis' ? operation.commands.map((command) => command.join(' ')) : [],
    );
    expect(commands.filter((command) => /FLUSH|RESET|DEL /i.test(command))).toEqual([]);
  }
});

test('the ring: the replica of each master stands on the next controller, and never beside it', () => {
  const {steps} = partOf(redisPhase.plan(bareSnapshot(clustered), clustered));
  const follows = steps.flatMap(({on, operation}) => {
    if (operation.kind !== 'redis') return [];
    const [command] = operation.commands;
    const word = command?.[1] === 'REPLICATE' ? command[2] : undefined;
    return typeof word === 'object' && 'nodeIdOf' in word ? [`${on} ${word.nodeIdOf}`] : [];
  });
  expect(follows).toEqual(['server1 10.0.0.103:6379', 'server2 10.0.0.101:6379', 'server3 10.0.0.102:6379']);
});

test('the slots are split without a gap and without an overlap', () => {
  const ranges = [0, 1, 2, 3, 4].map((index) => slotRange(index, 5));
  expect(ranges[0]?.[0]).toBe(0);
  expect(ranges.at(-1)?.[1]).toBe(16383);
  for (let index = 1; index < ranges.length; index += 1)
    expect(ranges[index]?.[0]).toBe((ranges[index - 1]?.[1] ?? 0) + 1);
});

function node(id: string, ip: string, port: number, over: Partial<RedisClusterNodeFacts> = {}): RedisClusterNodeFacts {
  const base = {flags: ['master'], masterId: null, linkState: 'connected', epoch: 1, slots: 0, slotRanges: ''};
  return {id, ip, port, ...base, ...over};
}

const complete: readonly RedisClusterNodeFacts[] = [
  node('a', '10.0.0.101', 6379, {flags: ['myself', 'master'], slots: 5461}),
  node('b', '10.0.0.102', 6379, {slots: 5462}),
  node('c', '10.0.0.103', 6379, {slots: 5461}),
  node('d', '10.0.0.102', 6380, {flags: ['slave'], masterId: 'a'}),
  node('e', '10.0.0.103', 6380, {flags: ['slave'], masterId: 'b'}),
  node('f', '10.0.0.101', 6380, {flags: ['slave'], masterId: 'c'}),
];

function clusterMember(nodes: readonly RedisClusterNodeFacts[]) {
  const facts = {role: 'master', redis_mode: 'cluster', connected_slaves: '1'};
  const clusterInfo = {cluster_slots_assigned: '16384', cluster_state: 'ok'};
  return seen({instances: [instance(facts, {clusterNodes: nodes, clusterInfo})], sentinel: null});
}

test('a cluster that exists is neither met, given slots nor attached again', () => {
  const every = {server1: clusterMember(complete), server2: clusterMember(complete), server3: clusterMember(complete)};
  const part = partOf(redisPhase.plan(withReadings(bareSnapshot(clustered), 'redis', every), clustered));
  expect(part.decidedBy).toMatchObject({create: false});
  const stages = new Set(part.steps.map(({stage}) => stage));
  for (const stage of ['redis-forget', 'redis-meet', 'redis-slots', 'redis-ring'])
    expect(stages.has(stage)).toBe(false);
});

test('a controller that came back empty joins again: each master gets a replica on another machine', () => {
  const failed = {flags: ['slave', 'fail'], linkState: 'disconnected'};
  const without3 = [
    node('a', '10.0.0.101', 6379, {flags: ['myself', 'master'], slots: 5461}),
    node('b', '10.0.0.102', 6379, {slots: 5462}),
    node('c', '10.0.0.103', 6379, {...failed, flags: ['master', 'fail']}),
    node('d', '10.0.0.102', 6380, {flags: ['slave'], masterId: 'a'}),
    node('e', '10.0.0.103', 6380, {...failed, masterId: 'b'}),
    node('f', '10.0.0.101', 6380, {slots: 5461}),
  ];
  const snapshot = withReadings(bareSnapshot(clustered), 'redis', {
    server1: clusterMember(without3),
    server2: clusterMember(without3),
  });
  const {steps} = partOf(redisPhase.plan(snapshot, clustered));
  const commands = steps.flatMap(({on, operation}) =>
    operation.kind === 'redis' && operation.commands[0]?.[0] === 'CLUSTER'
      ? [`${on}:${operation.port} ${operation.commands[0].slice(1).join(' ')}`]
      : [],
  );
  expect(commands.filter((line) => line.includes('MEET'))).toEqual([
    'server1:6379 MEET 10.0.0.103 6379',
    'server1:6379 MEET 10.0.0.103 6380',
  ]);
  expect(commands.filter((line) => line.includes('REPLICATE')).sort()).toEqual([
    'server3:6379 REPLICATE b',
    'server3:6380 REPLICATE f',
  ]);
  expect(commands.filter((line) => line.includes('FORGET')).length).toBe(8);
  expect(commands.filter((line) => line.includes('ADDSLOTS'))).toEqual([]);
});

test('a joined instance that was left without a master is given one by the next run', () => {
  const halfJoined = [...complete.filter(({id}) => id !== 'e'), node('n', '10.0.0.103', 6380)];
  const snapshot = withReadings(bareSnapshot(clustered), 'redis', {server1: clusterMember(halfJoined)});
  const follows = partOf(redisPhase.plan(snapshot, clustered)).steps.filter(({stage}) => stage === 'redis-ring');
  expect(
    follows.map(({on, operation}) => `${on} ${operation.kind === 'redis' ? String(operation.commands[0]?.[2]) : ''}`),
  ).toEqual(['server3 b']);
});

test('a look that asks whether a node was forgotten holds only when its id is nowhere in the answer', () => {
  const look = /(?<![\s\S])(?![\s\S]*dead1)/m;
  expect(look.test('live1 a\nlive2 b\n')).toBe(true);
  expect(look.test('live1 a\ndead1 b\nlive2 c\n')).toBe(false);
});
