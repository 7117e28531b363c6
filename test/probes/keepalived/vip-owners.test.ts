// Whom the header names as the holder of the VIP while it moves.

import {describe, expect, it} from 'vitest';
import {vipOwners} from '../../../src/probes/vip-owners.ts';
import {snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';

const config = labConfig();

/** server1 holds the VIP as recorded; server2 too, since `tookOver` milliseconds before it was asked at `askedAt`. */
async function twoClaims(server1At: number, server2: {readonly askedAt: number; readonly tookOver: number}) {
  const snapshot = await snapshotOf('keepalived', transcriptOf('keepalived', 'vip-healthy'), config);
  const claim = snapshot.hosts.keepalived['server1'];
  if (claim?.kind !== 'seen') throw new Error('the recorded scene has an owner');
  const now = claim.value.now;
  const later = {...claim.value, now, lastTransitionAt: now - server2.tookOver};
  const keepalived = {
    ...snapshot.hosts.keepalived,
    server1: {...claim, at: server1At},
    server2: {...claim, at: server2.askedAt, value: later},
  };
  return vipOwners({snapshot: {...snapshot, hosts: {...snapshot.hosts, keepalived}}, config});
}

describe('the holder of the VIP', () => {
  it('is the one that took it over, not the one that was last seen with it before', async () => {
    expect(await twoClaims(10_000, {askedAt: 12_000, tookOver: 500})).toEqual(['server2']);
  });

  it('are both, where the other one was seen with it after the takeover', async () => {
    expect(await twoClaims(12_000, {askedAt: 12_000, tookOver: 500})).toEqual(['server1', 'server2']);
  });
});
