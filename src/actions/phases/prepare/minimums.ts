// Findings about the reference README's minimums: told, never a reason to refuse (labs and small sites are smaller).

import type {ClusterConfig} from '../../../config/schema.ts';
import type {SurveyFacts} from '../../../model/facts.ts';
import type {Finding} from '../../../model/finding.ts';
import type {FindingLevel} from '../../../model/level.ts';
import type {HostName} from '../../../model/service.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';

/** 4 CPUs, 8 GB of memory, 100 GB of disk for a controller (reference README, requirements). */
const minimum = {cpus: 4, memoryGb: 8, diskGb: 100};
/** Machines sold as 8 GB or 100 GB show a little less. */
const tolerated = 0.9;
const gigabyte = 1e9;

export function minimumFindings(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  const level: FindingLevel = config.lab ? 'info' : 'warning';
  return [
    ...config.nodes.controllers.flatMap(({hostname}) => {
      const survey = surveyOf(snapshot, hostname);
      return survey === undefined ? [] : tooSmall(hostname, survey, level);
    }),
    ...fewControllers(config),
  ];
}

function tooSmall(host: HostName, survey: SurveyFacts, level: FindingLevel): readonly Finding[] {
  const measured: readonly (readonly [string, number, number, string])[] = [
    ['CPUs', survey.cpus, minimum.cpus, ''],
    ['memory', Math.round(survey.memoryBytes / gigabyte), minimum.memoryGb, ' GB'],
    ['disk', Math.round(survey.rootDiskBytes / gigabyte), minimum.diskGb, ' GB'],
  ];
  return measured
    .filter(([, has, wants, unit]) => has < (unit === '' ? wants : wants * tolerated))
    .map(([what, has, wants, unit]) => ({
      code: 'BelowMinimum',
      level,
      where: host,
      service: 'host' as const,
      params: {what, has: `${has}${unit}`, wants: `${wants}${unit}`},
    }));
}

/** One machine or two cannot outlive the loss of one with a majority (ha-operations L20). */
function fewControllers(config: ClusterConfig): readonly Finding[] {
  const count = config.nodes.controllers.length;
  if (count >= 3) return [];
  return [{code: 'FewControllers', level: 'warning', where: 'cluster', service: 'host', params: {count}}];
}
