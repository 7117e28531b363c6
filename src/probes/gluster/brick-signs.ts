// Nothing to heal, by the bricks' own signs: good enough to say "well", never to say "ill" or "how much".

import type {GlusterFacts} from '../../model/facts.ts';
import type {Instant, Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {ClusterProbeContext, OwnWords} from '../probe.ts';
import {type HealCounts, hostNamer, type VolumeInfo} from './parse-volume.ts';

/** Twice the interval of the controllers' own probe: what is older says nothing about now. */
const freshMs = 10_000;

/** Files that are being written are in an index too; whether some are left over from a dead writer glfsheal is asked this often. */
const writesTrustedMs = 30_000;

export type QuietBricks = {
  readonly counts: ReadonlyMap<string, HealCounts>;
  /** When it was last certain that nothing is pending. */
  readonly since: Instant;
};

type Asked = Pick<ClusterProbeContext<'glusterVolume'>, 'config' | 'now' | 'before'>;

/**
 * What glfsheal would say of a healthy volume, told by those who know it first: every brick's process runs on its controller, no
 * brick's index lists anything that another one missed, and the vantage's mount is connected to every brick. null: a doubt, and
 * then glfsheal is asked. Writes under way are no doubt for as long as it was certain a moment ago that nothing was pending.
 */
export function healBySigns(
  volumes: readonly VolumeInfo[],
  own: OwnWords,
  vantage: HostName,
  {config, now, before}: Asked,
): QuietBricks | null {
  const info = volumes.find((volume) => volume.name === config.storage.gluster.volume_name);
  if (info === undefined) return null;
  const fresh = (host: HostName): GlusterFacts | null => freshWord(own[host], now());
  const links = fresh(vantage)?.brickLinks ?? [];
  if (links.length !== info.bricks.length || links.includes(false)) return null;
  const nameOf = hostNamer(config, vantage);
  const counts = new Map<string, HealCounts>();
  let isWritten = false;
  for (const brick of info.bricks) {
    const cut = brick.indexOf(':');
    const host = brick.slice(0, cut);
    const quiet = quietBrick(fresh(nameOf(host)), brick.slice(cut + 1));
    if (quiet === null) return null;
    isWritten ||= quiet.pending === 'writes';
    counts.set(`${host}:${quiet.path}`, {connected: true, pending: 0, splitBrain: 0});
  }
  if (counts.size !== info.bricks.length) return null;
  if (!isWritten) return {counts, since: now()};
  const since = before?.nothingPendingAt;
  return since !== undefined && now() - since <= writesTrustedMs ? {counts, since} : null;
}

function freshWord(reading: Reading<GlusterFacts> | undefined, now: Instant): GlusterFacts | null {
  return reading?.kind === 'seen' && now - reading.at <= freshMs ? reading.value : null;
}

/** The brick's path, if it runs there and its index lists nothing missed. glusterd's files write paths with dashes for slashes. */
function quietBrick(facts: GlusterFacts | null, dashed: string): GlusterFacts['brickIndex'] {
  const path = facts?.brickProcesses.find((each) => each.replaceAll('/', '-') === dashed);
  if (path === undefined || facts?.brickIndex?.path !== path) return null;
  return facts.brickIndex.pending === 'entries' ? null : facts.brickIndex;
}
