// Choosing a database history, restarting Galera node by node, and Gluster's operations: what they do, and what they refuse.

import {describe, expect, it} from 'vitest';
import {planHeal} from '../../src/actions/heal-gluster.ts';
import {planReplaceBrick} from '../../src/actions/replace-brick.ts';
import {planResolve} from '../../src/actions/resolve-split-brain.ts';
import {planRestartGalera} from '../../src/actions/restart-galera.ts';
import {planSettleEntry} from '../../src/actions/settle-gluster-entry.ts';
import type {GaleraFacts, GlusterBrickFacts} from '../../src/model/facts.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {
  bareSnapshot,
  codesOf,
  configOf,
  historyA,
  historyB,
  lost,
  planOf,
  rested,
  running,
  seen,
  stepTitles,
  withReadings,
} from './support/cluster.ts';
import {withVolume} from './support/volume.ts';

const config = configOf();
const hosts = ['server1', 'server2', 'server3'] as const;

function withDatabases(...facts: readonly (GaleraFacts | 'unseen')[]): Snapshot {
  const readings = facts.map(
    (each, index) => [hosts[index] ?? '', each === 'unseen' ? lost('no answer') : seen(each)] as const,
  );
  return withReadings(bareSnapshot(config), 'mariadb', Object.fromEntries(readings));
}

function withBricks(...over: readonly Partial<GlusterBrickFacts>[]): Snapshot {
  return withVolume(bareSnapshot(config), {name: 'v', askedOf: 'server2', bricks: over});
}

describe('resolve-split-brain', () => {
  const resolve = (snapshot: Snapshot, keep?: string) =>
    planResolve({snapshot, config, input: keep === undefined ? {} : {keep}, overrides: []});
  const split = withDatabases(running({}, historyA), running({}, historyB), running({}, historyA));

  it('chooses nothing by itself: it shows both histories and asks', () => {
    const result = resolve(split);
    expect(codesOf(result)).toEqual(['GaleraChooseHistory@cluster']);
    expect(result.kind === 'refusal' && result.evidence?.rows.map(([history, node]) => `${history} ${node}`)).toEqual([
      'd612cea9 server1',
      '0f0f0f0f server2',
      'd612cea9 server3',
    ]);
    expect(codesOf(resolve(split, 'd6'))).toEqual(['GaleraChooseHistory@cluster']);
  });

  it('stops the losers before their data are moved aside, deletes nothing, and joins them one by one', () => {
    const plan = planOf(resolve(split, historyA.slice(0, 8)));
    expect(plan).toMatchObject({danger: 'destructive', decidedBy: {keep: historyA, losers: 'server2'}});
    expect(stepTitles(plan.steps)).toEqual([
      'stop mariadb and mask it',
      'put the data directory aside',
      'let mariadb start and join',
    ]);
    expect(plan.mayLose).toContain('/var/lib/hpcha-aside');
    expect(JSON.stringify(plan.steps)).not.toMatch(/rm -rf/);
  });

  it('of stopped servers leaves the start to bootstrap-galera, and says so', () => {
    const plan = planOf(
      resolve(withDatabases(rested(5n, true), rested(9n, true, historyB), rested(5n, false)), historyB),
    );
    expect(plan.decidedBy).toMatchObject({losers: 'server1 server3'});
    expect(plan.notes.map(({code}) => code)).toEqual(['GaleraThenBootstrap']);
  });

  it('is refused while somebody is not seen, and where there is only one history', () => {
    expect(codesOf(resolve(withDatabases(running(), running({}, historyB), 'unseen'), historyA))).toEqual([
      'GaleraSplitUnseen@server3',
    ]);
    expect(codesOf(resolve(withDatabases(running(), running(), running()), historyA))).toEqual([
      'GaleraNotSplit@cluster',
    ]);
  });
});

describe('restart-galera', () => {
  const restart = (snapshot: Snapshot) => planRestartGalera({snapshot, config, input: {}, overrides: []});

  it('takes one node at a time, the first controller last, each behind a complete cluster', () => {
    const plan = planOf(restart(withDatabases(running(), running(), running())));
    expect(plan.decidedBy).toEqual({order: 'server3 server2 server1'});
    expect(plan.stages[0]?.mode).toBe('rolling');
    for (const step of plan.steps.filter(({title}) => title === 'stop mariadb'))
      expect(step.before.filter(({name}) => name === 'galera-synced')).toHaveLength(3);
  });

  it('names every node that is not ready, and why', () => {
    const donor = running({wsrep_local_state: '2', wsrep_local_state_comment: 'Donor/Desynced'});
    const result = restart(withDatabases(running({wsrep_cluster_size: '2'}), donor, 'unseen'));
    expect(codesOf(result)).toEqual([
      'GaleraRestartGate@server1',
      'GaleraRestartGate@server2',
      'GaleraRestartGate@server3',
    ]);
  });
});

describe('heal-gluster', () => {
  const heal = (snapshot: Snapshot) => planHeal({snapshot, config, input: {}, overrides: []});

  it('starts what lacks a process before it heals, and waits until nothing is pending', () => {
    const plan = planOf(heal(withBricks({online: false, healPending: null})));
    expect(stepTitles(plan.steps)).toEqual(['start the bricks of server1', 'heal what is pending']);
    expect(plan.steps.at(-1)?.after).toMatchObject([{name: 'gluster-heal-zero'}]);
  });

  it('does not heal over a split brain', () => {
    expect(codesOf(heal(withBricks({splitBrain: 2})))).toEqual(['GlusterEntriesSplit@server1']);
    expect(codesOf(heal(bareSnapshot(config)))).toEqual(['GlusterVolumeNotRead@cluster']);
  });
});

describe('settle-gluster-entry', () => {
  const settle = (snapshot: Snapshot, keep: string) =>
    planSettleEntry({snapshot, config, input: {path: '/a b', keep}, overrides: []});

  it('takes one controller’s brick as the source, and the path as one word', () => {
    const plan = planOf(settle(withBricks({splitBrain: 1}), 'server3'));
    expect(plan.danger).toBe('destructive');
    expect(plan.steps[0]?.operation).toMatchObject({act: {argv: expect.arrayContaining(['server3:/brick', '/a b'])}});
  });

  it('names a copy that would be left out, and a controller without one', () => {
    expect(codesOf(settle(withBricks({splitBrain: 1, online: false}), 'server3'))).toEqual([
      'GlusterBrickAway@server1',
    ]);
    expect(codesOf(settle(withBricks(), 'server9'))).toEqual([
      'GlusterNoBrickThere@server9',
      'GlusterNothingSplit@cluster',
    ]);
  });
});

describe('replace-brick', () => {
  const replace = (snapshot: Snapshot, host = 'server1') =>
    planReplaceBrick({snapshot, config, input: {host}, overrides: []});

  it('fills an empty disk from the others, and looks again whether it is empty', () => {
    const plan = planOf(replace(withBricks({online: false})));
    expect(plan.steps[0]?.before).toMatchObject([{name: 'gluster-brick-unused', on: 'server1'}]);
    expect(plan.steps.at(-1)?.after).toMatchObject([{name: 'gluster-heal-zero'}]);
  });

  it('does not touch a brick that serves, nor the last good copies', () => {
    expect(codesOf(replace(withBricks()))).toEqual(['GlusterBrickServes@server1']);
    expect(codesOf(replace(withBricks({online: false}, {online: false})))).toEqual(['GlusterBrickAway@server2']);
  });
});
