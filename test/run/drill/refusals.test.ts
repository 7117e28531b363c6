// What a drill demands to be refused: a plan that could do harm counts against it, a plan that could not does not.

import {expect, it} from 'vitest';
import type {DrillSpec} from '../../../src/model/drill/drill.ts';
import type {PlanResult} from '../../../src/model/plan.ts';
import type {DrillDeps} from '../../../src/run/drill/drill-deps.ts';
import {checkRefusals} from '../../../src/run/drill/refusals.ts';
import {buildDrillSpec} from '../../state/builders/drill.ts';
import {buildPlan} from '../../state/builders/state.ts';

const spec: DrillSpec = {
  ...buildDrillSpec(),
  drill: 'D21',
  mustRefuse: ['bootstrap-galera'],
  mustSee: ['GaleraNodeDown'],
};

async function findingsAfter(answer: PlanResult, seen: readonly string[] = ['GaleraNodeDown']) {
  const told: string[] = [];
  const deps: Pick<DrillDeps, 'progress'> & {readonly support: Pick<DrillDeps['support'], 'ask'>} = {
    progress: (line) => told.push(line),
    support: {ask: async () => answer},
  };
  const codes = seen.map((code) => ({code}));
  const found = await checkRefusals(spec, codes, deps, AbortSignal.timeout(1_000));
  return {codes: found.map(({code}) => code), told: told.join('\n')};
}

it('is content with a refusal, and names its reasons', async () => {
  const refused: PlanResult = {
    kind: 'refusal',
    findings: [{code: 'GaleraFlagBehind', level: 'critical', where: 'server3', params: {}}],
  };
  expect(await findingsAfter(refused)).toEqual({codes: [], told: 'bootstrap-galera: refused: GaleraFlagBehind'});
});

it('is content with a plan that only starts what is missing', async () => {
  const {codes, told} = await findingsAfter({
    kind: 'plan',
    plan: {...buildPlan('safe', 1), title: 'start server3, which joins'},
  });
  expect(codes).toEqual([]);
  expect(told).toBe('bootstrap-galera: no more than start server3, which joins');
});

it('reports a plan that could lose data as not refused', async () => {
  const {codes} = await findingsAfter({kind: 'plan', plan: buildPlan('destructive', 1)});
  expect(codes).toEqual(['DrillNotRefused']);
});

it('reports what nobody saw while the fault lasted', async () => {
  const {codes} = await findingsAfter({kind: 'refusal', findings: []}, []);
  expect(codes).toEqual(['DrillNotSeen']);
});
