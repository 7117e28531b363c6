// Checks of Gluster that plans may name: the pool, the volume's shape, its bricks, what is left to heal.

import type {Argv} from '../../model/argv.ts';
import type {CheckResult} from '../../model/check.ts';
import {isHpchaError} from '../../model/error.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {parsePool} from '../gluster/parse-pool.ts';
import {parseHealSummary, parseVolumeInfo, parseVolumeStatus, type VolumeInfo} from '../gluster/parse-volume.ts';
import {type CheckGroup, holds, listArg, no, numberArg, textArg, unknown, yes} from './check-group.ts';
import {lookAt} from './host.ts';

/** Heal summaries ask every brick. */
const slowMs = 20_000;

async function xml(context: CheckContext, words: readonly string[], signal: AbortSignal): Promise<string> {
  const argv: Argv = ['gluster', '--xml', '--mode=script', ...words];
  return (await lookAt(context, argv, signal, slowMs)).stdout;
}

async function volumeNamed(context: CheckContext, name: string, signal: AbortSignal): Promise<VolumeInfo | undefined> {
  const volumes = parseVolumeInfo(await xml(context, ['volume', 'info'], signal), context.host);
  return volumes.find((volume) => volume.name === name);
}

export const glusterChecks: CheckGroup = {
  /** count: so many other members are connected, and none is rejected or away. */
  'gluster-peers-connected': async (context, args, signal) => {
    const {peers} = parsePool(await xml(context, ['pool', 'list'], signal), context.host);
    const connected = peers.filter((peer) => peer.connected).length;
    const saw = peers.map((peer) => `${peer.hostname} ${peer.connected ? 'connected' : 'away'}`).join(', ');
    return holds(connected === peers.length && connected >= numberArg(args, 'count'), saw || 'no other member');
  },

  /** volume */
  'gluster-volume-started': async (context, args, signal) => {
    const volume = await volumeNamed(context, textArg(args, 'volume'), signal);
    if (volume === undefined) return no(`there is no volume ${textArg(args, 'volume')}`);
    return holds(volume.started, `${volume.name} is ${volume.started ? 'started' : 'not started'}`);
  },

  /** volume, replica, bricks (`host:/path`) */
  'gluster-volume-shape': async (context, args, signal) => {
    const volume = await volumeNamed(context, textArg(args, 'volume'), signal);
    if (volume === undefined) return no(`there is no volume ${textArg(args, 'volume')}`);
    const same = [...volume.bricks].sort().join(' ') === [...listArg(args, 'bricks')].sort().join(' ');
    const saw = `${volume.type}, replica ${volume.replicaCount}: ${volume.bricks.join(' ')}`;
    return holds(same && volume.replicaCount === numberArg(args, 'replica'), saw);
  },

  /** volume, bricks: so many bricks, all with a living process. */
  'gluster-bricks-online': (context, args, signal) =>
    waitingForLock(async () => {
      const volume = textArg(args, 'volume');
      const {bricks} = parseVolumeStatus(await xml(context, ['volume', 'status', volume], signal), context.host);
      const down = [...bricks].filter(([, {online}]) => !online).map(([name]) => name);
      if (down.length > 0) return no(`offline: ${down.join(', ')}`);
      return holds(bricks.size === numberArg(args, 'bricks'), `${bricks.size} bricks are online`);
    }),

  /** volume: nothing is left to heal, and every brick said so. */
  'gluster-heal-zero': (context, args, signal) =>
    waitingForLock(async () => {
      const words = ['volume', 'heal', textArg(args, 'volume'), 'info', 'summary'];
      const bricks = [...parseHealSummary(await xml(context, words, signal), context.host)];
      const silent = bricks.filter(([, {pending}]) => pending === null).map(([name]) => name);
      if (silent.length > 0) return unknown(`no count from ${silent.join(', ')}`);
      const pending = bricks.reduce((sum, [, each]) => sum + (each.pending ?? 0), 0);
      const split = bricks.reduce((sum, [, each]) => sum + (each.splitBrain ?? 0), 0);
      return holds(bricks.length > 0 && pending === 0 && split === 0, `${pending} to heal, ${split} in split brain`);
    }),

  /** path, volume: no volume has ever used the directory, and nothing lies in it. */
  'gluster-brick-unused': async (context, args, signal) => {
    const path = textArg(args, 'path');
    const output = await lookAt(context, ['find', path, '-mindepth', '1', '-maxdepth', '1', '-print', '-quit'], signal);
    if (output.exitCode !== 0 && !/No such file/.test(output.stderr))
      return unknown(output.stderr.trim().slice(0, 200));
    const found = output.stdout.trim();
    return found === '' ? yes(`${path} is empty`) : no(`${path} holds ${found}`);
  },
};

/** "Another transaction is in progress" says that somebody else asks too: neither yes nor no, ask again. */
async function waitingForLock(ask: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await ask();
  } catch (thrown) {
    if (isHpchaError(thrown) && thrown.code === 'locked') return unknown(thrown.what);
    throw thrown;
  }
}
