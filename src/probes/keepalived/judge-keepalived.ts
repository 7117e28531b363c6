// Judges keepalived and the VIP from all controllers' readings: findings, cells, tolerance.

import type {KeepalivedFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import type {Cell} from '../../model/verdict.ts';
import {joined, verbatim, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {lostCell, noneCell} from '../lost-cell.ts';
import {partOf, quietLine} from '../part.ts';
import type {CellFacts} from '../seen-cell.ts';
import {seenCell} from '../seen-cell.ts';
import {isRunning} from '../unit-show.ts';
import {judgeOwnership} from './judge-ownership.ts';
import {judgeSetup} from './judge-setup.ts';
import type {VipHost, VipView} from './vip-view.ts';
import {evidenceOf, vipView} from './vip-view.ts';

export function judgeKeepalived(input: JudgeInput): JudgePart {
  const view = vipView(input);
  const seen = [
    ...judgeOwnership(input, view),
    ...view.hosts.flatMap((host) => judgeDaemon(view, host)),
    ...judgeSetup(view),
  ];
  const cells: Record<string, Cell> = {};
  const lost: Finding[] = [];
  for (const host of view.hosts) {
    const {reading} = host;
    if (reading.kind === 'none') cells[host.host] = noneCell(reading.why);
    else if (reading.kind === 'lost') {
      const judged = lostCell(input, 'keepalived', host.host, reading);
      cells[host.host] = judged.cell;
      lost.push(...judged.findings, ...(judged.standing === 'lost' ? [daemonLost(view, host)] : []));
    } else {
      const shown = {word: wordOf(host, reading.value), facts: factsOf(host, reading.value)};
      cells[host.host] = seenCell(host.host, reading.at, seen, shown);
    }
  }
  const findings = [...seen, ...lost];
  const facts = clusterFacts(input, view);
  return partOf({
    cells,
    findings,
    line: view.hosts.every((host) => host.reading.kind === 'none') ? quietLine(cells) : lineOf(view),
    tolerance: toleranceOf(view),
    facts,
  });
}

function judgeDaemon(view: VipView, host: VipHost): readonly Finding[] {
  const {facts} = host;
  if (facts === null) return [];
  const found: Finding[] = [];
  const report = (code: string, level: Finding['level'], params: Finding['params'] = {}, remedy?: string): void => {
    const base = {code, level, where: host.host, service: 'keepalived', params, evidence: evidenceOf(view)} as const;
    found.push(remedy === undefined ? base : {...base, remedy});
  };
  if (!isRunning(facts.unit)) report('KeepalivedDown', 'warning', {state: facts.unit.active}, 'start');
  else reportState(facts, report);
  if (facts.maintenance !== null) {
    const minutes = facts.maintenance.since > 0 ? Math.round((facts.now - facts.maintenance.since) / 60_000) : '?';
    report('VipMaintenance', 'warning', {owner: facts.maintenance.owner, reason: facts.maintenance.reason, minutes});
  }
  if (facts.transitions10min !== null && facts.transitions10min > 2) {
    report('VipFlapping', 'warning', {count: facts.transitions10min}, 'maintenance');
  }
  return found;
}

type Report = (code: string, level: Finding['level'], params?: Finding['params']) => void;

/** What a running daemon says of itself. A maintenance flag puts it into FAULT on purpose and has a finding of its own. */
function reportState(facts: KeepalivedFacts, report: Report): void {
  const failing = failingChecks(facts);
  if (facts.vrrpState === 'FAULT') {
    if (facts.maintenance === null || failing !== '') report('KeepalivedFault', 'warning', {checks: failing || '?'});
    return;
  }
  if (failing !== '') report('KeepalivedCheckFailing', 'warning', {checks: failing});
  // Of a holder the kernel says enough. Whether another one would take over nobody knows, and that is not ok.
  if (facts.vrrpState === null) report('KeepalivedStateUnknown', facts.vipOn === null ? 'unknown' : 'info');
  else if (facts.vrrpState !== 'MASTER' && facts.vrrpState !== 'BACKUP') {
    report('KeepalivedNotReady', 'warning', {state: facts.vrrpState});
  }
}

function failingChecks(facts: KeepalivedFacts): string {
  return Object.entries(facts.checks)
    .filter(([, passing]) => !passing)
    .map(([name]) => name)
    .join(', ');
}

function daemonLost(view: VipView, host: VipHost): Finding {
  return {
    code: 'KeepalivedLost',
    level: 'warning',
    where: host.host,
    service: 'keepalived',
    params: {},
    evidence: evidenceOf(view),
  };
}

/** The kernel decides about MASTER; for the rest the daemon's word counts. */
function wordOf(host: VipHost, facts: KeepalivedFacts): Message {
  if (!isRunning(facts.unit)) return word(facts.vipOn === null ? 'down' : 'vip.orphaned');
  if (facts.vipOn !== null) return verbatim(`MASTER ${host.priority}`);
  if (facts.maintenance !== null) return word('vip.maintenance');
  return facts.vrrpState === null ? word('vip.none') : verbatim(`${facts.vrrpState} ${host.priority}`);
}

function factsOf(host: VipHost, facts: KeepalivedFacts): CellFacts {
  return {
    unit: facts.unit.active,
    vipOn: facts.vipOn,
    vrrpState: facts.vrrpState,
    priority: host.priority,
    mac: facts.mac,
    neighbourMac: facts.neighbourMac,
    neighbourState: facts.neighbourState,
    sinceSeconds: facts.lastTransitionAt === null ? null : Math.round((facts.now - facts.lastTransitionAt) / 1000),
    becameMaster10min: facts.transitions10min,
    maintenance: facts.maintenance === null ? null : `${facts.maintenance.owner}: ${facts.maintenance.reason}`,
    failingChecks: failingChecks(facts),
  };
}

function lineOf(view: VipView): Message {
  const hosts = view.owners.map((owner) => owner.host).join(' + ');
  const nobody = view.unseen.length > 0 ? word('vip.unseen') : word('vip.nobody');
  const place = hosts === '' ? nobody : word('vip.on', {hosts});
  return joined([place, word('vip.ready', {count: view.backups.length})]);
}

/** Controllers in BACKUP, not FAULT (ha-operations §2.1); null where none was seen. */
function toleranceOf(view: VipView): number | null {
  if (view.hosts.every((host) => host.facts === null)) return null;
  return view.owners.length === 1 || view.unseen.length > 0 ? view.backups.length : 0;
}

function clusterFacts(input: JudgeInput, view: VipView): CellFacts {
  return {
    vip: input.config.network.vip,
    owners: view.owners.map((owner) => owner.host).join(', '),
    ready: view.backups.length,
  };
}
