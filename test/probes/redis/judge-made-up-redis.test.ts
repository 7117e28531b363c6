// Scenes that cannot be recorded at will, made from recorded ones by changing what one host said.

import {describe, expect, it} from 'vitest';
import type {RedisFacts} from '../../../src/model/facts.ts';
import type {Reading} from '../../../src/model/reading.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judgeRedis} from '../../../src/probes/redis/judge-redis.ts';
import type {Said} from '../../support/judged-scene.ts';
import {saidBy, snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';

const config = labConfig();
const clusterConfig = labConfig({redis: {mode: 'cluster'}});
const healthy = await snapshotOf('redis', transcriptOf('redis', 'sentinel-healthy'), config);
const stale = await snapshotOf('redis', transcriptOf('redis', 'sentinel-stale-master'), config);
const cluster = await snapshotOf('redis', transcriptOf('redis', 'cluster-healthy'), clusterConfig);

function change(snapshot: Snapshot, host: string, edit: (facts: RedisFacts) => RedisFacts): Snapshot {
  const reading: Reading<RedisFacts> | undefined = snapshot.hosts.redis[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  const redis = {...snapshot.hosts.redis, [host]: {...reading, value: edit(reading.value)}};
  return {...snapshot, hosts: {...snapshot.hosts, redis}};
}

function later(snapshot: Snapshot, ms: number): Snapshot {
  return {...snapshot, at: snapshot.at + ms};
}

function info(facts: RedisFacts, port: number, lines: Readonly<Record<string, string>>): RedisFacts {
  const instances = facts.instances.map((each) =>
    each.port === port && each.info !== null ? {...each, info: {...each.info, ...lines}} : each,
  );
  return {...facts, instances};
}

function say(snapshot: Snapshot, history: readonly Snapshot[] = []): Said {
  return saidBy(judgeRedis({snapshot, config, history}));
}

function sayCluster(snapshot: Snapshot, history: readonly Snapshot[] = []): Said {
  return saidBy(judgeRedis({snapshot, config: clusterConfig, history}));
}

const follow = (address: string) => (facts: RedisFacts) =>
  facts.sentinel?.master == null
    ? facts
    : {...facts, sentinel: {...facts.sentinel, master: {...facts.sentinel.master, ip: address}}};

describe('two masters', () => {
  it('are critical at once when the sentinels are split', () => {
    const split = change(stale, 'server3', follow('10.77.1.102'));
    expect(say(split).found).toContain('critical RedisTwoMasters cluster');
  });

  it('become critical when a stale master stays longer than a failover may take', () => {
    expect(say(later(stale, 4000), [stale]).found).toContain('warning RedisStaleMaster server2');
    expect(say(later(stale, 10_000), [later(stale, 5000), stale]).found).toContain('critical RedisStaleMaster server2');
  });

  it('are critical at once when the stale one would still accept writes', () => {
    const open = change(stale, 'server2', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({...each, config: {...each.config, 'min-replicas-to-write': '0'}})),
    }));
    expect(say(open).found).toContain('critical RedisStaleMaster server2');
  });

  it('are critical at once when min-replicas-max-lag is 0 on the stale one: nothing stops it then', () => {
    const open = change(stale, 'server2', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({
        ...each,
        info: Object.fromEntries(Object.entries(each.info ?? {}).filter(([key]) => key !== 'min_slaves_good_slaves')),
      })),
    }));
    expect(say(open).found).toContain('critical RedisStaleMaster server2');
  });
});

describe('sentinels that disagree about one master', () => {
  it('are a suspicion first and a fault when they stay so', () => {
    const split = change(healthy, 'server3', follow('10.77.1.102'));
    expect(say(split).found).toContain('warning RedisSentinelsDisagree cluster');
    expect(say(later(split, 2000), [split]).found).toContain('critical RedisSentinelsDisagree cluster');
  });
});

