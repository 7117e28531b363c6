// The Gluster volume as its operations see it: its bricks as a table, or the reason why nothing can be done.

import type {GlusterVolumeFacts} from '../../model/facts.ts';
import type {Finding, FindingParams} from '../../model/finding.ts';
import type {EvidenceTable, PlanResult} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {ProbeId} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';

export const glusterNeeds: readonly ProbeId[] = ['reach', 'glusterfs', 'glusterVolume'];

export type Volume = NonNullable<GlusterVolumeFacts['volume']>;
export type Seen = {readonly volume: Volume; readonly askedOf: HostName};

/** Generous: a brick that was away for a day has much to receive. */
export const healTimeoutMs = 3_600_000;

/** A finding that stands against an operation on the volume. */
export function against(code: string, where: HostName | 'cluster', params: FindingParams = {}): Finding {
  return {code, level: 'critical', where, service: 'glusterfs', params};
}

/** The volume as its vantage told it, or why it cannot be worked on. */
export function seenVolume({snapshot}: Pick<ActionContext<object>, 'snapshot'>): Seen | Finding {
  const reading = snapshot.shared.glusterVolume;
  if (reading.kind === 'seen' && reading.value.volume !== null) {
    const {volume, askedOf} = reading.value;
    // Not the vantage of that look, which is another one each time: the same plan must come out twice.
    return {volume, askedOf: volume.bricks.find(({online}) => online)?.host ?? askedOf};
  }
  const why =
    reading.kind === 'lost'
      ? reading.error.what
      : reading.kind === 'none'
        ? 'it is not deployed'
        : 'the pool has no such volume';
  return against('GlusterVolumeNotRead', 'cluster', {why});
}

export function refused(...findings: readonly Finding[]): PlanResult {
  return {kind: 'refusal', findings};
}

/** One row a brick. */
export function tableOf(volume: Volume): EvidenceTable {
  return {
    head: ['brick', 'process', 'to heal', 'split brain'],
    rows: volume.bricks.map(({host, path, online, healPending, splitBrain}) => [
      `${host}:${path}`,
      online ? 'online' : 'OFFLINE',
      String(healPending ?? '?'),
      String(splitBrain ?? '?'),
    ]),
  };
}
