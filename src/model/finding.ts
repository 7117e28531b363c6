// A Finding: one judged fact with a stable code, its proof and its remedy. Its text comes from the message catalogue.

import type {FindingLevel} from './level.ts';
import {compareLevels} from './level.ts';
import type {Instant} from './reading.ts';
import type {HostName, ServiceId} from './service.ts';

export type FindingParams = Readonly<Record<string, string | number>>;

/** What was asked and what came back, so that nobody has to believe a verdict. */
export type Evidence = {
  /** Command line or query as sent. */
  readonly command: string;
  /** Raw output, already free of terminal escapes, cut to a few kilobytes. */
  readonly raw: string;
  readonly at?: Instant;
};

export type Finding = {
  /** Stable, CamelCase: `GaleraSplitBrain`, `VipDuplicate` (ha-operations §2.1). Audit and acknowledgement key off it. */
  readonly code: string;
  readonly level: FindingLevel;
  readonly where: HostName | 'cluster';
  readonly service?: ServiceId;
  /** Fills the holes of the code's message; `{host}` is always `where`. */
  readonly params: FindingParams;
  readonly evidence?: Evidence;
  /** Id of the action or command that helps. */
  readonly remedy?: string;
  /** Set only where the finding refuses an action and may be overridden by `--override CODE[:HOST]`. */
  readonly overridable?: boolean;
};

/** Worst first, then by code and place, so that the same state always lists the same. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) => compareLevels(a.level, b.level) || a.code.localeCompare(b.code) || a.where.localeCompare(b.where),
  );
}
