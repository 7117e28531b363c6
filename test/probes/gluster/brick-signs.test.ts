// Bricks that say themselves that nothing is pending: believed only where nothing at all speaks against it.

import {describe, expect, it} from 'vitest';
import type {GlusterFacts} from '../../../src/model/facts.ts';
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
  healBySigns([info], own, 'server1', {config, now: () => now});

describe('bricks that say that nothing is pending', () => {
  it('are believed when all run, all indexes are empty and the mount reaches them all', () => {
    const counts = ask(words());
    expect([...(counts?.keys() ?? [])]).toEqual(hosts.map((host) => `${host}:${path}`));
    expect([...(counts?.values() ?? [])]).toEqual(hosts.map(() => ({connected: true, pending: 0, splitBrain: 0})));
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

describe('the index of a brick', () => {
  it('is empty only if it shows its parts and no entry', () => {
    expect(brickIndex('d xattrop\nd dirty\nd entry-changes\n', 0, path)).toEqual({path, pending: 'empty'});
    expect(brickIndex('d dirty\ne dirty/07c21f8e-b6de-41b1-b52b-db518345bb73\n', 0, path)).toEqual({
      path,
      pending: 'entries',
    });
    expect(brickIndex('d entry-changes\n', 0, path)).toBeNull();
    expect(brickIndex('d xattrop\nd dirty\n', 1, path)).toBeNull();
    expect(brickIndex('', 1, path)).toBeNull();
  });

  it('links are read in the order of the bricks, and a missing one is not connected', () => {
    const line = (index: number, connected: number): string =>
      `/mnt/glusterfs/.meta/graphs/active/data_volume-client-${index}/private:connected = ${connected}\n`;
    expect(brickLinks(line(1, 1) + line(0, 1) + line(2, 0))).toEqual([true, true, false]);
    expect(brickLinks(line(0, 1) + line(2, 1))).toEqual([true, false, true]);
    expect(brickLinks('')).toBeNull();
  });
});
