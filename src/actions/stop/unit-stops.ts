// The stage and the steps that stop one unit on some controllers, in a given order.

import type {Check} from '../../model/check.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {check, step} from '../step.ts';

export type UnitStops = {
  readonly stage: Stage;
  readonly unit: string;
  readonly hosts: readonly HostName[];
  readonly before?: readonly Check[];
  readonly timeoutMs?: number;
};

/** Units that are not installed are seen at rest. They stay enabled: a stop is not a change of what a boot does. */
export function unitStops({stage, unit, hosts, before, timeoutMs}: UnitStops): readonly Step[] {
  return hosts.map((on) =>
    step({
      stage: stage.id,
      on,
      title: `stop ${unit.replace(/\.service$/, '')}`,
      operation: {kind: 'unit', unit, state: 'stopped'},
      ...(before === undefined ? {} : {before}),
      after: [check('unit-inactive', {unit})],
      ...(timeoutMs === undefined ? {} : {timeoutMs}),
    }),
  );
}
