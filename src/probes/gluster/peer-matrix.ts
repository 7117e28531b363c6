// The pool as all its members see each other: N×N, judged from every vantage point (ha-operations §2.3).

import type {ControllerConfig} from '../../config/schema.ts';
import type {GlusterFacts} from '../../model/facts.ts';
import {entryOf} from '../../model/gluster-peer.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {isRunning} from '../unit-show.ts';

export type Sight = 'connected' | 'disconnected' | 'absent';

export type PeerMatrix = {
  /** Controllers whose glusterd runs and was heard. */
  readonly voices: readonly HostName[];
  /** How `from` sees `to`; undefined where `from` was not heard. */
  see(from: HostName, to: HostName): Sight | undefined;
};

export function peerMatrix(snapshot: Snapshot, members: readonly ControllerConfig[]): PeerMatrix {
  const views = new Map<HostName, GlusterFacts>();
  for (const {hostname} of members) {
    const reading = readingOf(snapshot, 'glusterfs', hostname);
    if (reading.kind === 'seen' && isRunning(reading.value.unit)) views.set(hostname, reading.value);
  }
  return {
    voices: [...views.keys()],
    see: (from, to) => {
      const view = views.get(from);
      const target = members.find((member) => member.hostname === to);
      if (view === undefined || target === undefined) return undefined;
      const entry = entryOf(view.peers, target, views.get(to)?.uuid ?? null);
      if (entry === undefined) return 'absent';
      return entry.connected ? 'connected' : 'disconnected';
    },
  };
}

export type Pair = readonly [HostName, HostName];

/** Each unordered pair of heard members once. */
export function pairsOf(voices: readonly HostName[]): readonly Pair[] {
  return voices.flatMap((a, index) => voices.slice(index + 1).map((b): Pair => [a, b]));
}

export function isAsymmetric(matrix: PeerMatrix, [a, b]: Pair): boolean {
  const there = matrix.see(a, b) === 'connected';
  const back = matrix.see(b, a) === 'connected';
  return there !== back;
}

/** Both run, both were heard, and neither is connected to the other. */
export function areApart(matrix: PeerMatrix, [a, b]: Pair): boolean {
  return matrix.see(a, b) === 'disconnected' && matrix.see(b, a) === 'disconnected';
}
