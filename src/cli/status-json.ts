// `status --json`, schema 1: other readers depend on these names (DESIGN §4).

import {findingText} from '../model/messages.ts';
import type {Judgement, ServiceVerdict} from '../model/verdict.ts';

/** Services in the tolerance object, in the order of the contract. */
const toleranceOrder = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const;

/** Programs read it: its words are English whatever the operator speaks. */
export function statusJson(judgement: Judgement): string {
  const {services} = judgement;
  const tolerance: Record<string, number | null> = {cluster: judgement.tolerance};
  for (const id of toleranceOrder) tolerance[id] = services[id].tolerance;
  return JSON.stringify({
    schema: 1,
    cluster: judgement.cluster,
    at: new Date(judgement.at).toISOString(),
    verdict: judgement.level,
    tolerance,
    vip: {address: judgement.vip.address, owners: judgement.vip.owners},
    controllers: Object.fromEntries(
      Object.entries(judgement.controllers).map(([host, each]) => [
        host,
        {address: each.address, reach: each.reach, confirmed_lost: each.confirmedLost},
      ]),
    ),
    services: Object.fromEntries(Object.entries(services).map(([id, verdict]) => [id, serviceJson(verdict)])),
    findings: judgement.findings.map((finding) => ({
      code: finding.code,
      level: finding.level,
      where: finding.where,
      service: finding.service ?? null,
      what: findingText(finding, 'en'),
      evidence: finding.evidence === undefined ? '' : `${finding.evidence.command}\n${finding.evidence.raw}`,
      remedy: finding.remedy ?? null,
      params: finding.params,
    })),
  });
}

function serviceJson(verdict: ServiceVerdict): object {
  return {
    verdict: verdict.level,
    line: verdict.line.en,
    facts: verdict.facts,
    controllers: Object.fromEntries(
      Object.entries(verdict.controllers).map(([host, cell]) => [
        host,
        {
          reading: cell.reading,
          verdict: cell.level,
          word: cell.word.en,
          at: cell.at === null ? null : new Date(cell.at).toISOString(),
          facts: cell.facts,
        },
      ]),
    ),
  };
}
