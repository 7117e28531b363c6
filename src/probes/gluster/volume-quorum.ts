// How many bricks may still go: quorum of each replica set and of the pool (ha-operations §2.1, §7.1).

import type {GlusterBrickFacts} from '../../model/facts.ts';

/** Bricks in replica sets as gluster groups them: each `replica` bricks in the order of creation. */
export function replicaSets(
  bricks: readonly GlusterBrickFacts[],
  replica: number,
): readonly (readonly GlusterBrickFacts[])[] {
  const size = Math.max(1, replica);
  const sets: GlusterBrickFacts[][] = [];
  for (let index = 0; index < bricks.length; index += size) sets.push(bricks.slice(index, index + size));
  return sets;
}

/**
 * More bricks of one set that may vanish before writes stop. With quorum `auto` a majority must be up; an even set needs
 * exactly half only if its first brick is among them. Negative: quorum is lost. Without quorum every brick may go but the last.
 */
export function setSlack(set: readonly GlusterBrickFacts[], quorum: string | undefined): number {
  const online = set.filter((brick) => brick.online).length;
  if (quorum === 'none' || set.length === 1) return online - 1;
  const half = set.length / 2;
  if (set.length % 2 === 1) return online - Math.ceil(half);
  // Whoever dies may be the first brick, so half alone is not counted as slack.
  return online === half ? (set[0]?.online === true ? 0 : -1) : online - half - 1;
}

/** Members of the pool that may vanish before glusterd stops its bricks (server quorum above 50 %). */
export function poolSlack(connected: number, members: number): number {
  return connected - (Math.floor(members / 2) + 1);
}
