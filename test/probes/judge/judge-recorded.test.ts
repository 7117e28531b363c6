// What the product says of GlusterFS and Galera in scenes recorded on real controllers.

import {describe, expect, it} from 'vitest';
import {heard} from '../support/recorded-look.ts';

describe('a recorded cluster', () => {
  it('all well is ok, and one controller may die', async () => {
    const {judgement, codes} = await heard('healthy');
    expect(codes).toEqual([]);
    expect(judgement).toMatchObject({level: 'ok', tolerance: 1});
    expect(judgement.services.glusterfs).toMatchObject({level: 'ok', line: '3 of 3 bricks, heal 0'});
    expect(judgement.services.mariadb).toMatchObject({level: 'ok', line: '3 of 3 Synced, Primary'});
    expect(judgement.services.host.controllers['server2']).toMatchObject({reading: 'seen', level: 'ok'});
  });

  it('a stopped database server is a warning that names it', async () => {
    const {judgement, codes} = await heard('galera-one-stopped');
    expect(codes).toEqual(['warning GaleraNodeDown server3', 'warning NoTolerance cluster']);
    expect(judgement.services.mariadb.controllers['server3']).toMatchObject({
      word: 'stopped',
      facts: {process: 'none'},
    });
  });

  it('the last server of three is critical, though it serves', async () => {
    const {judgement, codes} = await heard('galera-one-left');
    expect(codes).toContain('critical GaleraSizeCritical cluster');
    expect(judgement.services.mariadb).toMatchObject({line: '1 of 3 Synced, Primary', tolerance: 0});
  });

  it('a full stop in order is seen as such, with the last one out marked by its own file', async () => {
    const {judgement, codes} = await heard('galera-all-stopped');
    expect(codes).toContain('critical GaleraAllDown cluster');
    const {controllers} = judgement.services.mariadb;
    expect(['server1', 'server2', 'server3'].map((host) => controllers[host]?.facts['safe_to_bootstrap'])).toEqual([
      true,
      false,
      false,
    ]);
    expect(controllers['server1']?.facts['grastate_seqno']).toMatch(/^\d+$/);
  });
});
