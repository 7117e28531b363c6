// A drill as a screen sees it: states and ticks folded from the events of its run.

import {expect, it} from 'vitest';
import type {DrillSpec} from '../../../src/model/drill/drill.ts';
import {foldDrill, keptTicks, type LiveDrill} from '../../../src/model/drill/live.ts';
import type {RunEvent} from '../../../src/model/run-event.ts';

const spec = {drill: 'D04', target: 'server3', streams: []} as unknown;

function isSpec(value: unknown): value is DrillSpec {
  return typeof value === 'object' && value !== null && 'drill' in value;
}

function begun(): LiveDrill {
  if (!isSpec(spec)) throw new Error('no spec');
  return {spec, state: null, states: [], ticks: []};
}

const tick = (seq: number): RunEvent => ({
  ...{type: 'drill-tick', step: 's', seq, at: seq, elapsedMs: seq * 1000},
  streams: [{id: 'console mariadb@server1', acks: 10, fails: 0, sinceAckMs: 40}],
});

it('keeps its states in order and a bounded number of ticks', () => {
  const state: RunEvent = {type: 'drill-state', step: 's', state: 'observe', elapsedMs: 20_000, seq: 1, at: 1};
  let live = foldDrill(begun(), state);
  for (let seq = 2; seq < keptTicks + 50; seq += 1) live = foldDrill(live, tick(seq));
  expect(live?.state).toBe('observe');
  expect(live?.states).toEqual([{state: 'observe', at: 20_000}]);
  expect(live?.ticks).toHaveLength(keptTicks);
  expect(live?.ticks.at(-1)?.at).toBe((keptTicks + 49) * 1000);
});

it('is nothing for a run without a drill', () => {
  expect(foldDrill(null, tick(1))).toBeNull();
});
