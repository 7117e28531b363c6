// How long a drill is predicted to take, by what the running members say of themselves (ha-operations §8.4).

import {expect, it} from 'vitest';
import {galeraSuspect} from '../../src/actions/drills/predict.ts';
import {members} from '../probes/support/galera-members.ts';

it.each([
  ['evs.suspect_timeout = PT1.5S; evs.version = 1', 2_500],
  ['evs.send_window = 4; evs.suspect_timeout = PT10S', 11_000],
  ['evs.suspect_timeout = PT1M30S', 91_000],
  ['evs.version = 1', 2_500],
])('Galera that says "%s" notices a loss within %i ms', (text, ms) => {
  const variables = {wsrep_provider_options: text};
  const told = members({server1: {variables}, server2: {variables}, server3: {variables}});
  expect(galeraSuspect(told)).toBe(ms);
});
