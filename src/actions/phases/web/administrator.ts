// The first administrator of the web services: made once, on one controller, with a password that only the operator sees.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import {step} from '../../step.ts';
import {program} from './places.ts';

/** The one-time password, which is never kept: it is made by whoever starts the run, who shows it when the step has changed something. */
export const firstPassword = 'once.web_administrator';
export const administratorStep = 'make the first administrator';

/** The program itself makes the tables of auth_db and, where there is no administrator yet, the first one. */
export function administratorSteps(stage: string, config: ClusterConfig): readonly Step[] {
  const host = controllersOf(config, 'web').find(({services}) => services.mariadb) ?? controllersOf(config, 'web')[0];
  if (host === undefined) return [];
  return [
    step({
      stage,
      on: host.hostname,
      title: administratorStep,
      operation: {
        kind: 'exec',
        argv: [program, 'administrator', 'first'],
        stdin: [{secret: firstPassword}],
        unless: {argv: [program, 'administrator', 'exists'], expect: {kind: 'exit', codes: [0]}},
      },
    }),
  ];
}
