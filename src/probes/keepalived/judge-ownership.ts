// Judges who holds the VIP: exactly one, nobody, several, or one that should not (ha-operations §2.5).

import type {Finding} from '../../model/finding.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {isRunning} from '../unit-show.ts';
import type {VipHost, VipView} from './vip-view.ts';
import {evidenceOf, isSettled, vipView} from './vip-view.ts';

export function judgeOwnership(input: JudgeInput, view: VipView): readonly Finding[] {
  if (view.hosts.every((host) => host.facts === null)) return [];
  const odd = [
    ...view.owners.flatMap((host) => judgeOrphan(view, host)),
    ...view.hosts.flatMap((host) => judgeEmptyMaster(view, host)),
  ];
  if (view.owners.length === 0) return [...judgeAbsence(input, view), ...odd];
  if (view.owners.length > 1) return [judgeDuplicate(input, view), ...odd];
  return [...odd, ...judgeNeighbours(input, view)];
}

function clusterFinding(view: VipView, given: Pick<Finding, 'code' | 'level' | 'params' | 'remedy'>): Finding {
  return {...given, where: 'cluster', service: 'keepalived', evidence: evidenceOf(view)};
}

/** During a takeover nobody holds it for a moment; what stays, or cannot end because nobody is able to take it, is an outage. */
function judgeAbsence(input: JudgeInput, view: VipView): readonly Finding[] {
  const vip = input.config.network.vip;
  if (view.unseen.length > 0) {
    const params = {vip, hosts: view.unseen.map((host) => host.host).join(', ')};
    return [clusterFinding(view, {code: 'VipOwnerUnseen', level: 'unknown', params})];
  }
  const held = heldMs(input, (snapshot) => isAbsent(vipView({...input, snapshot})));
  const able = view.hosts.some(({facts}) => facts !== null && isRunning(facts.unit) && facts.vrrpState !== 'FAULT');
  const sure = !able || (held !== null && held >= view.takeoverMs);
  return [
    clusterFinding(view, {
      code: 'VipAbsent',
      level: sure ? 'critical' : 'warning',
      params: {vip},
      remedy: 'repair-vip',
    }),
  ];
}

function isAbsent(view: VipView): boolean {
  return view.owners.length === 0 && view.hosts.some((host) => host.facts !== null) && view.unseen.length === 0;
}

/** Controllers are not read at one instant: one sample may show the old and the new owner. Two samples, or two that have long been settled, do not. */
function judgeDuplicate(input: JudgeInput, view: VipView): Finding {
  const names = view.owners.map((owner) => owner.host);
  const stays = heldMs(input, (snapshot) => {
    const before = vipView({...input, snapshot}).owners.map((owner) => owner.host);
    return names.every((name) => before.includes(name));
  });
  const settled = view.owners.every((owner) => isSettled(view, owner));
  // A daemon that does not run takes nothing away: what its interface holds stays.
  const left = view.owners.some(({facts}) => facts !== null && !isRunning(facts.unit));
  return clusterFinding(view, {
    code: 'VipDuplicate',
    level: stays !== null || settled || left ? 'critical' : 'warning',
    params: {vip: input.config.network.vip, owners: names.join(', ')},
    remedy: 'repair-vip',
  });
}

/** The address was left behind: a killed daemon does not take it away, and a peer may add it a second time. */
function judgeOrphan(view: VipView, owner: VipHost): readonly Finding[] {
  const {facts} = owner;
  if (facts === null) return [];
  const dead = !isRunning(facts.unit);
  const denied = facts.vrrpState !== null && facts.vrrpState !== 'MASTER' && isSettled(view, owner);
  if (!dead && !denied) return [];
  const params = {interface: facts.vipOn ?? '', unit: facts.unit.active, state: facts.vrrpState ?? '?'};
  return [
    {
      code: 'VipOrphaned',
      level: 'critical',
      remedy: 'repair-vip',
      where: owner.host,
      service: 'keepalived',
      params,
      evidence: evidenceOf(view),
    },
  ];
}

function judgeEmptyMaster(view: VipView, host: VipHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null || !isRunning(facts.unit) || facts.vrrpState !== 'MASTER' || facts.vipOn !== null) return [];
  if (!isSettled(view, host)) return [];
  return [
    {
      code: 'VipMasterWithoutAddress',
      level: 'critical',
      where: host.host,
      service: 'keepalived',
      params: {},
      evidence: evidenceOf(view),
    },
  ];
}

/** What the other kernels believe. A wrong belief lets a controller talk to the wrong machine (ha-operations §4.5). */
function judgeNeighbours(input: JudgeInput, view: VipView): readonly Finding[] {
  const [owner] = view.owners;
  const mac = owner?.facts?.mac ?? null;
  if (owner === undefined || mac === null) return [];
  const ours = view.hosts.flatMap((host) => (host.facts?.mac == null ? [] : [host.facts.mac]));
  return (
    view.hosts
      // The owner itself has no use for an entry about its own address; one from before the takeover may linger.
      .filter(
        ({host, facts}) =>
          host !== owner.host && facts !== null && facts.neighbourMac !== null && facts.neighbourMac !== mac,
      )
      .map((host): Finding => {
        const belief = host.facts?.neighbourMac ?? '';
        // Where some controller was not read, the strange MAC may simply be that one's.
        const foreign = !ours.includes(belief) && view.hosts.every((each) => each.facts !== null);
        const held = heldMs(input, (snapshot) => believes(vipView({...input, snapshot}), host.host, belief));
        const level = foreign || (held !== null && held >= 60_000) ? 'critical' : 'warning';
        return {
          code: foreign ? 'VipForeignMac' : 'VipStaleNeighbour',
          level,
          ...(foreign ? {} : {remedy: 'repair-vip'}),
          where: host.host,
          service: 'keepalived',
          params: {vip: input.config.network.vip, mac: belief, owner: owner.host, ownerMac: mac},
          evidence: evidenceOf(view),
        };
      })
  );
}

function believes(view: VipView, host: string, mac: string): boolean {
  return view.hosts.some((each) => each.host === host && each.facts?.neighbourMac === mac);
}
