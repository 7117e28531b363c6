// The snapshot of this controller's own realtime: asked at most twice a second, whoever wants it.

import {decodeValue} from '../../state/record-delta.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {briefly} from '../brief-memory.ts';
import type {InternalSnapshot} from '../realtime/serve-internal.ts';
import {snapshotPath} from '../realtime/serve-internal.ts';

const trustMs = 500;
const timeoutMs = 2_000;

export type AskRealtime = () => Promise<InternalSnapshot>;

/** Rejects with `live-away` where it does not answer; an old answer is never given for a new one. */
export function realtimeAsker(node: string, port: number, now: () => number): AskRealtime {
  const remembered = briefly(trustMs, now, 1);
  return () => remembered('snapshot', () => fetchSnapshot(node, port));
}

async function fetchSnapshot(node: string, port: number): Promise<InternalSnapshot> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${snapshotPath}`, {signal: AbortSignal.timeout(timeoutMs)});
    const text = await response.text();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    // Written by this program itself, on this machine.
    return decodeValue(text) as InternalSnapshot;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WebRefusal('live-away', {node, why}, {where: 'realtime', cause});
  }
}
