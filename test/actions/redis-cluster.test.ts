// Redis in cluster mode: which masters move, what a loss would leave, and taking a controller out; on recorded clusters.

import {describe, expect, it} from 'vitest';
import {planMaintenance} from '../../src/actions/maintenance.ts';
import {partingEffects} from '../../src/actions/parting/effects.ts';
import {
  afterSwaps,
  apart,
  lossOf,
  mastersOf,
  type Placed,
  placedNodes,
} from '../../src/actions/redis/cluster-places.ts';
import {planSwitchRedis} from '../../src/actions/switch-redis.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import {type RecordedCluster, recordedCluster} from '../support/recorded-cluster.ts';
import {codesOf, lost, planOf, withReadings} from './support/cluster.ts';

const scene = (redis: string): Promise<RecordedCluster> => recordedCluster({mode: 'cluster', redis});

function move({snapshot, config}: RecordedCluster, to?: string) {
  return planSwitchRedis({snapshot, config, input: to === undefined ? {} : {to}, overrides: []});
}

function effects({snapshot, config}: RecordedCluster, host: string) {
  const found = partingEffects(snapshot, config, host).filter(({service}) => service === 'redis');
  return found.map(({level, code}) => `${level} ${code}`);
}

/** A node of a made-up cluster: `master` says whom it follows. */
function node(id: string, host: string, master: string | null = null, over: Partial<Placed> = {}): Placed {
  const slots = master === null ? 5461 : 0;
  return {
    id,
    host,
    ip: host,
    port: 6379,
    flags: [master === null ? 'master' : 'slave'],
    masterId: master,
    linkState: 'connected',
    epoch: 1,
    slots,
    slotRanges: slots > 0 ? id : '',
    ...over,
  };
}

