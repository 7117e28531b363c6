// How many more controllers Gluster may lose abruptly: bricks of the worst replica set, and the pool's own quorum.

import {controllersOf} from '../../config/order.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';
import {majoritySlack} from '../tolerance.ts';
import {entriesOf, type Volume} from './judge-volume.ts';
import {peerMatrix} from './peer-matrix.ts';
import {poolSlack, replicaSets, setSlack} from './volume-quorum.ts';
import type {BrickView} from './volume-unseen.ts';

/** null: not known. A volume with stale copies tolerates nothing more, because the next loss may be the only good one. */
export function glusterTolerance(input: JudgeInput, volume: Volume | null, bricks: BrickView): number | null {
  const pool = poolTolerance(input);
  if (volume === null) return unseenTolerance(input, bricks, pool);
  if (!volume.started) return 0;
  const pending = entriesOf(volume, (brick) => brick.healPending);
  const quorum = volume.options['cluster.quorum-type'];
  const sets = replicaSets(reachedBricks(input, volume), volume.replicaCount).map((set) =>
    Math.max(0, setSlack(set, quorum)),
  );
  const slack = Math.min(...sets, ...(volume.options['cluster.server-quorum-type'] === 'server' ? [pool ?? 0] : []));
  // Stale copies, or none to spare: nothing more may go. With copies to spare, not knowing how current they are is not knowing.
  if (slack === 0 || (pending ?? 0) > 0) return 0;
  return pending === null ? null : slack;
}

/** The volume's word may be older than the loss of a controller: a brick on one that is lost now is none to count on. */
function reachedBricks({snapshot}: JudgeInput, {bricks}: Volume): Volume['bricks'] {
  return bricks.map((brick) =>
    readingOf(snapshot, 'reach', brick.host).kind === 'lost' ? {...brick, online: false} : brick,
  );
}

/** The volume is silent but its processes were seen: better one cautious number than none. */
function unseenTolerance(input: JudgeInput, bricks: BrickView, pool: number | null): number | null {
  if (input.snapshot.shared.glusterVolume.kind !== 'lost' || bricks.total === 0) return null;
  return Math.min(majoritySlack(bricks.online, bricks.total), pool ?? 0);
}

/** Connected members as the best-connected controller counts them; null where no glusterd was heard. */
function poolTolerance(input: JudgeInput): number | null {
  const members = controllersOf(input.config, 'glusterfs');
  const matrix = peerMatrix(input.snapshot, members);
  const counts = matrix.voices.map(
    (from: HostName) => 1 + members.filter((to) => matrix.see(from, to.hostname) === 'connected').length,
  );
  if (counts.length === 0) return null;
  return Math.max(0, poolSlack(Math.max(...counts), members.length));
}
