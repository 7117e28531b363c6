// The VIP as all controllers together describe it: who holds it, who could, and whom nobody could ask.

import {controllersOf} from '../../config/order.ts';
import type {KeepalivedFacts} from '../../model/facts.ts';
import type {Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import {isRunning} from '../unit-show.ts';

export type VipHost = {
  readonly host: HostName;
  readonly priority: number;
  readonly reading: Reading<KeepalivedFacts>;
  /** Only what was seen now. */
  readonly facts: KeepalivedFacts | null;
};

export type VipView = {
  readonly hosts: readonly VipHost[];
  /** Kernels that hold the address. */
  readonly owners: readonly VipHost[];
  /** Running daemons in BACKUP that would take over. */
  readonly backups: readonly VipHost[];
  /** Controllers that could not be asked and that nobody confirms to be gone: any of them may hold it. */
  readonly unseen: readonly VipHost[];
  /** Milliseconds in which a takeover must be over: three adverts and two seconds (ha-operations §2.5). */
  readonly takeoverMs: number;
};

export function vipView(input: Pick<JudgeInput, 'snapshot' | 'config' | 'history'>): VipView {
  const hosts = controllersOf(input.config, 'keepalived').map((controller): VipHost => {
    const reading = readingOf(input.snapshot, 'keepalived', controller.hostname);
    const facts = reading.kind === 'seen' ? reading.value : null;
    return {host: controller.hostname, priority: controller.priority, reading, facts};
  });
  return {
    hosts,
    owners: hosts.filter((host) => host.facts !== null && host.facts.vipOn !== null),
    backups: hosts.filter(isBackup),
    unseen: hosts.filter((host) => host.reading.kind === 'lost' && witnessOf(input, host.host).standing !== 'lost'),
    takeoverMs: 3 * input.config.network.advert_interval * 1000 + 2000,
  };
}

function isBackup({facts}: VipHost): boolean {
  return (
    facts !== null &&
    isRunning(facts.unit) &&
    facts.vrrpState === 'BACKUP' &&
    facts.vipOn === null &&
    facts.maintenance === null
  );
}

/** Its last transition is longer ago than a takeover may take: what it says is no snapshot of a change under way. */
export function isSettled(view: VipView, {facts}: VipHost): boolean {
  return facts !== null && facts.lastTransitionAt !== null && facts.now - facts.lastTransitionAt > view.takeoverMs;
}

export function evidenceOf(view: VipView): {readonly command: string; readonly raw: string} {
  const raw = view.hosts.map(({host, facts, reading}) => {
    if (facts === null) return `${host}: ${reading.kind === 'lost' ? reading.error.what : 'not asked'}`;
    const place = facts.vipOn === null ? 'no VIP' : `VIP on ${facts.vipOn} ${facts.mac ?? ''}`;
    const belief = facts.neighbourMac === null ? '' : `, believes ${facts.neighbourMac} ${facts.neighbourState ?? ''}`;
    return `${host}: ${place}${belief}, keepalived ${facts.unit.active}, VRRP ${facts.vrrpState ?? '?'}`;
  });
  return {command: 'ip -j addr; ip -j neigh; vrrp.state', raw: raw.join('\n')};
}
