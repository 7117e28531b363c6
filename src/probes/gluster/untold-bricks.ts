// Bricks that the vantage could not tell of: their own controllers and the peers are asked instead.

import type {ClusterConfig} from '../../config/schema.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import {witnessOf} from '../peer-witness.ts';
import type {Volume} from './judge-volume.ts';

export type ToldVolume = {
  readonly volume: Volume;
  /** Controllers whose bricks nobody can tell of: not online for any count, and not down either. */
  readonly unseen: readonly HostName[];
};

/**
 * The volume as its clients have it. An untold brick counts as its own controller sees it: a brick process that runs there is online, one that does not
 * is down. Where that controller is silent too, only peers that confirm its loss make it down; else it is unseen.
 */
export function tellBricks(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  volume: Volume,
): ToldVolume {
  const unseen: HostName[] = [];
  const bricks = volume.bricks.map((brick) => {
    // The volume's word may be twenty seconds older than the loss that the peers confirm: nobody serves that brick now.
    if (brick.online && witnessOf(given, brick.host).standing === 'lost') return {...brick, online: false};
    // Its process runs, and nobody can read or write through it: for the volume it is down.
    if (brick.untold !== true && brick.clientsConnect === false) return {...brick, online: false};
    if (brick.untold !== true) return brick;
    const facts = seenValue(readingOf(given.snapshot, 'glusterfs', brick.host));
    if (facts !== undefined) return {...brick, online: facts.brickProcesses.includes(brick.path)};
    if (witnessOf(given, brick.host).standing !== 'lost') unseen.push(brick.host);
    return brick;
  });
  return {volume: {...volume, bricks}, unseen};
}
