// What the product says of Redis in scenes recorded on real controllers, in both modes.

import {describe, expect, it} from 'vitest';
import {judgeRedis} from '../../../src/probes/redis/judge-redis.ts';
import {saidBy, sceneOf, snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';
import type {Transcript} from '../../support/transcript.ts';

const sentinel = labConfig();
const cluster = labConfig({redis: {mode: 'cluster'}});
const say = async (...names: [string, ...string[]]) => sceneOf('redis', judgeRedis, names, sentinel);
const sayCluster = async (...names: [string, ...string[]]) => sceneOf('redis', judgeRedis, names, cluster);

describe('Redis with sentinels, as recorded', () => {
  it('is ok when one master, two replicas and three sentinels agree, and one controller may die', async () => {
    expect(await say('sentinel-healthy')).toEqual({
      level: 'ok',
      tolerance: 1,
      line: 'master server1, 2 of 2 replicas, 3 of 3 sentinels',
      words: {server1: 'master', server2: 'replica', server3: 'replica'},
      found: [],
    });
  });

  it('names the replica whose link is down, and no longer counts on it', async () => {
    const said = await say('sentinel-replica-link-down');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server3: 'link down'}});
    expect(said.found).toEqual(['warning RedisReplicaLinkDown server3']);
  });

  it('calls a second master stale while the sentinels are unanimous', async () => {
    const said = await say('sentinel-stale-master');
    expect(said.found).toEqual(['warning RedisStaleMaster server2']);
    expect(said.words).toEqual({server1: 'master', server2: 'stale master', server3: 'replica'});
  });

  it('takes a stopped replica for down, not for unknown', async () => {
    const said = await say('sentinel-replica-stopped');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server3: 'down'}});
    expect(said.found).toEqual(['warning RedisNodeDown server3']);
  });

  it('is critical between the death of a master and the word of all sentinels for the next', async () => {
    const said = await say('sentinel-master-just-stopped');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toEqual(
      expect.arrayContaining(['critical RedisFailoverUnderWay cluster', 'critical RedisMasterDownAgreed cluster']),
    );
    expect(said.found).not.toContain('warning RedisStaleMaster server3');
  });

  it('serves again after the failover, with the old master as the only loss', async () => {
    const said = await say('sentinel-failed-over');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server1: 'down', server3: 'master'}});
    expect(said.found).toEqual(['warning RedisNodeDown server1']);
  });

  it('is critical without a quorum of sentinels although every write still works', async () => {
    const said = await say('sentinel-no-quorum');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toContain('critical RedisNoQuorum server3');
  });

  it('is critical when the master refuses writes for want of replicas', async () => {
    expect((await say('sentinel-writes-refused')).found).toContain('critical RedisWritesRefused server3');
  });

  it('says of a hung replica what its peers confirm, and does not wait for it', async () => {
    const said = await say('sentinel-replica-hung');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server1: 'no answer'}});
    expect(said.found).toEqual(['warning RedisNotAnswering server1']);
  });

  it('does not believe in a death that no peer has noticed yet: unknown right after the power went', async () => {
    const said = await say('sentinel-master-poweroff-now');
    expect(said).toMatchObject({level: 'unknown', tolerance: 0, words: {server2: 'unreachable'}});
  });

  it('judges a lost controller by its peers seconds later: a warning, and a new master', async () => {
    const said = await say('sentinel-master-poweroff');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server1: 'master', server2: 'lost'}});
    expect(said.found).toEqual(['warning RedisNodeLost server2']);
  });

  it('is critical, not merely down here and there, when everything was stopped', async () => {
    const said = await say('sentinel-all-stopped');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toContain('critical RedisNoMaster cluster');
  });
});

describe('Redis as a cluster, as recorded', () => {
  it('is ok with a ring of replicas, and any one controller may die', async () => {
    expect(await sayCluster('cluster-healthy')).toEqual({
      level: 'ok',
      tolerance: 1,
      line: 'cluster ok, 3 of 3 masters, 3 replicas',
      words: {server1: 'master+replica', server2: 'master+replica', server3: 'master+replica'},
      found: [],
    });
  });

  it('survives one controller and says that the next loss would be the end', async () => {
    const said = await sayCluster('cluster-after-poweroff');
    expect(said).toMatchObject({level: 'warning', tolerance: 0, words: {server1: 'master+master', server3: 'lost'}});
    expect(said.found).toEqual(
      expect.arrayContaining(['warning RedisClusterColocatedMasters server1', 'warning RedisNodeLost server3']),
    );
  });

  it('goes on warning of two masters on one controller after all are back', async () => {
    const said = await sayCluster('cluster-colocated');
    expect(said.found).toContain('warning RedisClusterColocatedMasters server1');
    expect(said.tolerance).toBe(0);
  });

  it('is critical without a majority of masters', async () => {
    const said = await sayCluster('cluster-down');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toContain('critical RedisClusterDown cluster');
  });

  it('is critical when nothing runs', async () => {
    const said = await sayCluster('cluster-all-stopped');
    expect(said).toMatchObject({level: 'critical', tolerance: 0, line: 'no node answers'});
  });

  it('counts a stopped replica against the tolerance at once, before the cluster has noticed', async () => {
    expect(await sayCluster('cluster-replica-stopped-now')).toMatchObject({level: 'warning', tolerance: 0});
  });

  it('refuses to call instances without cluster mode ok where the configuration demands it', async () => {
    const transcript = transcriptOf('redis', 'cluster-healthy');
    const text = JSON.stringify(transcript).replaceAll('cluster_enabled:1', 'cluster_enabled:0');
    const snapshot = await snapshotOf('redis', JSON.parse(text) as Transcript, cluster);
    const said = saidBy(judgeRedis({snapshot, config: cluster, history: []}));
    expect(said.level).toBe('critical');
    expect(said.found).toContain('critical RedisNotClustered server1');
  });
});
