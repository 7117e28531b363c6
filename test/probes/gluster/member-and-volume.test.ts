// What may be wrong with one controller's share of GlusterFS, or with the volume as a whole (ha-operations §2.3, §1: L06, L15, L17).

import {describe, expect, it} from 'vitest';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {GlusterFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {notDeployed} from '../../actions/support/cluster.ts';
import {brick, codesOf, configOf, gluster, healthy, seen, volume, withHost, withVolume} from '../support/readings.ts';

const config = configOf();

function verdict(snapshot: Snapshot, given: ClusterConfig = config) {
  const judgement = judge({snapshot, config: given, history: []});
  const params = (code: string) => judgement.findings.find((finding) => finding.code === code)?.params;
  return {judgement, params, gluster: judgement.services.glusterfs, codes: codesOf(judgement)};
}

const with2 = (over: Partial<GlusterFacts>) =>
  verdict(withHost(healthy(config), 'glusterfs', {server2: seen(gluster(config, 'server2', over))}));

describe('the mount', () => {
  const local = {path: '/mnt/glusterfs', source: '/dev/sda1', fstype: 'ext4', options: 'rw'};

  it('of another file system in its place is critical: what is written there no other controller sees', () => {
    const {codes, params, gluster: service} = with2({mount: local});
    expect(codes).toEqual(['critical GlusterMountForeign server2']);
    expect(params('GlusterMountForeign')).toEqual({path: '/mnt/glusterfs', fstype: 'ext4'});
    expect(service).toMatchObject({level: 'critical', controllers: {server2: {level: 'critical'}}});
    expect(service.controllers['server1']?.level).toBe('ok');
  });

  it('of another file system is critical even if it answers and is in fstab', () => {
    const nfs = {...local, source: 'nas:/vol', fstype: 'nfs4'};
    expect(with2({mount: nfs, mountInFstab: true, mountAnswers: true}).codes).toEqual([
      'critical GlusterMountForeign server2',
    ]);
  });

  it('without a line in fstab is told, for it will not come back by itself', () => {
    const {codes, params, judgement} = with2({mountInFstab: false});
    expect(codes).toEqual(['info GlusterMountNotInFstab server2']);
    expect(params('GlusterMountNotInFstab')).toEqual({path: '/mnt/glusterfs'});
    expect(judgement.level).toBe('ok');
  });
});

describe('the self-heal daemon', () => {
  it('is missed where a brick runs: copies there are not repaired', () => {
    const {codes, params, gluster: service} = with2({selfHealProcess: false});
    expect(codes).toEqual(['warning GlusterSelfHealDown server2']);
    expect(params('GlusterSelfHealDown')).toEqual({volume: 'data_volume'});
    expect(service).toMatchObject({level: 'warning', controllers: {server2: {level: 'warning'}}});
  });

  it('is not missed where no brick runs, nor in a volume without copies', () => {
    expect(with2({selfHealProcess: false, brickProcesses: []}).codes).toEqual([]);
    const alone = configOf(1, {storage: {gluster: {replica_count: 1}}});
    const facts = seen(gluster(alone, 'server1', {selfHealProcess: false}));
    const bricks = [brick('server1')];
    const snapshot = withVolume(
      withHost(healthy(alone), 'glusterfs', {server1: facts}),
      seen(volume(alone, {type: 'Distribute', replicaCount: 1, bricks})),
    );
    expect(verdict(snapshot, alone).codes.filter((code) => code.includes('Gluster'))).toEqual([]);
  });
});

it('a controller without GlusterFS beside others that have it is a warning', () => {
  const {codes, gluster: service} = verdict(withHost(healthy(config), 'glusterfs', {server3: notDeployed}));
  expect(codes).toContain('warning GlusterNotDeployedHere server3');
  expect(service).toMatchObject({level: 'warning', controllers: {server3: {word: {en: 'not deployed'}}}});
  const nowhere = Object.fromEntries(['server1', 'server2', 'server3'].map((host) => [host, notDeployed]));
  const none = withVolume(withHost(healthy(config), 'glusterfs', nowhere), {kind: 'none', why: 'not-deployed'});
  expect(verdict(none).codes.join()).not.toContain('Gluster');
  expect(verdict(none).gluster.level).toBe('none');
});

it('a volume that is stopped is critical, and tolerates nothing', () => {
  const bricks = ['server1', 'server2', 'server3'].map((host) =>
    brick(host, {online: false, pid: null, healPending: null, splitBrain: null}),
  );
  const {
    codes,
    params,
    gluster: service,
  } = verdict(withVolume(healthy(config), seen(volume(config, {started: false, bricks}))));
  expect(codes).toEqual(['critical GlusterVolumeStopped cluster', 'warning NoTolerance cluster']);
  expect(params('GlusterVolumeStopped')).toEqual({volume: 'data_volume'});
  expect(service).toMatchObject({level: 'critical', tolerance: 0, line: {en: 'volume data_volume stopped'}});
});

describe('the shape of the volume', () => {
  const shaped = (given: ClusterConfig, replicaCount: number, arbiterCount: number, bricks: number) => {
    const hosts = ['server1', 'server2', 'server3'].slice(0, bricks);
    const over = {replicaCount, arbiterCount, bricks: hosts.map((host) => brick(host))};
    const {codes, params} = verdict(withVolume(healthy(given), seen(volume(given, over))), given);
    return {codes: codes.filter((code) => code.includes('Shape')), params: params('GlusterShapeDiffers')};
  };

  it('with fewer copies than configured is a warning', () => {
    const {codes, params} = shaped(config, 2, 0, 2);
    expect(codes).toEqual(['warning GlusterShapeDiffers cluster']);
    expect(params).toEqual({volume: 'data_volume', replica: '2', wanted: '3'});
    expect(shaped(config, 3, 0, 3).codes).toEqual([]);
  });

  it('counts the arbiter as gluster does: two copies and an arbiter are replica 3', () => {
    const arbiter = configOf(3, {storage: {gluster: {replica_count: 2, arbiter: true}}});
    expect(shaped(arbiter, 3, 1, 3).codes).toEqual([]);
    expect(shaped(arbiter, 2, 0, 2).params).toMatchObject({replica: '2', wanted: '3 arbiter 1'});
  });

  it('with an arbiter in place of a third copy is a warning', () => {
    const {codes, params} = shaped(config, 3, 1, 3);
    expect(codes).toEqual(['warning GlusterShapeDiffers cluster']);
    expect(params).toMatchObject({replica: '3 arbiter 1', wanted: '3'});
  });
});
