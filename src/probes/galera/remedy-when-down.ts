// What brings Galera back when every server is down: an ordinary start only where it can know who left last.

import type {GaleraFacts} from '../../model/facts.ts';
import {zeroUuid} from './parse-grastate.ts';

/**
 * `start` after an orderly stop (one server says that it left last, every position is known and nobody is ahead), and where nobody has
 * data yet. After a crash positions are not in the files: the recovery that `bootstrap-galera` runs finds them (ha-operations §3.4, B7 to B13).
 */
export function remedyWhenDown(servers: readonly GaleraFacts[]): 'start' | 'bootstrap-galera' {
  const withData = servers.filter((facts) => !isEmpty(facts));
  if (withData.length === 0) return 'start';
  const states = withData.map(({grastate}) => (grastate === 'malformed' ? null : grastate));
  const flagged = states.filter((state) => state?.safeToBootstrap === true);
  const [last, ...more] = flagged;
  if (last === null || last === undefined || more.length > 0) return 'bootstrap-galera';
  const follows = states.every((state) => state !== null && state.uuid === last.uuid && isBetween(state.seqno, last));
  return follows ? 'start' : 'bootstrap-galera';
}

function isBetween(seqno: bigint, last: {readonly seqno: bigint}): boolean {
  return seqno >= 0n && seqno <= last.seqno;
}

/** A data directory without a history and without anybody's tables. */
function isEmpty({grastate, datadir}: GaleraFacts): boolean {
  if (grastate === 'malformed' || datadir === 'data') return false;
  return grastate === null || grastate.uuid === zeroUuid;
}
