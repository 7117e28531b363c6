// Judges how keepalived is set up: whether a failure moves the address at all, and what its checks really ask (ha-operations §1: L07–L09).

import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import type {HostName} from '../../model/service.ts';
import {keepalivedConfPath} from '../catalogue/keepalived.ts';
import type {VipHost, VipView} from './vip-view.ts';

export function judgeSetup(view: VipView): readonly Finding[] {
  return [...view.hosts.flatMap(hostSetup), ...bornMasters(view)];
}

function hostSetup({host, facts}: VipHost): readonly Finding[] {
  const setup = facts?.setup;
  if (setup === undefined) return [];
  const {nopreempt, weighted, shallow, scripts} = setup;
  return [
    // A backup that does not preempt ignores every valid advert, also one of a lower priority (keepalived, vrrp_state_backup).
    ...(nopreempt && weighted.length > 0
      ? [found('VipNeverMovesOnFailure', 'warning', host, {checks: weighted.join(', ')}, weighted.join('\n'))]
      : []),
    ...(scripts.length === 0 ? [found('VipUnchecked', 'warning', host, {}, 'no vrrp_script')] : []),
    ...shallow.map((command) => found('VipCheckShallow', 'warning', host, {command}, command)),
  ];
}

/** L09: whoever is born MASTER takes the address when it starts; two of them take it from each other. */
function bornMasters({hosts}: VipView): readonly Finding[] {
  const masters = hosts.flatMap(({host, facts}) => (facts?.setup?.state === 'MASTER' ? [host] : []));
  if (masters.length < 2) return [];
  const raw = masters.map((host) => `${host}: state MASTER`).join('\n');
  return [found('VipTwoBornMasters', 'warning', 'cluster', {hosts: masters.join(', ')}, raw)];
}

function found(
  code: string,
  level: FindingLevel,
  where: HostName | 'cluster',
  params: Finding['params'],
  raw: string,
): Finding {
  const evidence = {command: keepalivedConfPath, raw};
  return {code, level, where, service: 'keepalived', params, evidence, remedy: 'start'};
}
