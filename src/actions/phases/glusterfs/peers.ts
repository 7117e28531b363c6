// Steps that form the pool: the first controller probes the others; whoever is in it already is left alone.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import {check, checkOn, step} from '../../step.ts';

export function peerSteps(stage: string, namesStage: string, config: ClusterConfig): readonly Step[] {
  const controllers = controllersOf(config, 'glusterfs');
  const [first, ...others] = controllers;
  if (first === undefined || others.length === 0) return [];
  const connected = {count: others.length};
  return [
    ...others.map((other, index) =>
      step({
        stage,
        on: first.hostname,
        title: `probe ${other.hostname}`,
        operation: {
          kind: 'exec',
          argv: ['gluster', '--mode=script', 'peer', 'probe', other.hostname],
          unless: {argv: ['gluster', 'pool', 'list'], expect: {kind: 'stdout-matches', pattern: inPool(other)}},
        },
        before: [checkOn(other.hostname, 'port-open', {port: 24007})],
        // The pool is complete only when every member sees every other (asymmetry is an outage in waiting).
        after:
          index === others.length - 1
            ? controllers.map(({hostname}) => checkOn(hostname, 'gluster-peers-connected', connected))
            : [],
      }),
    ),
    ...others.slice(0, 1).map((second) => nameFirstStep(namesStage, second, first, others.length)),
  ];
}

/** A pool's first member is known to the others by its address until somebody probes it by name. */
function nameFirstStep(stage: string, second: ControllerConfig, first: ControllerConfig, count: number): Step {
  return step({
    stage,
    on: second.hostname,
    title: `know ${first.hostname} by its name`,
    operation: {
      kind: 'exec',
      argv: ['gluster', '--mode=script', 'peer', 'probe', first.hostname],
      unless: {
        argv: ['gluster', 'pool', 'list'],
        expect: {kind: 'stdout-matches', pattern: `\\s${escaped(first.hostname)}\\s`},
      },
    },
    before: [check('gluster-peers-connected', {count})],
  });
}

function inPool({hostname, ip_address}: ControllerConfig): string {
  return `\\s(${escaped(hostname)}|${escaped(ip_address)})\\s`;
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}
