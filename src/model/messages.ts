// The message catalogue: turns a finding's code and parameters into a sentence, in English or Korean.

import {fillTemplate} from './fill-template.ts';
import type {Finding, FindingParams} from './finding.ts';
import type {Language, Messages} from './message.ts';
import {drillMessages} from './messages/drills.ts';
import {galeraMessages} from './messages/galera.ts';
import {glusterMessages} from './messages/gluster.ts';
import {hostMessages} from './messages/host.ts';
import {keepalivedMessages} from './messages/keepalived.ts';
import {moveVipMessages} from './messages/move-vip.ts';
import {operateStorageMessages} from './messages/operate-storage.ts';
import {phaseServiceMessages} from './messages/phase-services.ts';
import {phaseMessages} from './messages/phases.ts';
import {recoverGaleraMessages} from './messages/recover-galera.ts';
import {redisMessages} from './messages/redis.ts';
import {runMessages} from './messages/run.ts';
import {slurmMessages} from './messages/slurm.ts';
import {switchServiceMessages} from './messages/switch-service.ts';
import {webMessages} from './messages/web.ts';
import {planWords} from './plan-words.ts';

export const catalogue: Messages = {
  ...hostMessages,
  ...glusterMessages,
  ...galeraMessages,
  ...redisMessages,
  ...slurmMessages,
  ...keepalivedMessages,
  ...webMessages,
  ...phaseMessages,
  ...phaseServiceMessages,
  ...runMessages,
  ...drillMessages,
  ...recoverGaleraMessages,
  ...moveVipMessages,
  ...switchServiceMessages,
  ...operateStorageMessages,
};

/** Holes that an action fills with words of its own, not with names or numbers. */
const worded = new Set(['why', 'state', 'role', 'title', 'reason', 'error', 'databases']);

/** The finding as a sentence. A code without a message prints its code and parameters. */
export function findingText(finding: Finding, language: Language = 'en'): string {
  const message = catalogue[finding.code];
  if (message === undefined) return `${finding.code} ${JSON.stringify(finding.params)}`;
  return fillTemplate(message[language], {host: finding.where, ...wordsOf(finding.params, language)});
}

function wordsOf(params: FindingParams, language: Language): FindingParams {
  if (language === 'en') return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && worded.has(name) ? planWords(value, language) : value,
    ]),
  );
}
