// What is seen while a drill lasts: what ends it, what is only told, and a look that fails.

import {expect, it} from 'vitest';
import type {Finding} from '../../../src/model/finding.ts';
import {Harm} from '../../../src/run/drill/harm.ts';

const finding = (code: string, level: Finding['level']): Finding => ({code, level, where: 'server2', params: {}});

function harmOf(look: () => Promise<readonly Finding[]>) {
  const told: string[] = [];
  const support = {look: async () => ({level: 'critical' as const, findings: await look()})};
  return {harm: new Harm({support, progress: (line) => told.push(line)}, () => 1_234), told};
}

it('ends a drill for two in control at once, not for the node that the drill itself has stopped', async () => {
  const {harm} = harmOf(async () => [finding('GaleraNodeDown', 'critical'), finding('SlurmDualControl', 'critical')]);
  await harm.look(AbortSignal.timeout(1_000));
  expect(harm.found?.code).toBe('SlurmDualControl');
  expect(harm.seen).toEqual([
    {code: 'GaleraNodeDown', where: 'server2', at: 1_234},
    {code: 'SlurmDualControl', where: 'server2', at: 1_234},
  ]);
});

it('does not end for a suspicion, which says so by its level', async () => {
  const {harm} = harmOf(async () => [finding('GaleraSplitBrain', 'warning')]);
  await harm.look(AbortSignal.timeout(1_000));
  expect(harm.found).toBeNull();
});

it('reports what is seen only after the fault was taken back, once', async () => {
  const {harm} = harmOf(async () => []);
  const judged = {level: 'critical' as const, findings: [finding('SlurmDualControl', 'critical')]};
  harm.lookedAfterRestore(judged);
  harm.lookedAfterRestore(judged);
  expect(harm.afterRestore.map(({code}) => code)).toEqual(['SlurmDualControl']);
  expect(harm.found).toBeNull();
});

it('tells of a look that fails and lets the drill go on to its restore', async () => {
  const {harm, told} = harmOf(async () => {
    throw new Error('no answer');
  });
  await harm.look(AbortSignal.timeout(1_000));
  expect(told.join('\n')).toContain('no answer');
  expect(harm.found).toBeNull();
});
