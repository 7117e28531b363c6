// What the last drill of each kind still says against the predictions, until a newer one of that kind agrees.

import type {Finding} from '../finding.ts';
import {sortFindings} from '../finding.ts';
import type {Judgement} from '../verdict.ts';
import type {DrillReport} from './report.ts';

/** What is remembered of the newest drill of a kind that was measured to its end. */
export type LastDrill = Pick<DrillReport, 'drill' | 'runId' | 'startedAt' | 'target' | 'findings'>;

/**
 * As `info`: it says something of the predictions, nothing of the cluster as it is now. As a warning it would also keep every
 * further drill from beginning (preflight wants all green), and so the one that could agree.
 */
export function standingFindings(last: readonly LastDrill[]): readonly Finding[] {
  const findings = last.flatMap(({drill, runId, startedAt, target, findings}) =>
    findings
      .filter(({code}) => code === 'DrillRtoDisagrees')
      .map(
        (finding): Finding => ({
          ...finding,
          level: 'info',
          where: target,
          evidence: {
            command: `hpcha-tui drill report ${runId}`,
            raw: `${drill} ${startedAt}`,
            at: Date.parse(startedAt),
          },
          remedy: `drill run ${drill}`,
        }),
      ),
  );
  return sortFindings(findings);
}

/** The same judgement with what drills have left standing among its findings; its level stays. */
export function withStanding(judgement: Judgement, standing: readonly Finding[]): Judgement {
  return standing.length === 0
    ? judgement
    : {...judgement, findings: sortFindings([...judgement.findings, ...standing])};
}
