// The second, quick look adds what it saw, and takes away nothing that it had no time for.

import {describe, expect, it} from 'vitest';
import type {ReachFacts} from '../../../src/model/facts.ts';
import type {Reading} from '../../../src/model/reading.ts';
import {emptySnapshot} from '../../../src/model/snapshot.ts';
import {mergeLooks} from '../../../src/probes/look-twice.ts';
import {at, configOf, galera, galeraStatus, healthy, lost, seen, withHost} from '../support/readings.ts';

const config = configOf();
const none: Reading<never> = {kind: 'none', why: 'not-deployed'};
const ranOut: Reading<never> = {kind: 'lost', error: {code: 'timeout', what: 'no answer within 1.0 s'}, at};

describe('merging two looks', () => {
  it('what the second look saw replaces the first, also a failure that is one', () => {
    const first = healthy(config);
    const two = seen(galera(config, galeraStatus(config, ['server1', 'server2'])), at + 1000);
    const second = withHost(emptySnapshot('test', at + 1000), 'mariadb', {
      server1: two,
      server3: lost('no route to host'),
    });
    const merged = mergeLooks(first, second);
    expect(merged.hosts.mariadb['server1']).toBe(two);
    expect(merged.hosts.mariadb['server3']).toMatchObject({kind: 'lost', error: {what: 'no route to host'}});
    expect(merged.hosts.mariadb['server2']).toBe(first.hosts.mariadb['server2']);
    expect(merged.shared.glusterVolume).toBe(first.shared.glusterVolume);
    expect(merged.at).toBe(at + 1000);
  });

  it('what only ran out of its short time keeps its first reading, "not installed" included', () => {
    const first = withHost(healthy(config), 'redis', {server1: none});
    const second = withHost(withHost(emptySnapshot('test', at), 'mariadb', {server1: ranOut}), 'redis', {
      server1: ranOut,
    });
    const merged = mergeLooks(first, second);
    expect(merged.hosts.mariadb['server1']).toBe(first.hosts.mariadb['server1']);
    expect(merged.hosts.redis['server1']).toBe(none);
  });

  it('what peers heard in the first look still stands', () => {
    const facts: ReachFacts = {user: 'root', root: true, rttMs: 1};
    const first = withHost(healthy(config), 'reach', {server1: seen({...facts, hears: {server3: false}})});
    const second = withHost(emptySnapshot('test', at), 'reach', {server1: seen(facts, at + 1000)});
    expect(mergeLooks(first, second).hosts.reach['server1']).toMatchObject({
      at: at + 1000,
      value: {hears: {server3: false}},
    });
  });
});