describe('an instance', () => {
  it.each([
    ['aof_last_write_status', 'err', 'critical RedisAofFailing server1'],
    ['rdb_last_bgsave_status', 'err', 'critical RedisSaveFailing server1'],
    ['aof_last_bgrewrite_status', 'err', 'warning RedisAofRewriteFailing server1'],
    ['used_memory', '440000000', 'warning RedisMemoryHigh server1'],
    ['used_memory', '530000000', 'critical RedisMemoryHigh server1'],
    ['loading', '1', 'warning RedisLoading server1'],
  ])('with %s:%s is found out', (key, value, found) => {
    expect(say(change(healthy, 'server1', (facts) => info(facts, 6379, {[key]: value}))).found).toContain(found);
  });

  it('that evicts keys is found out by two samples', () => {
    const after = change(later(healthy, 2000), 'server1', (facts) => info(facts, 6379, {evicted_keys: '12'}));
    expect(say(after, [healthy]).found).toContain('warning RedisEvicting server1');
    expect(say(after).found).toEqual([]);
  });

  it('that runs but does not answer is unknown, never ok, while its peers still see it', () => {
    const mute = change(healthy, 'server2', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({...each, info: null, config: null, error: 'no answer within 2.5 s'})),
    }));
    expect(say(mute)).toMatchObject({level: 'unknown', tolerance: 0, words: {server2: 'no answer'}});
  });

  it('whose password differs is unknown with the reason', () => {
    const locked = change(healthy, 'server2', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({
        ...each,
        info: null,
        config: null,
        error: 'NOAUTH Authentication required.',
      })),
    }));
    expect(say(locked).found).toContain('unknown RedisNotAnswering server2');
  });
});

describe('a sentinel', () => {
  it('that counts a dead one for ever is a warning', () => {
    const more = change(healthy, 'server1', (facts) =>
      facts.sentinel?.master == null
        ? facts
        : {...facts, sentinel: {...facts.sentinel, master: {...facts.sentinel.master, 'num-other-sentinels': '3'}}},
    );
    expect(say(more)).toMatchObject({level: 'warning', tolerance: 0});
    expect(say(more).found).toContain('warning RedisStaleSentinels server1');
  });

  it('in TILT is a warning and does not count', () => {
    const tilted = change(healthy, 'server1', (facts) =>
      facts.sentinel === null ? facts : {...facts, sentinel: {...facts.sentinel, tilt: true}},
    );
    expect(say(tilted)).toMatchObject({level: 'warning', tolerance: 0});
  });
});

describe('a replica', () => {
  it('that is far behind is a warning with the bytes', () => {
    const behind = change(healthy, 'server1', (facts) => {
      const head = Number(facts.instances[0]?.info?.['master_repl_offset']) + 2_000_000;
      return info(facts, 6379, {master_repl_offset: String(head)});
    });
    expect(say(behind).found).toEqual(['warning RedisReplicaLag server2', 'warning RedisReplicaLag server3']);
  });
});

describe('a cluster', () => {
  const disagree = change(cluster, 'server3', (facts) => ({
    ...facts,
    instances: facts.instances.map((each) => ({
      ...each,
      clusterNodes:
        each.clusterNodes?.map((node) => (node.slots > 0 ? {...node, slotRanges: `${node.slotRanges},1`} : node)) ??
        null,
    })),
  }));

  it('whose nodes disagree about slots is suspected first and critical when it stays so', () => {
    expect(sayCluster(disagree).found).toContain('warning RedisClusterDisagreement cluster');
    expect(sayCluster(later(disagree, 2000), [disagree]).found).toContain('critical RedisClusterDisagreement cluster');
  });

  it('with slots that nobody owns is critical', () => {
    const holes = ['server1', 'server2', 'server3'].reduce(
      (snapshot, host) =>
        change(snapshot, host, (facts) => ({
          ...facts,
          instances: facts.instances.map((each) => ({
            ...each,
            clusterInfo: {...each.clusterInfo, cluster_slots_assigned: '16000'},
          })),
        })),
      cluster,
    );
    expect(sayCluster(holes).found).toContain('critical RedisClusterSlotsMissing cluster');
  });

  it('of one node that alone finds it failed is critical on that node', () => {
    const cut = change(cluster, 'server2', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({...each, clusterInfo: {...each.clusterInfo, cluster_state: 'fail'}})),
    }));
    expect(sayCluster(cut).found).toContain('critical RedisClusterStateFail server2');
  });
});

describe('how Redis was set up by somebody else', () => {
  it('is a warning where keys may be thrown away (L12)', () => {
    const evicting = change(healthy, 'server1', (facts) => ({
      ...facts,
      instances: facts.instances.map((each) => ({
        ...each,
        config: {...each.config, 'maxmemory-policy': 'allkeys-lru'},
      })),
    }));
    expect(say(evicting).found).toContain('warning RedisMayEvict server1');
    expect(say(healthy).found.join()).not.toContain('RedisMayEvict');
  });

  it('is a warning where one sentinel may decide alone (L11)', () => {
    const alone = change(healthy, 'server2', (facts) =>
      facts.sentinel?.master == null
        ? facts
        : {...facts, sentinel: {...facts.sentinel, master: {...facts.sentinel.master, quorum: '1'}}},
    );
    expect(say(alone).found).toContain('warning RedisSentinelLayout server2');
    expect(say(healthy).found.join()).not.toContain('RedisSentinelLayout');
  });
});
