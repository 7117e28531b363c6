// What only the composition root can give to a drill: judgement, planning, the program to send, and the lab's power.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {judge} from '../../probes/judge.ts';
import {lookTwice} from '../../probes/look-twice.ts';
import {lookProbes} from '../../probes/registry.ts';
import type {DrillSupport} from '../../run/drill/drill-deps.ts';
import type {Transport} from '../../transport/host.ts';
import {existingProgram} from '../own-program.ts';
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
    program: existingProgram,
    look: rememberingLook(config, transport),
    ask(word, signal) {
      const {action, input} = recoveries[word] ?? {action: word, input: {}};
      return askAction({action, input, overrides: []}, {config, transport, state}, signal);
    },
  };
}

/** So many looks show that two write in turn; one alone cannot (ha-operations §2.6). */
const rememberedLooks = 4;

/** A whole look, judged; what only several looks together show (two slurmctld in control at once) is judged over the last ones. */
function rememberingLook(config: ClusterConfig, transport: Transport): DrillSupport['look'] {
  let history: readonly Snapshot[] = [];
  return async (signal) => {
    const {judgement, snapshot} = await lookTwice(lookProbes, {config, transport, now: () => Date.now()}, signal);
    const together = judge({snapshot, config, history}).findings.filter(({code}) => code === 'SlurmDualControl');
    history = [snapshot, ...history].slice(0, rememberedLooks);
    const known = judgement.findings.some(({code}) => code === 'SlurmDualControl');
    return {level: judgement.level, findings: known ? judgement.findings : [...together, ...judgement.findings]};
  };
}
