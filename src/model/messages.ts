// The message catalogue: turns a finding's code and parameters into a sentence, in English or Korean.

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

/** Fills the `{holes}` of a template. A hole without a value stays visible as `{name}`: better ugly than silently wrong. */
export function fillTemplate(template: string, params: FindingParams): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name];
    return value === undefined ? hole : String(value);
  });
}

/** The finding as a sentence. A code without a message prints its code and parameters. */
export function findingText(finding: Finding, language: Language = 'en'): string {
  const message = catalogue[finding.code];
  if (message === undefined) return `${finding.code} ${JSON.stringify(finding.params)}`;
  return fillTemplate(message[language], {host: finding.where, ...finding.params});
}
