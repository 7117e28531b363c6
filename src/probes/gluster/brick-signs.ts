// Nothing to heal, by the bricks' own signs: good enough to say "well", never to say "ill" or "how much".

import type {ClusterConfig} from '../../config/schema.ts';
import type {GlusterFacts} from '../../model/facts.ts';
import type {Instant, Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {OwnWords} from '../probe.ts';
import {type HealCounts, hostNamer, type VolumeInfo} from './parse-volume.ts';

/** Twice the interval of the controllers' own probe: what is older says nothing about now. */
const freshMs = 10_000;

/**
 * What glfsheal would say of a healthy volume, told by those who know it first: every brick's process runs on its controller, every
 * brick's index is empty, and the vantage's mount is connected to every brick. null: a doubt (also entries in an index, which may
 * be writes under way), and then glfsheal is asked.
 */
export function healBySigns(
  volumes: readonly VolumeInfo[],
  own: OwnWords,
  vantage: HostName,
  {config, now}: {readonly config: ClusterConfig; now(): Instant},
): ReadonlyMap<string, HealCounts> | null {
  const info = volumes.find((volume) => volume.name === config.storage.gluster.volume_name);
  if (info === undefined) return null;
  const fresh = (host: HostName): GlusterFacts | null => freshWord(own[host], now());
  const links = fresh(vantage)?.brickLinks ?? [];
  if (links.length !== info.bricks.length || links.includes(false)) return null;
  const nameOf = hostNamer(config, vantage);
  const counts = new Map<string, HealCounts>();
  for (const brick of info.bricks) {
    const cut = brick.indexOf(':');
    const host = brick.slice(0, cut);
    const path = quietBrick(fresh(nameOf(host)), brick.slice(cut + 1));
    if (path === null) return null;
    counts.set(`${host}:${path}`, {connected: true, pending: 0, splitBrain: 0});
  }
  return counts.size === info.bricks.length ? counts : null;
}

function freshWord(reading: Reading<GlusterFacts> | undefined, now: Instant): GlusterFacts | null {
  return reading?.kind === 'seen' && now - reading.at <= freshMs ? reading.value : null;
}

/** The brick's path, if it runs there and its index is empty. glusterd's files write paths with dashes for slashes. */
function quietBrick(facts: GlusterFacts | null, dashed: string): string | null {
  const path = facts?.brickProcesses.find((each) => each.replaceAll('/', '-') === dashed);
  if (path === undefined || facts?.brickIndex?.path !== path) return null;
  return facts.brickIndex.pending === 'empty' ? path : null;
}
