// Which refusals the operator takes upon himself: only findings that say they may be, by their code and place (DESIGN §3).

import type {Finding} from '../model/finding.ts';

/** `--override CODE` or `--override CODE:HOST`; a finding about the whole cluster needs no place. */
export function isOverridden(finding: Finding, overrides: readonly string[]): boolean {
  if (finding.overridable !== true) return false;
  return overrides.some((given) => given === `${finding.code}:${finding.where}` || given === finding.code);
}

export type Weighed = {
  /** What still stands against it. */
  readonly against: readonly Finding[];
  /** What was taken upon by an override; the plan repeats it as a warning. */
  readonly accepted: readonly Finding[];
};

export function weigh(findings: readonly Finding[], overrides: readonly string[]): Weighed {
  const accepted = findings.filter((finding) => isOverridden(finding, overrides));
  return {against: findings.filter((finding) => !accepted.includes(finding)), accepted};
}
