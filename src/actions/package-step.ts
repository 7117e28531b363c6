// The step that installs packages, and the merging of all such steps of a plan into one a host.

import type {Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import {check, step} from './step.ts';

/** Installs the packages on a host; proven by dpkg's own list. */
export function packageStep(stage: string, on: HostName, names: readonly string[]): Step {
  const sorted = [...new Set(names)].sort();
  return step({
    stage,
    on,
    title: 'install packages',
    operation: {kind: 'package', names: sorted},
    after: [check('packages-installed', {names: sorted})],
  });
}

/**
 * One installation a host, at the place of its first: dpkg's lock makes several slower, never faster (DESIGN §7's budget is
 * a multiple of the raw parallel installation). Nothing needs its packages to come late.
 */
export function mergePackageSteps(steps: readonly Step[]): readonly Step[] {
  const namesByHost = new Map<HostName, string[]>();
  for (const {on, operation} of steps) {
    if (operation.kind === 'package') namesByHost.set(on, [...(namesByHost.get(on) ?? []), ...operation.names]);
  }
  const placed = new Set<HostName>();
  return steps.flatMap((given) => {
    if (given.operation.kind !== 'package') return [given];
    if (placed.has(given.on)) return [];
    placed.add(given.on);
    return [packageStep(given.stage, given.on, namesByHost.get(given.on) ?? [])];
  });
}
