// A stable key for each finding of a judgement, so that a cursor and an open evidence pane stay on theirs over refreshes.

import type {Finding} from '../model/finding.ts';

export type KeyedFinding = {readonly key: string; readonly finding: Finding};

/** Two findings with the same code and place (two bricks of one host) are told apart by their order. */
export function keyFindings(findings: readonly Finding[]): readonly KeyedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const base = `finding:${finding.code}@${finding.where}`;
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return {key: count === 0 ? base : `${base}#${count}`, finding};
  });
}

/** The same finding in a newer list: same code and place. */
export function findAgain(findings: readonly Finding[], wanted: Finding): Finding | undefined {
  const same = findings.filter((finding) => finding.code === wanted.code && finding.where === wanted.where);
  return same.find((finding) => JSON.stringify(finding.params) === JSON.stringify(wanted.params)) ?? same[0];
}
