// What is said of slots and nodes of a Redis cluster that fail, are suspected, or should be forgotten (ha-operations §2.4, L10).

import {describe, expect, it} from 'vitest';
import type {RedisClusterNodeFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {cluster, found, hosts, judgeClustered, withCluster} from '../support/redis-scenes.ts';

type Edit = (node: RedisClusterNodeFacts) => readonly RedisClusterNodeFacts[];

const everywhere = (edit: Edit, lines: Readonly<Record<string, string>> = {}): Snapshot =>
  hosts.reduce((scene, host) => withCluster(scene, host, lines, edit), cluster);

/** The replica that runs on server2, marked so by whoever is not that node itself. */
const marking =
  (...flags: readonly string[]): Edit =>
  (node) =>
    node.ip === '10.77.1.102' && node.flags.includes('slave') && !node.flags.includes('myself')
      ? [{...node, flags: [...node.flags, ...flags]}]
      : [node];

describe('slots', () => {
  it('that failed are critical, also when only one node says so', () => {
    const part = judgeClustered(withCluster(cluster, 'server3', {cluster_slots_fail: '5461'}));
    expect(found(part)).toEqual(['critical RedisClusterSlotsFailing cluster']);
    expect(part.findings[0]?.params).toEqual({slots: 5461});
    expect(part.verdict.level).toBe('critical');
  });

  it('that are suspected are a warning, and said once where some have failed already', () => {
    const suspected = withCluster(cluster, 'server3', {cluster_slots_pfail: '5461'});
    expect(found(judgeClustered(suspected))).toEqual(['warning RedisClusterSlotsSuspected cluster']);
    expect(found(judgeClustered(withCluster(suspected, 'server2', {cluster_slots_fail: '1'})))).toEqual([
      'critical RedisClusterSlotsFailing cluster',
    ]);
  });
});

describe('masters', () => {
  it('fewer than three cannot outvote one that is lost: a warning, once, with their number', () => {
    const part = judgeClustered(everywhere((node) => [node], {cluster_size: '2'}));
    expect(found(part)).toEqual(['warning RedisClusterTooSmall cluster']);
    expect(part.findings[0]?.params).toEqual({masters: 2});
  });
});

describe('a node', () => {
  it('that a majority marks as failed is a warning on its controller', () => {
    const part = judgeClustered(everywhere(marking('fail')));
    expect(found(part)).toContain('warning RedisClusterNodeFailed server2');
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
  });

  it('that is suspected by one is a warning, whichever node that is', () => {
    for (const by of ['server1', 'server3']) {
      const part = judgeClustered(withCluster(cluster, by, {}, marking('fail?')));
      expect(found(part)).toContain('warning RedisClusterNodeSuspected server2');
      expect(part.verdict.level).toBe('warning');
    }
  });

  it('that one suspects and another knows to have failed is told once', () => {
    const both = withCluster(withCluster(cluster, 'server1', {}, marking('fail?')), 'server3', {}, marking('fail'));
    const said = found(judgeClustered(both)).filter((each) => each.includes('RedisClusterNode'));
    expect(said).toEqual(['warning RedisClusterNodeFailed server2']);
  });

  it('is not suspected on the word of one that is itself cut off', () => {
    const cut = withCluster(cluster, 'server3', {cluster_state: 'fail'}, marking('fail?'));
    const said = found(judgeClustered(cut));
    expect(said).toContain('critical RedisClusterStateFail server3');
    expect(said.join()).not.toContain('RedisClusterNodeSuspected');
  });

  const gone = {id: 'f'.repeat(40), ip: '10.77.1.104', port: 6379, masterId: null, slots: 0, slotRanges: ''};
  const leaving =
    (...flags: readonly string[]): Edit =>
    (node) =>
      node.flags.includes('myself') ? [node, {...node, ...gone, flags, linkState: 'disconnected'}] : [node];

  it.each([[['master', 'noaddr']], [['handshake']], [['master', 'fail', 'noaddr']]])(
    'that is gone and still listed as %o is a leftover, whoever has not forgotten it',
    (flags) => {
      for (const by of hosts) {
        const part = judgeClustered(withCluster(cluster, by, {}, leaving(...flags)));
        expect(found(part)).toEqual(['warning RedisClusterLeftover cluster']);
        expect(part.findings[0]?.params).toMatchObject({node: '10.77.1.104:6379'});
        expect(part.verdict.level).toBe('warning');
      }
    },
  );

  it('that shakes hands with all is told once', () => {
    expect(found(judgeClustered(everywhere(leaving('handshake'))))).toEqual(['warning RedisClusterLeftover cluster']);
  });
});

describe('a master', () => {
  it('without a replica on another controller is a warning, and nothing may fail (L10)', () => {
    const without = everywhere((node) => (node.flags.includes('slave') ? [] : [node]));
    const part = judgeClustered(without);
    expect(found(part)).toEqual(hosts.map((host) => `warning RedisMasterWithoutReplica ${host}`));
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
    expect(found(judgeClustered(cluster))).toEqual([]);
  });

  it('whose replica sits on the same controller has none that counts', () => {
    const masters = new Map<string, string>();
    everywhere((node) => {
      if (node.slots > 0) masters.set(node.id, node.ip);
      return [node];
    });
    const together = everywhere((node) => {
      const home = masters.get(node.masterId ?? '');
      const moved = [...masters].find(([, ip]) => ip === node.ip);
      return home === undefined || moved === undefined ? [node] : [{...node, masterId: moved[0]}];
    });
    expect(found(judgeClustered(together)).filter((each) => each.includes('WithoutReplica'))).toHaveLength(3);
  });

  it('at addresses that are none of ours has its replica where the other address is', () => {
    const abroad = everywhere((node) => [{...node, ip: node.ip.replace('10.77.1.', '192.0.2.')}]);
    expect(found(judgeClustered(abroad)).join()).not.toContain('RedisMasterWithoutReplica');
  });
});
