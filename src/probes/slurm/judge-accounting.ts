// Judges accounting: slurmdbd active and backup, and how much slurmctld keeps for it (ha-operations §2.6, §6.4).

import type {SlurmClusterFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {isRunning} from '../unit-show.ts';
import type {SlurmHost, SlurmView} from './slurm-view.ts';
import {hostNamed} from './slurm-view.ts';

export function judgeAccounting(input: JudgeInput, view: SlurmView): readonly Finding[] {
  if (!input.config.slurm.accounting) return [];
  const cluster = seenValue(input.snapshot.shared.slurmCluster) ?? null;
  const down = dbdHosts(view).filter((host) => host.facts !== null && !isRunning(host.facts.slurmdbd));
  return [
    ...down.map(dbdDown),
    ...judgeAnswer(view, cluster),
    ...judgeQueue(input, view, cluster),
    ...judgeLayout(view),
  ];
}

/** slurm.conf names at most two; where it was not read, whoever has a slurmdbd. */
export function dbdHosts(view: SlurmView): readonly SlurmHost[] {
  const conf = view.hosts.map((host) => host.facts?.conf ?? null).find((each) => each?.accountingHost != null);
  if (conf === null || conf === undefined) {
    return view.hosts.filter((host) => host.facts !== null && host.facts.slurmdbd.active !== 'not-found');
  }
  return [conf.accountingHost, conf.accountingBackupHost].flatMap((name) => {
    const host = hostNamed(view.hosts, name);
    return host === undefined ? [] : [host];
  });
}

function dbdDown(host: SlurmHost): Finding {
  const unit = host.facts?.slurmdbd;
  return {
    code: 'SlurmdbdDown',
    level: 'warning',
    where: host.host,
    service: 'slurm',
    params: {state: unit?.active ?? '?'},
    evidence: {command: 'systemctl show slurmdbd.service', raw: `ActiveState=${unit?.active ?? '?'}`},
    remedy: 'start',
  };
}

/** No outage by itself: slurmctld keeps the messages, up to a limit (judgeQueue). */
function judgeAnswer(view: SlurmView, cluster: SlurmClusterFacts | null): readonly Finding[] {
  if (cluster?.dbdAnswers !== false) return [];
  const raw = dbdHosts(view).map((host) => `${host.host}: slurmdbd ${host.facts?.slurmdbd.active ?? 'not seen'}`);
  return [
    {
      code: 'SlurmAccountingDown',
      level: 'warning',
      where: 'cluster',
      service: 'slurm',
      params: {queue: cluster.dbdQueue ?? '?'},
      evidence: {command: 'sacctmgr show cluster', raw: [`${cluster.askedOf}: no answer`, ...raw].join('\n')},
    },
  ];
}

/** Beyond the limit messages are thrown away and jobs run away (slurm.conf manual, MaxDBDMsgs). */
function judgeQueue(input: JudgeInput, view: SlurmView, cluster: SlurmClusterFacts | null): readonly Finding[] {
  const queue = cluster?.dbdQueue ?? 0;
  if (cluster === null || queue === 0) return [];
  const limit = queueLimit(view, cluster);
  const held = heldMs(input, (snapshot) => (seenValue(snapshot.shared.slurmCluster)?.dbdQueue ?? 0) > 0);
  const share = queue / limit;
  const level = share > 0.75 ? 'critical' : share > 0.25 || (held !== null && held >= 60_000) ? 'warning' : 'info';
  return [
    {
      code: 'SlurmAccountingQueue',
      level,
      where: 'cluster',
      service: 'slurm',
      params: {queue, limit, percent: Math.round(share * 100)},
      evidence: {command: 'sdiag', raw: `DBD Agent queue size: ${queue}`},
    },
  ];
}

/** How many messages slurmctld keeps before it throws them away. */
export function queueLimit(view: SlurmView, cluster: SlurmClusterFacts): number {
  const conf = view.hosts.map((host) => host.facts?.conf ?? null).find((each) => each !== null);
  // The manual's default: the larger of 10000 and MaxJobCount * 2 + nodes * 4; MaxJobCount itself defaults to 10000.
  return conf?.maxDbdMessages ?? Math.max(10_000, (conf?.maxJobCount ?? 10_000) * 2 + cluster.nodesTotal * 4);
}

/** Every name of the machine that reads it. */
const ownMachine = /^(localhost(\.localdomain)?|127(\.\d+){3}|::1)$/i;

/** A slurmdbd for each controller writes one database several times over, or is missing after a takeover (L18). */
function judgeLayout(view: SlurmView): readonly Finding[] {
  const local = view.hosts.filter((host) => ownMachine.test(host.facts?.conf?.accountingHost ?? ''));
  if (local.length === 0 || view.order.length < 2) return [];
  const raw = local
    .map((host) => `${host.host}: AccountingStorageHost=${host.facts?.conf?.accountingHost ?? ''}`)
    .join('\n');
  const evidence = {command: 'grep AccountingStorageHost slurm.conf', raw};
  return [
    {
      code: 'SlurmAccountingLocalhost',
      level: 'warning',
      where: 'cluster',
      service: 'slurm',
      params: {},
      evidence,
      remedy: 'start',
    },
  ];
}
