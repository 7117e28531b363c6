// The virtual address as an action sees it: who holds it, who would win it, and everything that speaks against each candidate.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {KeepalivedFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {EvidenceTable} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import {candidateFindings} from './candidate.ts';

export type VipCandidate = {
  readonly host: HostName;
  readonly priority: number;
  readonly facts: KeepalivedFacts | null;
  /** Why it was not seen; null: it was. */
  readonly unseen: string | null;
  readonly owns: boolean;
  /** Running, BACKUP, not in maintenance: it takes part in the election. */
  readonly stands: boolean;
  /** Every condition that it does not meet for holding the address. */
  readonly against: readonly Finding[];
};

export type VipView = {
  readonly vip: string;
  readonly hosts: readonly HostName[];
  readonly candidates: readonly VipCandidate[];
  readonly owners: readonly VipCandidate[];
};

export function vipView(snapshot: Snapshot, config: ClusterConfig): VipView {
  const controllers = controllersOf(config, 'keepalived');
  const candidates = controllers.map((controller): VipCandidate => {
    const reading = readingOf(snapshot, 'keepalived', controller.hostname);
    const facts = reading.kind === 'seen' ? reading.value : null;
    const unseen =
      facts !== null ? null : reading.kind === 'lost' ? reading.error.what : 'keepalived is not deployed there';
    return {
      host: controller.hostname,
      priority: controller.priority,
      facts,
      unseen,
      owns: facts !== null && facts.vipOn !== null,
      stands:
        facts !== null && facts.unit.active === 'active' && facts.vrrpState === 'BACKUP' && facts.maintenance === null,
      against: candidateFindings(controller, facts, unseen, snapshot, config),
    };
  });
  return {
    vip: config.network.vip,
    hosts: controllers.map(({hostname}) => hostname),
    candidates,
    owners: candidates.filter(({owns}) => owns),
  };
}

/** Who takes the address when its owner lets go: the highest priority of those that stand (keepalived; ties are refused by the configuration). */
export function predictedWinner(candidates: readonly VipCandidate[]): VipCandidate | undefined {
  return [...candidates].filter(({stands, owns}) => stands && !owns).sort((a, b) => b.priority - a.priority)[0];
}

/** One row a controller, with the codes that speak against it, so that nobody has to guess why it was not chosen. */
export function vipTable({candidates}: VipView, chosen?: HostName): EvidenceTable {
  return {
    head: ['', 'controller', 'priority', 'VRRP', 'address', 'against it'],
    rows: candidates.map(({host, priority, facts, unseen, owns, against}) => [
      host === chosen ? '▶' : '',
      host,
      String(priority),
      facts === null
        ? `NOT SEEN: ${unseen ?? ''}`
        : `${facts.vrrpState ?? '?'}${facts.maintenance === null ? '' : ' (maintenance)'}`,
      owns ? 'holds it' : '-',
      owns ? '' : against.map(({code}) => code).join(' ') || 'nothing',
    ]),
  };
}
