// What is said of replicas that do not do their part, and of a master with nobody to fall back on (ha-operations §2.4, §5.4).

import {describe, expect, it} from 'vitest';
import {
  changeInstances,
  found,
  judgeSentinels,
  sentinels,
  stopped,
  unseen,
  withInfo,
  withoutInfo,
  withSettings,
} from '../support/redis-scenes.ts';

const judged = (...lines: readonly Parameters<typeof withInfo>[2][]) =>
  judgeSentinels(lines.reduce((scene, each) => withInfo(scene, 'server3', each), sentinels));

describe('a replica', () => {
  it('that is still copying the data set is a warning of its own, and not counted on', () => {
    const part = judged({master_link_status: 'down', master_sync_in_progress: '1'});
    expect(found(part)).toEqual(['warning RedisReplicaSyncing server3']);
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
    expect(found(judged({master_link_status: 'down', master_link_down_since_seconds: '12'}))).toEqual([
      'warning RedisReplicaLinkDown server3',
    ]);
  });

  it('that has heard nothing of its master for more than ten seconds is a warning, though its link says up', () => {
    expect(found(judged({master_last_io_seconds_ago: '10'}))).toEqual([]);
    const part = judged({master_last_io_seconds_ago: '11'});
    expect(found(part)).toEqual(['warning RedisReplicaSilent server3']);
    expect(part.verdict.level).toBe('warning');
  });

  it('that does not say when it last heard of its master is not taken for one that did', () => {
    expect(found(judgeSentinels(withoutInfo(sentinels, 'server3', 'master_last_io_seconds_ago')))).toEqual([
      'warning RedisReplicaSilent server3',
    ]);
  });

  it('that follows another than the master all agree on is a warning, and no replica of that master', () => {
    const part = judged({master_host: '10.77.1.102'});
    expect(found(part)).toEqual(['warning RedisReplicaOfAnother server3']);
    expect(part.findings[0]?.params).toMatchObject({follows: '10.77.1.102', master: 'server1'});
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
    expect(found(judged({master_host: 'server1'}))).toEqual([]);
  });

  it('that takes writes is a warning', () => {
    expect(found(judged({slave_read_only: '0'}))).toEqual(['warning RedisReplicaWritable server3']);
    expect(found(judged({slave_read_only: '1'}))).toEqual([]);
  });
});

describe('a master', () => {
  const alone = ['server2', 'server3'].reduce((scene, host) => withInfo(scene, host, {slave_priority: '0'}), sentinels);

  it('without a replica that could take over is critical, although every write still works', () => {
    const part = judgeSentinels(alone);
    expect(found(part)).toEqual(['critical RedisNoReplica server1']);
    expect(part.verdict).toMatchObject({level: 'critical', tolerance: 0});
    const one = withInfo(sentinels, 'server2', {slave_priority: '0'});
    expect(found(judgeSentinels(one))).toEqual([]);
  });

  const hidden = unseen(unseen(sentinels, 'server2'), 'server3');

  it('whose replicas only we cannot see has them: by its own word it feeds them', () => {
    const part = judgeSentinels(hidden);
    expect(found(part).join()).not.toContain('RedisNoReplica');
    expect(part.verdict).toMatchObject({level: expect.not.stringMatching('ok'), tolerance: 0});
  });

  it('whose replicas were seen to be stopped has none, whatever its table still says', () => {
    const part = judgeSentinels(stopped(stopped(sentinels, 'server2'), 'server3'));
    expect(found(part)).toContain('critical RedisNoReplica server1');
  });

  it.each([
    ['it has not heard for more than ten seconds', /lag=\d+/, 'lag=11'],
    ['are still being filled', 'state=online', 'state=send_bulk'],
    ['are somebody else’s', /ip=[\d.]+/, 'ip=10.77.1.9'],
  ])('whose unseen replicas %s has none', (_why, from, to) => {
    const slaves = Object.entries(
      hidden.hosts.redis['server1']?.kind === 'seen'
        ? (hidden.hosts.redis['server1'].value.instances[0]?.info ?? {})
        : {},
    ).filter(([key]) => /^slave\d+$/.test(key));
    expect(slaves).toHaveLength(2);
    const lines = Object.fromEntries(slaves.map(([key, value]) => [key, value.replace(from, to)]));
    expect(found(judgeSentinels(withInfo(hidden, 'server1', lines)))).toContain('critical RedisNoReplica server1');
  });

  it('that goes on taking writes when it is cut off is a warning with what mends it (L12)', () => {
    const part = judgeSentinels(withSettings(sentinels, 'server1', {'min-replicas-to-write': '0'}));
    expect(found(part)).toEqual(['warning RedisUnboundedLoss server1']);
    expect(part.findings[0]?.remedy).toBe('start');
    expect(part.verdict.level).toBe('warning');
  });

  it('does so too where min-replicas-max-lag is 0: INFO counts no good replicas then', () => {
    const off = withoutInfo(sentinels, 'server1', 'min_slaves_good_slaves');
    expect(found(judgeSentinels(off))).toEqual(['warning RedisUnboundedLoss server1']);
    const lonely = withInfo(off, 'server1', {connected_slaves: '0'});
    expect(found(judgeSentinels(lonely)).join()).not.toContain('RedisWritesRefused');
  });

  it('is not blamed for settings that could not be read', () => {
    const part = judgeSentinels(changeInstances(sentinels, 'server1', (each) => ({...each, config: null})));
    expect(found(part)).toEqual([]);
  });
});

describe('an instance', () => {
  const off = {appendonly: 'no', save: ''};

  it('that writes nothing to disk is a warning on its host: a master that comes back empty empties its replicas', () => {
    expect(found(judgeSentinels(withSettings(sentinels, 'server2', off)))).toEqual([
      'warning RedisNoPersistence server2',
    ]);
  });

  it.each([
    {appendonly: 'yes', save: ''},
    {appendonly: 'no', save: '3600 1'},
  ])('that writes %o is not', (lines) => {
    expect(found(judgeSentinels(withSettings(sentinels, 'server2', lines)))).toEqual([]);
  });
});
