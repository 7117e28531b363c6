// Flow control as a rate between two snapshots: the average since FLUSH that the server offers says nothing about now.

import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';

/** Shorter spans are noise: a rate needs two samples that lie apart. */
const leastSpanMs = 1_500;

type Sample = {readonly pausedNs: bigint; readonly at: number};

/** 0…1; null: not measured (one look, a restarted server, or too short a span). */
export function flowControlShare(input: JudgeInput, host: HostName): number | null {
  const now = sampleOf(input.snapshot, host);
  if (now === null) return null;
  for (const earlier of input.history) {
    const before = sampleOf(earlier, host);
    if (before === null || now.at - before.at < leastSpanMs) continue;
    const paused = now.pausedNs - before.pausedNs;
    return paused < 0n ? null : Number(paused) / 1e6 / (now.at - before.at);
  }
  return null;
}

function sampleOf(snapshot: Snapshot, host: HostName): Sample | null {
  const reading = readingOf(snapshot, 'mariadb', host);
  if (reading.kind !== 'seen') return null;
  const text = reading.value.status?.['wsrep_flow_control_paused_ns'];
  return text === undefined || !/^\d+$/.test(text) ? null : {pausedNs: BigInt(text), at: reading.at};
}
