// The roll-up over everything: silence is never ok, unreachable is not down, tolerance never promises too much.

import {describe, expect, it} from 'vitest';
import type {Reading} from '../../../src/model/reading.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {emptySnapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {witnessOf} from '../../../src/probes/peer-witness.ts';
import {
  at,
  configOf,
  galera,
  galeraStatus,
  gluster,
  healthy,
  lost,
  nonPrimary,
  peer,
  seen,
  unit,
  unreachable,
  withHost,
} from '../support/readings.ts';

const config = configOf();

/** A small deterministic generator, so that a failing case can be repeated by its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Loses each reading with the given probability; at least one of a counting service is lost. */
function losing(
  snapshot: Snapshot,
  chance: number,
  random: () => number,
): {readonly snapshot: Snapshot; readonly lostAny: boolean} {
  let lostAny = false;
  const lose = <T>(reading: Reading<T>): Reading<T> => {
    if (reading.kind !== 'seen' || random() >= chance) return reading;
    lostAny = true;
    return lost();
  };
  const hosts = Object.fromEntries(
    Object.entries(snapshot.hosts).map(([probe, readings]) => [
      probe,
      Object.fromEntries(Object.entries(readings).map(([host, reading]) => [host, lose(reading as Reading<never>)])),
    ]),
  );
  const shared = {...snapshot.shared, glusterVolume: lose(snapshot.shared.glusterVolume)};
  return {snapshot: {...snapshot, hosts: {...snapshot.hosts, ...hosts}, shared}, lostAny};
}

describe('the verdict on everything', () => {
  it('no combination of lost readings is ever ok, with and without history', () => {
    const random = randomFrom(20260101);
    for (let round = 0; round < 2000; round++) {
      const {snapshot, lostAny} = losing(healthy(config), random(), random);
      const before = losing(healthy(config), random(), random).snapshot;
      const {level, findings} = judge({snapshot, config, history: random() < 0.5 ? [] : [before]});
      if (lostAny) expect({level, round}).not.toEqual({level: 'ok', round});
      else expect({level, round, codes: findings.map((each) => each.code)}).toEqual({level: 'ok', round, codes: []});
    }
  });

  it('a lost reading of a reached host makes its cell unknown, and says which', () => {
    for (const probe of ['host', 'glusterfs', 'mariadb'] as const) {
      const {services, findings, level} = judge({
        snapshot: withHost(healthy(config), probe, {server2: lost('hung')}),
        config,
        history: [],
      });
      expect(services[probe].controllers['server2']).toMatchObject({reading: 'lost', level: 'unknown'});
      expect(findings.map((each) => each.code)).toContain('ReadingLost');
      expect(level).toBe('unknown');
    }
  });

  it('everything lost is unknown, with no tolerance', () => {
    const all = ['server1', 'server2', 'server3'].reduce(unreachable, healthy(config));
    const judged = judge({snapshot: all, config, history: []});
    expect(judged).toMatchObject({level: 'unknown', tolerance: null});
    expect(judged.findings.filter((each) => each.code === 'ControllerUnreachable')).toHaveLength(3);
  });

  it('nothing asked at all is unknown, not the ok of an empty list', () => {
    expect(judge({snapshot: emptySnapshot('test', at), config, history: []}).level).toBe('unknown');
  });

  it('bare controllers are judged by themselves: services have no say', () => {
    const none: Reading<never> = {kind: 'none', why: 'not-deployed'};
    const bare = ['server1', 'server2', 'server3'].reduce<Snapshot>(
      (snapshot, host) => withHost(withHost(snapshot, 'glusterfs', {[host]: none}), 'mariadb', {[host]: none}),
      {...healthy(config), shared: emptySnapshot('test', at).shared},
    );
    const judged = judge({snapshot: bare, config, history: []});
    expect(judged).toMatchObject({level: 'ok', tolerance: null, findings: []});
    expect(judged.services.mariadb.level).toBe('none');
  });

  it('a healthy pair without tolerance is a warning even when all is green', () => {
    const pair = configOf(2, {storage: {gluster: {replica_count: 2, accept_replica_2: true}}});
    const judged = judge({snapshot: healthy(pair), config: pair, history: []});
    expect(judged.tolerance).toBe(0);
    expect(judged.findings.map((each) => each.code)).toContain('NoTolerance');
    expect(judged.level).toBe('warning');
  });

  it('a reachable controller outside two quorums is partitioned', () => {
    const two = seen(galera(config, galeraStatus(config, ['server1', 'server2'])));
    const cut = withHost(healthy(config), 'mariadb', {
      server1: two,
      server2: two,
      server3: seen(galera(config, nonPrimary(config, 'server3'))),
    });
    const alone = withHost(cut, 'glusterfs', {
      server1: seen(gluster(config, 'server1', {peers: [peer('server2'), peer('server3', false)]})),
      server2: seen(gluster(config, 'server2', {peers: [peer('server1'), peer('server3', false)]})),
      server3: seen(gluster(config, 'server3', {peers: [peer('server1', false), peer('server2', false)]})),
    });
    expect(
      judge({snapshot: alone, config, history: []}).findings.map((each) => `${each.code} ${each.where}`),
    ).toContain('NodePartitioned server3');
  });

  it('findings come worst first and in the same order every time', () => {
    const broken = withHost(unreachable(healthy(config), 'server1'), 'glusterfs', {
      server2: seen(gluster(config, 'server2', {mountAnswers: false})),
    });
    const once = judge({snapshot: broken, config, history: []}).findings;
    expect(once.map((each) => each.level)).toEqual(
      [...once.map((each) => each.level)].sort((a, b) => rank(a) - rank(b)),
    );
    expect(judge({snapshot: broken, config, history: []}).findings).toEqual(once);
  });
});

