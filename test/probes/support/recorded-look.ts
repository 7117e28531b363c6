// Scenes of a real cluster as several probes heard them at once, read by the real probes and judged as a whole.

import {readFileSync} from 'node:fs';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import type {Judgement} from '../../../src/model/verdict.ts';
import {collect} from '../../../src/probes/collect.ts';
import {judge} from '../../../src/probes/judge.ts';
import {replay, type Transcript} from '../../support/transcript.ts';
import {codesOf, configOf} from './readings.ts';

/** The lab on which the scenes were recorded, without its secrets. */
export const recordedConfig: ClusterConfig = configOf(3, {
  cluster: {name: 'probesa'},
  lab: true,
  nodes: {
    controllers: [1, 2, 3].map((number) => ({hostname: `server${number}`, ip_address: `10.77.7.10${number}`})),
  },
  network: {vip: '10.77.7.100', interface: 'eth0'},
});

export async function recorded(name: string): Promise<Snapshot> {
  const file = new URL(`../../fixtures/look/${name}.json`, import.meta.url);
  const transcript: Transcript = JSON.parse(readFileSync(file, 'utf8'));
  const probes = ['reach', 'host', 'glusterfs', 'glusterVolume', 'mariadb'] as const;
  return collect(probes, {config: recordedConfig, ...replay(transcript)}, new AbortController().signal);
}

export type Heard = {readonly judgement: Judgement; readonly codes: readonly string[]};

/** Judged after the scenes before it, oldest first; `info` is left out of the codes. */
export async function heard(...names: readonly string[]): Promise<Heard> {
  const snapshots: Snapshot[] = [];
  for (const name of names) snapshots.unshift(await recorded(name));
  const [snapshot, ...history] = snapshots;
  if (snapshot === undefined) throw new Error('a scene needs a name');
  const judgement = judge({snapshot, config: recordedConfig, history});
  return {judgement, codes: codesOf(judgement).filter((code) => !code.startsWith('info '))};
}
