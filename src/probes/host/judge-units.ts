// Judges units, pending restarts and what drills left behind (ha-operations §2.8).

import type {HostFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';

export function unitFindings(host: HostName, facts: HostFacts): readonly Finding[] {
  const managed = new Set(facts.units.map((unit) => unit.unit));
  return [
    ...facts.failedUnits.map((unit): Finding => {
      // What this product does not run has no say in its verdict, but whoever looks should know.
      const level = managed.has(unit) || /^hpcha-/.test(unit) || unit.endsWith('.mount') ? 'warning' : 'info';
      return found('UnitFailed', level, host, {unit}, `systemctl status ${unit}`);
    }),
    ...facts.units
      .filter((unit) => unit.enabled.startsWith('masked'))
      .map((unit) =>
        found('UnitMasked', 'warning', host, {unit: unit.unit, state: unit.enabled}, `systemctl unmask ${unit.unit}`),
      ),
    ...facts.pendingRestarts.map((name) => found('RestartPending', 'warning', host, {unit: name}, 'start')),
    ...facts.leftovers
      .filter((what) => !what.includes('/maintenance'))
      .map((what) => found('DrillResidue', 'warning', host, {what}, undefined)),
  ];
}

function found(
  code: string,
  level: Finding['level'],
  where: HostName,
  params: Finding['params'],
  remedy: string | undefined,
): Finding {
  return {code, level, where, service: 'host', params, ...(remedy === undefined ? {} : {remedy})};
}
