// What the peers of an unreachable controller say of it: gone, still there, or nothing (ha-operations §2.1, X1, X2).

import type {ClusterConfig} from '../config/schema.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {readingOf} from '../model/snapshot.ts';
import {galeraVotes} from './witness/galera-votes.ts';
import {glusterVotes} from './witness/gluster-votes.ts';
import {pingVotes} from './witness/ping-votes.ts';
import {redisVotes} from './witness/redis-votes.ts';
import {slurmVotes} from './witness/slurm-votes.ts';
import type {Vote} from './witness/vote.ts';

export type Standing =
  /** We reach it ourselves, or never asked. */
  | 'reached'
  /** Not reachable, and its peers confirm that it is gone: dead or cut off, which cannot be told apart without fencing. */
  | 'lost'
  /** Not reachable for us, but peers work with it: only the management path is broken. */
  | 'alive'
  /** Not reachable, and nobody can say anything. */
  | 'unwitnessed';

export type Witnessed = {readonly standing: Standing; readonly votes: readonly Vote[]};

/** A peer's "still there" must not be older than our own failure by more than this, or it tells of the time before. */
const freshMs = 1_500;

/**
 * Judges an unreachable controller by its peers. One fresh and quick witness of life (Galera membership, Redis replication,
 * slurmctld's ping) outweighs everything: unreachable is not down. Gluster's `connected` lags by tens of seconds after a
 * power loss, so it only counts where fewer than two other detectors say that the controller is gone.
 */
export function witnessOf(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): Witnessed {
  const reach = readingOf(given.snapshot, 'reach', host);
  if (reach.kind !== 'lost') return {standing: 'reached', votes: []};
  const all = [
    ...pingVotes(given, host),
    ...galeraVotes(given, host),
    ...redisVotes(given, host),
    ...slurmVotes(given, host),
    ...glusterVotes(given, host),
  ];
  const votes = all.filter((vote) => vote.says === 'gone' || isFresh(vote.at, reach.at));
  const standing = standingOf(votes);
  // A login that is refused is an answer: whoever gave it is not gone, even where every peer has lost it.
  const answered = reach.error.code === 'auth' || reach.error.code === 'host-key';
  return {standing: standing === 'lost' && answered ? 'unwitnessed' : standing, votes};
}

function isFresh(at: Instant, failedAt: Instant): boolean {
  return at >= failedAt - freshMs;
}

function standingOf(votes: readonly Vote[]): Standing {
  const quickAlive = votes.some((vote) => vote.says === 'there' && vote.quick);
  if (quickAlive) return 'alive';
  const gone = new Set(votes.filter((vote) => vote.says === 'gone').map((vote) => vote.service));
  const slowAlive = votes.some((vote) => vote.says === 'there');
  if (slowAlive) return gone.size >= 2 ? 'lost' : 'alive';
  return gone.size > 0 ? 'lost' : 'unwitnessed';
}
