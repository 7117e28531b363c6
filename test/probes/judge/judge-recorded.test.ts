// What the product says of GlusterFS and Galera in scenes recorded on real controllers.

import {describe, expect, it} from 'vitest';
import {heard} from '../support/recorded-look.ts';

describe('a recorded cluster', () => {
  it('all well is ok, and one controller may die', async () => {
    const {judgement, codes} = await heard('healthy');
    expect(codes).toEqual([]);
    expect(judgement).toMatchObject({level: 'ok', tolerance: 1});
    expect(judgement.services.glusterfs).toMatchObject({level: 'ok', line: {en: '3 of 3 bricks, heal 0'}});
    expect(judgement.services.mariadb).toMatchObject({level: 'ok', line: {en: '3 of 3 Synced, Primary'}});
    expect(judgement.services.host.controllers['server2']).toMatchObject({reading: 'seen', level: 'ok'});
  });

  it('a stopped database server is a warning that names it', async () => {
    const {judgement, codes} = await heard('galera-one-stopped');
    expect(codes).toEqual(['warning GaleraNodeDown server3', 'warning NoTolerance cluster']);
    expect(judgement.services.mariadb.controllers['server3']).toMatchObject({
      word: {en: 'stopped'},
      facts: {process: 'none'},
    });
  });

  it('the last server of three is critical, though it serves', async () => {
    const {judgement, codes} = await heard('galera-one-left');
    expect(codes).toContain('critical GaleraSizeCritical cluster');
    expect(judgement.services.mariadb).toMatchObject({line: {en: '1 of 3 Synced, Primary'}, tolerance: 0});
  });

  it('a full stop in order is seen as such, with the last one out marked by its own file', async () => {
    const {judgement, codes} = await heard('galera-all-stopped');
    expect(codes).toContain('critical GaleraAllDown cluster');
    expect(judgement.findings.find(({code}) => code === 'GaleraAllDown')?.remedy).toBe('start');
    const {controllers} = judgement.services.mariadb;
    expect(['server1', 'server2', 'server3'].map((host) => controllers[host]?.facts['safe_to_bootstrap'])).toEqual([
      true,
      false,
      false,
    ]);
    expect(controllers['server1']?.facts['grastate_seqno']).toMatch(/^\d+$/);
  });

  it('a server cut off the group is a minority, and the others serve on', async () => {
    const {judgement, codes} = await heard('galera-minority');
    expect(codes).toContain('critical GaleraPartitionMinority server3');
    expect(judgement.services.mariadb).toMatchObject({
      level: 'critical',
      line: {en: '2 of 3 Synced, Primary'},
      tolerance: 0,
    });
    expect(judgement.services.mariadb.controllers['server3']?.word.en).toBe('non-Primary');
  });

  it('a killed brick is named, its heal count is unknown and not 0, what waits for it is told', async () => {
    const {judgement, codes} = await heard('gluster-brick-killed');
    expect(codes).toEqual(['warning GlusterBrickDown server2', 'warning NoTolerance cluster']);
    const {glusterfs} = judgement.services;
    expect(glusterfs.controllers['server2']).toMatchObject({word: {en: 'brick down'}, facts: {heal_pending: null}});
    expect(glusterfs.facts['heal_pending']).toBeGreaterThan(0);
    expect(glusterfs.tolerance).toBe(0);
  });

  it('a stopped glusterd takes its brick and its mount with it, and accuses no peer', async () => {
    const {codes} = await heard('gluster-glusterd-stopped');
    expect(codes).toEqual([
      'warning GlusterBrickDown server3',
      'warning GlusterdDown server3',
      'warning GlusterMountMissing server3',
      'warning NoTolerance cluster',
    ]);
  });

  it('a glusterd that is there and answers nothing is unknown, never well', async () => {
    const {judgement, codes} = await heard('gluster-daemon-hung');
    expect(codes).toContain('unknown ReadingLost server3');
    expect(judgement.services.glusterfs.controllers['server3']).toMatchObject({reading: 'lost', level: 'unknown'});
    expect(judgement.services.mariadb.level).toBe('ok');
  });

  it('a glusterd cut off its peers is found by both sides, and its own view is not taken for the volume’s', async () => {
    const {judgement, codes} = await heard('gluster-peers-apart');
    expect(codes).toEqual(expect.arrayContaining(['warning GlusterPeersApart server3']));
    expect(codes.join()).not.toContain('GlusterQuorumLost');
    expect(judgement.level).not.toBe('ok');
    expect(judgement.services.mariadb.level).toBe('ok');
  });

  it('a controller without power is judged lost by its peers’ word, not unknown', async () => {
    const {judgement, codes} = await heard('controller-lost');
    expect(judgement).toMatchObject({level: 'warning', tolerance: 0, controllers: {server3: {confirmedLost: true}}});
    expect(codes).toEqual(expect.arrayContaining(['warning ControllerLost server3', 'warning GaleraNodeLost server3']));
    for (const service of ['glusterfs', 'mariadb', 'host'] as const) {
      expect(judgement.services[service].controllers['server3']).toMatchObject({
        reading: 'lost',
        level: 'warning',
        word: {en: 'lost'},
      });
    }
  });
});
