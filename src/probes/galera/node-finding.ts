// A finding about one member, with the status fields that show it as evidence.

import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import type {Speaker} from './galera-view.ts';

export function nodeFinding(speaker: Speaker, code: string, level: FindingLevel, params: Finding['params']): Finding {
  const raw = Object.entries(speaker.status)
    .filter(([name]) => /local_state|ready|connected|cluster_s|queue|evs_|desync/.test(name))
    .map(([name, value]) => `${name} ${value}`)
    .join('\n');
  const evidence = {command: "SHOW GLOBAL STATUS LIKE 'wsrep_%'", raw, at: speaker.at};
  return {code, level, where: speaker.host, service: 'mariadb', params, evidence};
}
