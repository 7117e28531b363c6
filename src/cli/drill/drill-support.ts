// What only the composition root can give to a drill: judgement, planning, the program to send, and the lab's power.

import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {isSea} from 'node:sea';
import type {ClusterConfig} from '../../config/schema.ts';
import {lookTwice} from '../../probes/look-twice.ts';
import {lookProbes} from '../../probes/registry.ts';
import type {DrillSupport} from '../../run/drill/drill-deps.ts';
import type {Transport} from '../../transport/host.ts';
import {askAction} from '../run/planned-actions.ts';
import {labPower} from './lab-power.ts';

/** Words of a drill's recovery to actions and their input. */
const recoveries: Readonly<
  Record<string, {readonly action: string; readonly input: Readonly<Record<string, number>>}>
> = {
  start: {action: 'phases', input: {from: 0, to: 7}},
};

export async function drillSupport(config: ClusterConfig, transport: Transport, state: string): Promise<DrillSupport> {
  const power = await labPower(config);
  return {
    config,
    power,
    program: ownProgram,
    async look(signal) {
      const {judgement} = await lookTwice(lookProbes, {config, transport, now: () => Date.now()}, signal);
      return {level: judgement.level, findings: judgement.findings};
    },
    ask(word, signal) {
      const {action, input} = recoveries[word] ?? {action: word, input: {}};
      return askAction({action, input, overrides: []}, {config, transport, state}, signal);
    },
  };
}

/** The program itself where it is one file; in a checkout what `npm run package` made beside the bundle. */
function ownProgram(): ReturnType<DrillSupport['program']> {
  if (isSea()) return {path: process.execPath};
  const main = process.argv[1];
  const path = main === undefined ? '' : join(dirname(main), 'package', 'hpcha-tui');
  if (path !== '' && existsSync(path)) return {path};
  return {path: null, why: 'there is no single executable to send to a controller: npm run package makes it'};
}
