// How long a drill is predicted to take, by what the running members say of themselves (ha-operations §8.4).

import {expect, it} from 'vitest';
import {galeraSuspect, predictLoss} from '../../src/actions/drills/predict.ts';
import {rolesOf} from '../../src/actions/drills/roles.ts';
import {members} from '../probes/support/galera-members.ts';
import {recordedCluster} from '../support/recorded-cluster.ts';

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

it('each controller of a Redis cluster with a master is a loss of Redis, one with replicas only is not', async () => {
  const {snapshot, config} = await recordedCluster({mode: 'cluster', redis: 'cluster-colocated'});
  const predicted = config.nodes.controllers.map(
    ({hostname}) => predictLoss(config, snapshot, rolesOf(snapshot, config), hostname).redis,
  );
  expect(predicted.toSorted()).toEqual([0, 6_500, 6_500]);
  const spread = await recordedCluster({mode: 'cluster', redis: 'cluster-healthy'});
  for (const {hostname} of spread.config.nodes.controllers) {
    const roles = rolesOf(spread.snapshot, spread.config);
    expect(predictLoss(spread.config, spread.snapshot, roles, hostname).redis).toBe(6_500);
  }
});
