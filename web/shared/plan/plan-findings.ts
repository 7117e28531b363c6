// Findings of a plan as those of the status: their sentence comes from the catalogue.

import type {Language} from '../../../src/model/message.ts';
import {findingText} from '../../../src/model/messages.ts';
import type {BareFinding} from '../api/actions.ts';
import type {FindingStatus} from '../api/status.ts';

export function asFindings(findings: readonly BareFinding[], language: Language): readonly FindingStatus[] {
  return findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    where: finding.where,
    service: finding.service,
    params: finding.params,
    remedy: finding.remedy,
    evidence: finding.evidence === null ? '' : `${finding.evidence.command}\n${finding.evidence.raw}`,
    what: textOf(finding, language),
  }));
}

function textOf({code, where, params}: BareFinding, language: Language): string {
  const known = Object.entries(params).map(([key, value]) => [key, value === null ? '' : String(value)]);
  return findingText({code, level: 'info', where, params: Object.fromEntries(known)}, language);
}
