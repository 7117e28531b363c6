// What the product promises about GlusterFS: ha-operations §2.3. Judged from every vantage point, `-` is never 0.

import {describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {
  brick,
  codesOf,
  configOf,
  galera,
  galeraStatus,
  gluster,
  healthy,
  lost,
  peer,
  seen,
  unit,
  unreachable,
  volume,
  withHost,
  withVolume,
} from '../support/readings.ts';

const config = configOf();

function verdict(snapshot: Snapshot, history: readonly Snapshot[] = [], given = config) {
  const judgement = judge({snapshot, config: given, history});
  const codes = codesOf(judgement);
  return {judgement, gluster: judgement.services.glusterfs, codes};
}

function withGluster(host: string, over: Partial<ReturnType<typeof gluster>>, base = healthy(config)): Snapshot {
  return withHost(base, 'glusterfs', {[host]: seen(gluster(config, host, over))});
}

/** Not reachable, out of the Primary component, and both other glusterds have lost it too. */
function server3Dead(): Snapshot {
  const two = seen(galera(config, galeraStatus(config, ['server1', 'server2'])));
  const seenApart = (host: string) =>
    seen(gluster(config, host, {peers: [peer(host === 'server1' ? 'server2' : 'server1'), peer('server3', false)]}));
  const dead = withHost(unreachable(healthy(config), 'server3'), 'mariadb', {server1: two, server2: two});
  return withHost(dead, 'glusterfs', {server1: seenApart('server1'), server2: seenApart('server2')});
}

describe('GlusterFS', () => {
  it('counts on no brick of a controller that is lost, although the volume was last seen whole', () => {
    const gone = withHost(healthy(config), 'reach', {server3: lost()});
    expect(verdict(gone).gluster.tolerance).toBe(0);
  });

  it('names the brick of a controller whose loss the peers confirm, before the volume says so itself', () => {
    const {gluster: service, codes} = verdict(server3Dead());
    expect(codes).toContain('warning ControllerLost server3');
    expect(codes).toContain('warning GlusterBrickDown server3');
    expect(service).toMatchObject({level: 'warning', tolerance: 0, line: {en: '2 of 3 bricks, heal 0'}});
  });

  it('three bricks, three mounts, nothing to heal: ok, and one may die', () => {
    const {gluster: service, codes} = verdict(healthy(config));
    expect(codes).toEqual([]);
    expect(service).toMatchObject({level: 'ok', tolerance: 1, line: {en: '3 of 3 bricks, heal 0'}});
    expect(service.controllers['server1']).toMatchObject({level: 'ok', word: {en: 'brick mount'}});
  });

  it('one brick of three down is a warning without tolerance; its `-` is not a heal count', () => {
    const bricks = [
      brick('server1'),
      brick('server2'),
      brick('server3', {online: false, pid: null, healPending: null, splitBrain: null}),
    ];
    const {gluster: service, codes} = verdict(withVolume(healthy(config), seen(volume(config, {bricks}))));
    expect(codes).toEqual(['warning GlusterBrickDown server3', 'warning NoTolerance cluster']);
    expect(service).toMatchObject({level: 'warning', tolerance: 0, line: {en: '2 of 3 bricks, heal 0'}});
    expect(service.controllers['server3']).toMatchObject({
      word: {en: 'brick down'},
      facts: {heal_pending: null, brick: 'offline'},
    });
  });

  it('a brick that runs and that no client can connect to does not count', () => {
    const bricks = [brick('server1'), brick('server2'), brick('server3', {clientsConnect: false, healPending: null})];
    const {codes, gluster: service} = verdict(withVolume(healthy(config), seen(volume(config, {bricks}))));
    expect(codes).toEqual(['warning GlusterBrickUnreachable server3', 'warning NoTolerance cluster']);
    expect(service).toMatchObject({tolerance: 0, line: {en: '2 of 3 bricks, heal 0'}});
  });

  it('two bricks of three down is a lost quorum', () => {
    const down = {online: false, pid: null, healPending: null};
    const bricks = [brick('server1'), brick('server2', down), brick('server3', down)];
    const {codes} = verdict(withVolume(healthy(config), seen(volume(config, {bricks}))));
    expect(codes).toContain('critical GlusterQuorumLost cluster');
  });

  it('a connected brick that does not tell its heal count makes the state unknown, never "0 to heal"', () => {
    const bricks = [brick('server1'), brick('server2', {healPending: null}), brick('server3')];
    const {gluster: service, codes} = verdict(withVolume(healthy(config), seen(volume(config, {bricks}))));
    expect(codes).toContain('unknown GlusterHealUnknown cluster');
    expect(service).toMatchObject({level: 'unknown', tolerance: null, line: {en: '3 of 3 bricks, heal unknown'}});
  });

  it('pending heals take the tolerance at once, and warn when seen twice', () => {
    const pending = withVolume(
      healthy(config),
      seen(volume(config, {bricks: [brick('server1', {healPending: 12}), brick('server2'), brick('server3')]})),
    );
    expect(verdict(pending).codes).toEqual(['warning NoTolerance cluster', 'info GlusterHealPending cluster']);
    expect(verdict(pending, [pending]).codes).toContain('warning GlusterHealPending cluster');
    expect(verdict(pending, [healthy(config)]).codes).toContain('info GlusterHealPending cluster');
  });

  it('an entry in split-brain is critical at once', () => {
    const bricks = [brick('server1', {splitBrain: 1}), brick('server2'), brick('server3')];
    expect(verdict(withVolume(healthy(config), seen(volume(config, {bricks})))).codes).toContain(
      'critical GlusterSplitBrainFiles server1',
    );
  });

  it('members that see each other differently are suspected once and critical twice', () => {
    const torn = withGluster('server1', {peers: [peer('server2', false), peer('server3')]});
    expect(verdict(torn).codes).toContain('warning GlusterPeerAsymmetry server2');
    expect(verdict(torn, [torn]).codes).toContain('critical GlusterPeerAsymmetry server2');
  });

  it('a member that knows fewer peers than the others is critical', () => {
    expect(verdict(withGluster('server3', {peers: [peer('server1')]})).codes).toContain(
      'critical GlusterPeerMissing server3',
    );
  });

  it('a rejected peer is critical', () => {
    const peers = [peer('server2'), {...peer('server3'), state: 'Peer Rejected'}];
    expect(verdict(withGluster('server1', {peers})).codes).toContain('critical GlusterPeerRejected server1');
  });

  it('a stopped glusterd is a warning there, and accuses nobody of asymmetry', () => {
    const stopped = {unit: unit('glusterd.service', 'inactive'), peers: []};
    const others = (host: string) =>
      seen(gluster(config, host, {peers: [peer(host === 'server1' ? 'server2' : 'server1'), peer('server3', false)]}));
    const snapshot = withHost(withGluster('server3', stopped), 'glusterfs', {
      server1: others('server1'),
      server2: others('server2'),
    });
    const {codes, gluster: service} = verdict(snapshot);
    expect(codes.filter((code) => code.includes('Gluster'))).toEqual(['warning GlusterdDown server3']);
    expect(service.controllers['server3']?.word.en).toBe('glusterd down');
  });

  it('a missing mount is a warning, and critical where slurmctld runs', () => {
    const bare = withGluster('server2', {mount: null, mountAnswers: null});
    expect(verdict(bare).codes).toContain('warning GlusterMountMissing server2');
  });

  it('a mount that hangs is critical, and a stale write check follows by age', () => {
    expect(verdict(withGluster('server2', {mountAnswers: false, mountError: 'no answer'})).codes).toContain(
      'critical GlusterMountHung server2',
    );
    expect(verdict(withGluster('server2', {writeCheckAgeSeconds: 40})).codes).toContain(
      'warning GlusterWriteCheckStale server2',
    );
    expect(verdict(withGluster('server2', {writeCheckAgeSeconds: 90})).codes).toContain(
      'critical GlusterWriteCheckStale server2',
    );
  });

  it('a volume that nobody tells about is unknown', () => {
    const {gluster: service, codes} = verdict(withVolume(healthy(config), lost('no answer within 3.5 s')));
    expect(codes).toContain('unknown GlusterVolumeUnseen cluster');
    expect(service).toMatchObject({level: 'unknown', tolerance: 1});
  });

  it('a volume that does not answer because a controller just died is judged by the mounts that do', () => {
    const {gluster: service, codes, judgement} = verdict(withVolume(server3Dead(), lost()));
    expect(codes).toContain('warning GlusterVolumeBusy cluster');
    expect(codes).toContain('warning GlusterBrickDown server3');
    expect(service).toMatchObject({level: 'warning', tolerance: 0});
    expect(judgement.level).toBe('warning');
  });

  it('missing server quorum and switched-off client quorum are findings', () => {
    const open = withVolume(healthy(config), seen(volume(config, {options: {'cluster.quorum-type': 'none'}})));
    const {judgement} = verdict(open);
    expect(
      judgement.findings
        .filter((finding) => finding.code === 'GlusterOption')
        .map((finding) => finding.params['option']),
    ).toEqual(['cluster.quorum-type', 'cluster.server-quorum-type']);
  });

  it('five controllers with bricks on three: one may die, the others only mount', () => {
    const five = configOf(5);
    const base = healthy(five);
    const noBrick = (host: string) => seen(gluster(five, host, {brickProcesses: [], selfHealProcess: false}));
    const snapshot = withHost(base, 'glusterfs', {server4: noBrick('server4'), server5: noBrick('server5')});
    const {gluster: service, codes} = verdict(snapshot, [], five);
    expect(codes).toEqual([]);
    expect(service).toMatchObject({level: 'ok', tolerance: 1});
    expect(service.controllers['server5']).toMatchObject({level: 'ok', word: {en: 'mount'}});
  });

  it('packages alone are no deployment', () => {
    const bare = Object.fromEntries(
      ['server1', 'server2', 'server3'].map((host) => [
        host,
        seen(
          gluster(config, host, {
            peers: [],
            mount: null,
            mountInFstab: false,
            mountAnswers: null,
            brickProcesses: [],
            writeCheckAgeSeconds: null,
          }),
        ),
      ]),
    );
    const none = withVolume(
      withHost(healthy(config), 'glusterfs', bare),
      seen({askedOf: 'server1', volume: null, volumes: []}),
    );
    expect(verdict(none).gluster).toMatchObject({level: 'none', line: {en: 'not deployed'}, tolerance: null});
  });

  it('a pool without its volume is critical', () => {
    const gone = withVolume(healthy(config), seen({askedOf: 'server1', volume: null, volumes: ['other']}));
    expect(verdict(gone).codes).toContain('critical GlusterVolumeMissing cluster');
  });
});

describe('a vantage at the edge of the pool', () => {
  const untold = (host: string) =>
    brick(host, {online: false, untold: true, pid: null, healPending: null, splitBrain: null});
  const view = volume(config, {bricks: [brick('server1'), untold('server2'), untold('server3')]});

  it('bricks it does not tell of are taken from their own controllers', () => {
    const {codes, gluster: service} = verdict(withVolume(healthy(config), seen(view)));
    expect(codes).toEqual([]);
    expect(service).toMatchObject({tolerance: 1, line: {en: '3 of 3 bricks, heal 0'}});
  });

  it('bricks of controllers that nobody sees are unknown, and no quorum is declared lost', () => {
    const dark = ['server2', 'server3'].reduce(unreachable, withVolume(healthy(config), seen(view)));
    const alone = withHost(dark, 'glusterfs', {
      server1: seen(gluster(config, 'server1', {peers: [peer('server2'), peer('server3')]})),
    });
    const {codes} = verdict(alone);
    expect(codes).toContain('unknown GlusterBrickUnseen server2');
    expect(codes.join()).not.toContain('GlusterQuorumLost');
  });
});
