// What a filter hides is said to be hidden: an emptied list never reads as a cluster that is well, nor as a whole plan.

import {expect, it} from 'vitest';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {buildFinding, buildJudgement, startOfTest} from '../state/builders/judgement.ts';
import {buildActionPlan, buildState} from '../state/builders/state.ts';
import {drawFrame} from './frame.tsx';

const extent = {items: null, last: 0, page: 1};
const press = (id: Extract<ConsoleEvent, {type: 'command'}>['id']): ConsoleEvent => ({
  type: 'command',
  id,
  at: startOfTest,
  extent,
});
const typed = (text: string): ConsoleEvent => ({type: 'typed', text, at: startOfTest});
const bad: ConsoleEvent = {type: 'judged', judgement: buildJudgement({findings: [buildFinding('GaleraOne')]})};

it('says on the overview that nothing matches, not that there is nothing to report', () => {
  const {lines} = drawFrame(buildState({events: [bad, press('filter'), typed('zzz'), press('accept')]}));
  const text = lines.join('\n');
  expect(text).toContain('nothing matches the filter');
  expect(text).not.toContain('nothing to report');
});

it('warns in a plan that the whole of it would be run', () => {
  const planned: ConsoleEvent = {type: 'planned', ticket: 1, plan: buildActionPlan('safe', 9)};
  const events = [bad, press('phases'), press('show-plan'), planned, press('filter'), typed('part 3'), press('accept')];
  const text = drawFrame(buildState({events, mode: 'operate'})).lines.join('\n');
  expect(text).toMatch(/the filter \/part 3 hides steps: the whole plan would be run/);
  expect(text).toContain('part 3');
  expect(text).not.toContain('part 6');
});
