// Scenario of the web services: every service through every controller's nginx and the virtual address, and somebody's whole visit.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Step} from '../../model/plan.ts';
import {webServices} from '../../model/web/services.ts';
import {program} from '../phases/web/places.ts';
import {check} from '../step.ts';
import {act, nothing, type Scenario, stage} from './scenario.ts';

/** Less than its own 90 s would be cut off before it has said what is wrong. */
const visitTimeoutMs = 120_000;

const stages = {
  prove: stage('web', 'prove', 'every service through nginx'),
  // One after the other: nginx counts requests for sign-in by address, and whoever has the virtual one asks from it.
  visit: stage('web', 'visit', 'signed in, live view, signed out', 'rolling'),
  clean: stage('web', 'clean', 'the users of the test are taken away'),
};

/**
 * What a person's Unix account would be needed for (a job, an upload) is not tried: the note says so. `slurm` and `glusterfs` prove what
 * lies beneath.
 */
export function webScenario(config: ClusterConfig): Scenario {
  const controllers = controllersOf(config, 'web');
  if (controllers.length === 0) return nothing;
  const {vip} = config.network;
  const services = webServices.map(({name, path}) => `${name}:${path}`);
  const withAddress = controllersOf(config, 'keepalived').length > 0;
  const steps = controllers.flatMap(({hostname: on, ip_address: own}): readonly Step[] => {
    const ways = withAddress ? [own, vip] : [own];
    return [
      ...ways.map((address) =>
        act(stages.prove, {
          on,
          title: `reach every service through ${nameOf(address, vip)}`,
          argv: ['true'],
          after: [check('web-site-answers', {address, services})],
        }),
      ),
      act(stages.visit, {
        on,
        title: `sign in, watch and sign out through ${nameOf(withAddress ? vip : own, vip)}`,
        argv: [program, 'web-round-trip', withAddress ? vip : own],
        timeoutMs: visitTimeoutMs,
      }),
      act(stages.clean, {on, title: 'take away users that tests left', argv: [program, 'web-round-trip', 'sweep']}),
    ];
  });
  return {
    ...nothing,
    stages: Object.values(stages),
    steps,
    notes: [{code: 'TestWebPartly', level: 'info', where: 'cluster', service: 'web', params: {test: 'web'}}],
  };
}

function nameOf(address: string, vip: string): string {
  return address === vip ? 'the virtual address' : 'its own nginx';
}
