// Which earlier snapshots are kept for the judges: dense for the last seconds, thin for the last quarter of an hour.

import type {Snapshot} from '../model/snapshot.ts';

const denseGapMs = 1000;
/** Longer than the slowest probe's interval, so that for every reading the one before it is still there. */
const denseCount = 24;
const thinGapMs = 30_000;
const keepMs = 15 * 60_000;

/**
 * The history with `snapshot` in front, newest first; at most about sixty, which share all readings that did not change.
 * What leaves the dense part stays only if the newest of the thin part is old enough: so the thin part spans its time.
 */
export function keepHistory(history: readonly Snapshot[], snapshot: Snapshot): readonly Snapshot[] {
  const newest = history[0];
  if (newest !== undefined && snapshot.at - newest.at < denseGapMs) return history;
  const leaving = history[denseCount - 1];
  const thin = history.slice(denseCount).filter((older) => snapshot.at - older.at <= keepMs);
  const newestThin = thin[0];
  const stays = leaving !== undefined && (newestThin === undefined || leaving.at - newestThin.at >= thinGapMs);
  return [snapshot, ...history.slice(0, denseCount - 1), ...(stays ? [leaving] : []), ...thin];
}