function rank(level: string): number {
  return ['critical', 'unknown', 'warning', 'ok', 'info'].indexOf(level);
}

describe('the word of the peers', () => {
  const dead = unreachable(healthy(config), 'server3');
  const two = galera(config, galeraStatus(config, ['server1', 'server2']));
  const galeraLost = withHost(dead, 'mariadb', {server1: seen(two), server2: seen(two)});

  it('Gluster alone still connected and Galera gone: not enough to call it lost', () => {
    expect(witnessOf({snapshot: galeraLost, config}, 'server3').standing).toBe('alive');
  });

  it('two services have lost it: gone, also while Gluster has not noticed', () => {
    const down = [{role: 'backup', host: 'server3', up: false}];
    const slurm = seen({
      slurmctld: unit('slurmctld.service'),
      slurmdbd: unit('slurmdbd.service'),
      munge: unit('munge.service'),
      version: null,
      mungeKeyDigest: null,
      configDigest: null,
      conf: null,
      stateLocation: null,
      heartbeat: null,
      heartbeatError: null,
      ping: down,
      problems: [],
    });
    const snapshot = withHost(galeraLost, 'slurm', {server1: slurm});
    expect(witnessOf({snapshot, config}, 'server3').standing).toBe('lost');
  });

  it('a ping that peers get no answer to is a witness too; one that is answered proves life', () => {
    const hears = (answered: boolean) =>
      withHost(galeraLost, 'reach', {server1: seen({user: 'root', root: true, rttMs: 1, hears: {server3: answered}})});
    expect(witnessOf({snapshot: hears(false), config}, 'server3').standing).toBe('lost');
    expect(witnessOf({snapshot: hears(true), config}, 'server3').standing).toBe('alive');
  });

  it('a service that nobody who answered has is not looked for on a lost controller', () => {
    const none: Reading<never> = {kind: 'none', why: 'not-deployed'};
    const bare = withHost(dead, 'redis', {server1: none, server2: none, server3: lost()});
    expect(judge({snapshot: bare, config, history: []}).services.redis).toMatchObject({
      level: 'none',
      line: {en: 'not deployed'},
    });
    const silent = withHost(healthy(config), 'redis', {server1: none, server2: none, server3: lost()});
    expect(judge({snapshot: silent, config, history: []}).services.redis.level).toBe('unknown');
  });

  it('what a peer said before we failed to reach it proves no life', () => {
    const before = withHost(dead, 'mariadb', {
      server1: seen(galera(config, galeraStatus(config, ['server1', 'server2', 'server3'])), at - 5000),
      server2: lost(),
    });
    const quiet = withHost(before, 'glusterfs', {server1: lost(), server2: lost()});
    expect(witnessOf({snapshot: quiet, config}, 'server3').standing).toBe('unwitnessed');
  });
});