describe('spreading Redis masters', () => {
  it('gives a master to the controller without one, and says where every node stands', async () => {
    const plan = planOf(move(await scene('cluster-colocated')));
    expect(plan.steps).toHaveLength(1);
    expect(plan.danger).toBe('disruptive');
    expect(plan.evidence?.rows).toHaveLength(6);
  });

  it('refuses on a cluster that is spread already', async () => {
    expect(codesOf(move(await scene('cluster-healthy')))).toEqual(['RedisMastersApart@cluster']);
  });

  it('takes whichever of two masters has its replica on the free controller', () => {
    const placed = [
      node('m1', 'a'),
      node('m2', 'a'),
      node('m3', 'b'),
      node('r1', 'c', 'm1'),
      node('r2', 'b', 'm2'),
      node('r3', 'c', 'm3'),
    ];
    const swaps = apart(placed);
    expect(swaps.map(({replica}) => replica.id)).toEqual(['r1']);
    const hosts = mastersOf(afterSwaps(placed, swaps)).map(({host}) => host);
    expect(hosts.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('does not move two masters to one free controller', () => {
    const placed = [node('m1', 'a'), node('m2', 'a'), node('m3', 'a'), node('r1', 'c', 'm1'), node('r2', 'c', 'm2')];
    expect(apart(placed)).toHaveLength(1);
  });

  it('says that masters share a machine where none of them can be moved, and nothing where no node finds the cluster whole', async () => {
    const colocated = await scene('cluster-colocated');
    const nobodyElse = withoutReplicas(colocated);
    expect(codesOf(move(nobodyElse))).toEqual(['RedisCannotSpread@cluster']);
    expect(codesOf(move(await scene('cluster-down')))).toContain('RedisClusterNotWhole@cluster');
  });

  it('refuses while one controller is not seen, and towards one that it does not know', async () => {
    const healthy = await scene('cluster-healthy');
    const dark = {...healthy, snapshot: withReadings(healthy.snapshot, 'redis', {server2: lost('no answer')})};
    expect(codesOf(move(dark, 'server3'))).toContain('RedisTargetUnseen@server2');
    expect(codesOf(move(healthy, 'server9'))).toEqual(['RedisTargetUnknown@server9']);
  });

  it('refuses where the target has no replica of another machine’s master, or one that is not connected', async () => {
    const healthy = await scene('cluster-healthy');
    expect(codesOf(move(withoutReplicas(healthy), 'server1'))).toEqual(['RedisNoReplicaThere@server1']);
    expect(codesOf(move(withReplicas(healthy, {linkState: 'disconnected'}), 'server1'))).toEqual([
      'RedisTargetLink@server1',
    ]);
  });
});

describe('the loss of a controller of a Redis cluster', () => {
  it('moves its slots, and leaves no spare on three controllers', async () => {
    for (const host of ['server1', 'server2', 'server3'])
      expect(effects(await scene('cluster-healthy'), host)).toEqual([
        'info PartMovesRedisSlots',
        'warning PartNoSpare',
      ]);
  });

  it('stops Redis where it takes the majority of the masters along', async () => {
    const colocated = await scene('cluster-colocated');
    const stops = ['server1', 'server2', 'server3'].map((host) => effects(colocated, host));
    expect(stops.filter((codes) => codes.includes('critical PartRedisVotes'))).toHaveLength(1);
  });

  it('takes keys along where no replica elsewhere is in step', async () => {
    expect(effects(withoutReplicas(await scene('cluster-healthy')), 'server1')).toEqual(['critical PartRedisAlone']);
  });

  it('is not known while no node finds the cluster whole', async () => {
    expect(effects(await scene('cluster-down'), 'server1')).toEqual(['critical PartRedisUnknown']);
  });

  it('counts only living masters, and only replicas on other machines', () => {
    const placed = [node('m1', 'a'), node('m2', 'b', null, {flags: ['master', 'fail']}), node('m3', 'c')];
    expect(lossOf(placed, 'a')).toMatchObject({left: 1, majority: 2, total: 3});
    expect(lossOf([...placed, node('r1', 'a', 'm1')], 'a').alone.map(({id}) => id)).toEqual(['m1']);
  });
});

describe('maintenance of a controller of a Redis cluster', () => {
  // The other services' scenes were recorded apart from these.
  const maintain = ({snapshot, config}: RecordedCluster, host: string, mode: 'on' | 'off') =>
    planMaintenance({snapshot, config: redisAlone(config), input: {host, mode, hours: 2}, overrides: []});

  it('promotes its replicas elsewhere before its instances stop, and only stops what is a replica then', async () => {
    const plan = planOf(maintain(await scene('cluster-healthy'), 'server1', 'on'));
    const stages = plan.stages.map(({id}) => id);
    expect(stages.indexOf('redis-swap')).toBeGreaterThan(-1);
    expect(stages.indexOf('redis-swap')).toBeLessThan(stages.indexOf('leave-redis'));
    const stops = plan.steps.filter(({stage}) => stage === 'leave-redis');
    expect(stops.map(({before}) => before[0]?.name)).toEqual(['redis-role', 'redis-role']);
  });

  it('may take out the controller with most masters, because they are moved while all of them still vote', async () => {
    const colocated = await scene('cluster-colocated');
    const placed = placedNodes(colocated.snapshot, colocated.config) ?? [];
    const crowded = mastersOf(placed).find((each, _, all) => all.filter(({host}) => host === each.host).length > 1);
    const plan = planOf(maintain(colocated, crowded?.host ?? '', 'on'));
    expect(plan.steps.filter(({stage}) => stage === 'redis-swap')).toHaveLength(2);
  });

  it('gives it a master again when it comes back, so that no other machine holds the majority', async () => {
    const colocated = await scene('cluster-colocated');
    const placed = placedNodes(colocated.snapshot, colocated.config) ?? [];
    const masters = new Set(mastersOf(placed).map(({host}) => host));
    const free = ['server1', 'server2', 'server3'].find((host) => !masters.has(host)) ?? '';
    const plan = planOf(maintain(colocated, free, 'off'));
    expect(plan.steps.filter(({stage}) => stage === 'return-masters').map(({on}) => on)).toEqual([free]);
  });
});

function redisAlone(config: ClusterConfig): ClusterConfig {
  const off = {glusterfs: false, mariadb: false, slurm: false, keepalived: false};
  const controllers = config.nodes.controllers.map((each) => ({...each, services: {...each.services, ...off}}));
  return {...config, nodes: {...config.nodes, controllers}};
}

/** The same cluster, with its replicas as given on every node's list. */
function withReplicas(cluster: RecordedCluster, over: Partial<Placed> | null): RecordedCluster {
  const redis = Object.fromEntries(
    Object.entries(cluster.snapshot.hosts.redis).map(([host, reading]) => {
      if (reading.kind !== 'seen') return [host, reading] as const;
      const instances = reading.value.instances.map((instance) => ({
        ...instance,
        clusterNodes:
          instance.clusterNodes?.flatMap((each) =>
            !each.flags.includes('slave')
              ? [each]
              : over === null
                ? []
                : [{...each, ...over, flags: over.flags ?? each.flags.filter((flag) => flag !== 'myself')}],
          ) ?? null,
      }));
      return [host, {...reading, value: {...reading.value, instances}}] as const;
    }),
  );
  return {...cluster, snapshot: {...cluster.snapshot, hosts: {...cluster.snapshot.hosts, redis}}};
}

function withoutReplicas(cluster: RecordedCluster): RecordedCluster {
  return withReplicas(cluster, null);
}
