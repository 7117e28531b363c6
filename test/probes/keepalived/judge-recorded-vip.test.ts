// What the product says of the VIP in scenes recorded on real controllers.

import {describe, expect, it} from 'vitest';
import type {KeepalivedFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judgeKeepalived} from '../../../src/probes/keepalived/judge-keepalived.ts';
import type {Said} from '../../support/judged-scene.ts';
import {saidBy, sceneOf, snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';

const config = labConfig();
const say = async (...names: string[]) => sceneOf('keepalived', judgeKeepalived, names, config);

describe('the VIP, as recorded', () => {
  it('is ok with one owner, and every other controller may take it', async () => {
    expect(await say('vip-healthy')).toEqual({
      level: 'ok',
      tolerance: 2,
      line: 'VIP on server1, 2 ready to take over',
      words: {server1: 'MASTER 100', server2: 'BACKUP 90', server3: 'BACKUP 80'},
      found: [],
    });
  });

  it('is ok too for a controller that has just talked to it', async () => {
    expect(await say('vip-neighbour')).toMatchObject({level: 'ok', found: []});
  });

  it('believed to be on another controller is a stale neighbour', async () => {
    expect((await say('vip-stale-neighbour')).found).toEqual(['warning VipStaleNeighbour server3']);
  });

  it('answered for by a machine that is no controller is critical', async () => {
    expect((await say('vip-foreign-mac')).found).toEqual(['critical VipForeignMac server3']);
  });

  it('has one backup less when keepalived is stopped there, fails a check, or is kept in maintenance', async () => {
    expect(await say('vip-backup-stopped')).toMatchObject({tolerance: 1, found: ['warning KeepalivedDown server3']});
    expect(await say('vip-check-failing')).toMatchObject({
      tolerance: 1,
      words: {server3: 'FAULT 80'},
      found: ['warning KeepalivedFault server3'],
    });
    expect(await say('vip-maintenance')).toMatchObject({
      tolerance: 1,
      words: {server2: 'maintenance'},
      found: ['warning VipMaintenance server2'],
    });
  });

  it('left behind by a killed daemon is an orphan and a duplicate at once, without a second look', async () => {
    const said = await say('vip-orphan-now');
    expect(said).toMatchObject({level: 'critical', tolerance: 0, words: {server1: 'orphaned VIP'}});
    expect(said.found).toEqual(
      expect.arrayContaining(['critical VipDuplicate cluster', 'critical VipOrphaned server1']),
    );
  });

  it('moves when its owner is stopped', async () => {
    expect(await say('vip-owner-stopped')).toMatchObject({
      level: 'warning',
      words: {server1: 'MASTER 100', server2: 'down'},
    });
  });

  it('that nobody holds and nobody could take is absent: critical at the first look', async () => {
    const said = await say('vip-absent');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toContain('critical VipAbsent cluster');
  });

  it('of a dead owner is seen on its successor; the dead one is unknown as long as nobody confirms its death', async () => {
    const said = await say('vip-owner-poweroff');
    expect(said.words).toEqual({server1: 'unreachable', server2: 'BACKUP 90', server3: 'MASTER 80'});
    expect(said).toMatchObject({level: 'unknown', tolerance: 1});
  });
});

const healthy = await snapshotOf('keepalived', transcriptOf('keepalived', 'vip-healthy'), config);

function withHost(snapshot: Snapshot, host: string, changes: Partial<KeepalivedFacts>): Snapshot {
  const reading = snapshot.hosts.keepalived[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  const keepalived = {...snapshot.hosts.keepalived, [host]: {...reading, value: {...reading.value, ...changes}}};
  return {...snapshot, hosts: {...snapshot.hosts, keepalived}};
}

function withLost(snapshot: Snapshot, host: string): Snapshot {
  const lost = {kind: 'lost' as const, error: {code: 'unreachable' as const, what: 'no route'}, at: snapshot.at};
  const hosts = {
    ...snapshot.hosts,
    reach: {...snapshot.hosts.reach, [host]: lost},
    keepalived: {...snapshot.hosts.keepalived, [host]: lost},
  };
  return {...snapshot, hosts};
}

const nowOf = (snapshot: Snapshot, host: string): number => {
  const reading = snapshot.hosts.keepalived[host];
  return reading?.kind === 'seen' ? reading.value.now : 0;
};
const later = (snapshot: Snapshot, ms: number): Snapshot => ({...snapshot, at: snapshot.at + ms});
const judged = (snapshot: Snapshot, history: readonly Snapshot[] = []): Said =>
  saidBy(judgeKeepalived({snapshot, config, history}));

describe('made from the healthy scene', () => {
  it('two owners in one sample may be a move under way; in two samples they are not', () => {
    const moving = withHost(healthy, 'server2', {
      vipOn: 'eth0',
      vrrpState: 'MASTER',
      lastTransitionAt: nowOf(healthy, 'server2') - 300,
    });
    expect(judged(moving).found).toContain('warning VipDuplicate cluster');
    expect(judged(later(moving, 1000), [moving]).found).toContain('critical VipDuplicate cluster');
  });

  it('two owners that have both been MASTER for long are critical at once', () => {
    const both = withHost(healthy, 'server2', {vipOn: 'eth0', vrrpState: 'MASTER'});
    expect(judged(both).found).toContain('critical VipDuplicate cluster');
  });

  it('no owner for longer than a takeover may take is critical', () => {
    const nobody = withHost(healthy, 'server1', {
      vipOn: null,
      vrrpState: 'BACKUP',
      lastTransitionAt: nowOf(healthy, 'server1') - 100,
    });
    expect(judged(nobody).found).toEqual(['warning VipAbsent cluster']);
    expect(judged(later(nobody, 3000), [nobody]).found).toEqual(['critical VipAbsent cluster']);
  });

  it('no owner among those that answer is unknown while one cannot be asked: it may hold the VIP', () => {
    const said = judged(withLost(healthy, 'server1'));
    expect(said).toMatchObject({level: 'unknown'});
    expect(said.found).toContain('unknown VipOwnerUnseen cluster');
  });

  it('an address on a machine that is not MASTER, and a MASTER without the address, are critical', () => {
    expect(judged(withHost(healthy, 'server1', {vrrpState: 'BACKUP'})).found).toContain('critical VipOrphaned server1');
    expect(judged(withHost(healthy, 'server2', {vrrpState: 'MASTER'})).found).toContain(
      'critical VipMasterWithoutAddress server2',
    );
  });

  it('a wrong neighbour is critical after a minute', () => {
    const mac = healthy.hosts.keepalived['server2'];
    const wrong = withHost(healthy, 'server3', {neighbourMac: mac?.kind === 'seen' ? mac.value.mac : null});
    expect(judged(later(wrong, 61_000), [later(wrong, 30_000), wrong]).found).toEqual([
      'critical VipStaleNeighbour server3',
    ]);
  });

  it('more than two changes to MASTER in ten minutes are flapping', () => {
    expect(judged(withHost(healthy, 'server1', {transitions10min: 2})).found).toEqual([]);
    expect(judged(withHost(healthy, 'server1', {transitions10min: 3})).found).toEqual(['warning VipFlapping server1']);
  });

  it('a daemon without an event log is not counted on', () => {
    const said = judged(withHost(healthy, 'server2', {vrrpState: null, lastTransitionAt: null}));
    expect(said).toMatchObject({tolerance: 1, words: {server2: 'no VIP'}});
  });
});
