// A recorded scene, read by the real probes and judged by the real judge: what the product says about it.

import {readFileSync} from 'node:fs';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {ServiceId} from '../../src/model/service.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {collect} from '../../src/probes/collect.ts';
import type {JudgePart, JudgeService} from '../../src/probes/judge-part.ts';
import {probesOf} from '../../src/probes/registry.ts';
import type {Transcript} from './transcript.ts';
import {replay} from './transcript.ts';

export function transcriptOf(service: ServiceId, name: string): Transcript {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/${service}/${name}.json`, import.meta.url), 'utf8'),
  ) as Transcript;
}

/** The snapshot that collecting the service's probes gives when the hosts say what the transcript says. */
export async function snapshotOf(service: ServiceId, transcript: Transcript, config: ClusterConfig): Promise<Snapshot> {
  return await collect(probesOf(service), {config, ...replay(transcript)}, new AbortController().signal);
}

export type Said = {
  readonly level: string;
  readonly tolerance: number | null;
  readonly line: string;
  readonly words: Readonly<Record<string, string>>;
  /** `level code where`, in the judge's order. */
  readonly found: readonly string[];
};

export function saidBy(part: JudgePart): Said {
  return {
    level: part.verdict.level,
    tolerance: part.verdict.tolerance,
    line: part.verdict.line.en,
    words: Object.fromEntries(Object.entries(part.verdict.controllers).map(([host, cell]) => [host, cell.word.en])),
    found: part.findings.map((finding) => `${finding.level} ${finding.code} ${finding.where}`),
  };
}

/** Reads and judges one scene, after the scenes before it (oldest first), as a console that has been watching. */
export async function sceneOf(
  service: ServiceId,
  judge: JudgeService,
  names: readonly string[],
  config: ClusterConfig,
): Promise<Said> {
  const snapshots: Snapshot[] = [];
  for (const name of names) snapshots.push(await snapshotOf(service, transcriptOf(service, name), config));
  const [snapshot, ...history] = snapshots.reverse();
  if (snapshot === undefined) throw new Error('a scene needs a name');
  return saidBy(judge({snapshot, config, history}));
}
