// Bricks that say themselves that nothing is pending: believed only where nothing at all speaks against it.

import {describe, expect, it} from 'vitest';
import type {GlusterFacts, GlusterVolumeFacts} from '../../../src/model/facts.ts';
import type {Reading} from '../../../src/model/reading.ts';
import {healBySigns} from '../../../src/probes/gluster/brick-signs.ts';
import {brickIndex, brickLinks} from '../../../src/probes/gluster/parse-gluster-host.ts';
import type {VolumeInfo} from '../../../src/probes/gluster/parse-volume.ts';
import {configOf, gluster} from '../support/readings.ts';

const config = configOf();
const hosts = ['server1', 'server2', 'server3'];
const path = '/data/gluster/data_volume/brick';
const now = 100_000;
const info: VolumeInfo = {
  name: 'data_volume',
  type: 'Replicate',
  started: true,
  replicaCount: 3,
  arbiterCount: 0,
  bricks: hosts.map((host) => `${host}:-data-gluster-data_volume-brick`),
  options: {},
};

function words(over: Readonly<Record<string, Partial<GlusterFacts>>> = {}, at = now - 3000) {
  return Object.fromEntries(
    hosts.map((host): [string, Reading<GlusterFacts>] => [
      host,
      {kind: 'seen', value: gluster(config, host, over[host] ?? {}), at, tookMs: 10},
    ]),
  );
}
const ask = (own: Readonly<Record<string, Reading<GlusterFacts>>>) =>
  healBySigns([info], own, 'server1', {config, now: () => now, before: null});

describe('bricks that say that nothing is pending', () => {
  it('are believed when all run, all indexes are empty and the mount reaches them all', () => {
    const quiet = ask(words());
    expect(quiet?.since).toBe(now);
    expect([...(quiet?.counts.keys() ?? [])]).toEqual(hosts.map((host) => `${host}:${path}`));
    expect([...(quiet?.counts.values() ?? [])]).toEqual(
      hosts.map(() => ({connected: true, pending: 0, splitBrain: 0})),
    );
  });

  const doubts: readonly [string, Readonly<Record<string, Partial<GlusterFacts>>>][] = [
    ['an entry in one index', {server3: {brickIndex: {path, pending: 'entries'}}}],
    ['an index that could not be read', {server2: {brickIndex: null}}],
    ['a brick whose process does not run', {server2: {brickProcesses: []}}],
    ['a brick of another path', {server2: {brickProcesses: ['/elsewhere/brick']}}],
    ['a mount that does not reach one brick', {server1: {brickLinks: [true, false, true]}}],
    ['a mount that does not say', {server1: {brickLinks: null}}],
    ['a mount of another shape', {server1: {brickLinks: [true, true]}}],
  ];
  it.each(doubts)('are not believed with %s', (_why, over) => {
    expect(ask(words(over))).toBeNull();
  });

  it('are not believed when one was lost, or when the word is old', () => {
    const {server3: _gone, ...two} = words();
    expect(ask(two)).toBeNull();
    const lost: Reading<GlusterFacts> = {kind: 'lost', error: {code: 'unreachable', what: 'gone'}, at: now};
    expect(ask({...two, server3: lost})).toBeNull();
    expect(ask(words({}, now - 11_000))).toBeNull();
  });
});

describe('writes under way', () => {
  const written = words({server2: {brickIndex: {path, pending: 'writes'}}});
  const since = (nothingPendingAt?: number) => {
    const before: GlusterVolumeFacts = {
      askedOf: 'server1',
      volumes: [],
      volume: null,
      ...(nothingPendingAt === undefined ? {} : {nothingPendingAt}),
    };
    return healBySigns([info], written, 'server1', {config, now: () => now, before})?.since;
  };

  it('are no doubt while it was certain a moment ago that nothing was pending, and certainty does not renew itself', () => {
    expect(since(now - 29_000)).toBe(now - 29_000);
    expect(since(now - 31_000)).toBeUndefined();
    expect(since()).toBeUndefined();
    expect(ask(written)).toBeNull();
  });
});

describe('the index of a brick', () => {
  const index = `${path}/.glusterfs/indices`;
  const parts = `d ${index}/xattrop\nd ${index}/entry-changes\nd ${index}/dirty\n`;
  it('is empty only if it shows its parts and no entry', () => {
    expect(brickIndex(parts, path)).toEqual({path, pending: 'empty'});
    expect(brickIndex(`d ${index}/xattrop\nd ${index}/dirty\n`, path)).toEqual({path, pending: 'empty'});
    expect(brickIndex(`d ${index}/entry-changes\n`, path)).toBeNull();
    expect(brickIndex('', path)).toBeNull();
  });

  it('tells what others missed from what is being written', () => {
    const gfid = '07c21f8e-b6de-41b1-b52b-db518345bb73';
    expect(brickIndex(`${parts}e ${index}/dirty/${gfid}\n`, path)).toEqual({path, pending: 'writes'});
    expect(brickIndex(`d ${index}/xattrop\ne ${index}/xattrop/${gfid}\n`, path)).toEqual({path, pending: 'entries'});
    expect(brickIndex(`d ${index}/xattrop\ne ${index}/entry-changes/${gfid}/name\n`, path)).toEqual({
      path,
      pending: 'entries',
    });
  });

  it('links are read in the order of the bricks, and a missing one is not connected', () => {
    const line = (index: number, connected: number): string =>
      `/mnt/glusterfs/.meta/graphs/active/data_volume-client-${index}/private:connected = ${connected}\n`;
    expect(brickLinks(line(1, 1) + line(0, 1) + line(2, 0))).toEqual([true, true, false]);
    expect(brickLinks(line(0, 1) + line(2, 1))).toEqual([true, false, true]);
    expect(brickLinks('')).toBeNull();
  });
});
