// Judges MariaDB with Galera: the cluster by the set of all views, every member by its own fields (ha-operations §2.2).

import type {GaleraFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Cell} from '../../model/verdict.ts';
import {verbatim, word} from '../../model/words.ts';
import {isArbitrator} from '../asks-on.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {lostCell, noneCell} from '../lost-cell.ts';
import {levelOn, partOf, quietLine} from '../part.ts';
import {galeraTolerance} from '../tolerance.ts';
import {isRunning} from '../unit-show.ts';
import {flowControlShare} from './flow-control.ts';
import {type GaleraView, galeraView, isGalera, lists, mainView} from './galera-view.ts';
import {clusterFindings, clusterVerdict, isAnyDeployed, primarySize} from './judge-cluster.ts';
import {nodeFindings} from './judge-node.ts';
import {commitSpread, postureFindings} from './judge-posture.ts';

export function judgeGalera(input: JudgeInput): JudgePart {
  const view = galeraView(input.snapshot, input.config);
  const anyDeployed = isAnyDeployed(view);
  const anyLost = view.members.some((member) => member.reading.kind === 'lost');
  const findings: Finding[] = [
    ...(anyDeployed ? clusterFindings(input, view) : []),
    ...view.primaries.flatMap((speaker) => nodeFindings(input, view, speaker)),
    ...(anyDeployed ? [...postureFindings(input, view), ...spreadFindings(input, view)] : []),
  ];
  const cells: Record<HostName, Cell> = {};
  for (const {hostname} of input.config.nodes.controllers) {
    const {cell, more} = cellOf(input, view, hostname, findings, anyDeployed);
    cells[hostname] = cell;
    findings.push(...more);
  }
  const tolerance = anyDeployed || anyLost ? toleranceOf(view) : null;
  return partOf({cells, findings, tolerance, line: lineOf(view, cells), facts: factsOf(view)});
}

type CellPart = {readonly cell: Cell; readonly more: readonly Finding[]};

function cellOf(
  input: JudgeInput,
  view: GaleraView,
  host: HostName,
  findings: readonly Finding[],
  anyDeployed: boolean,
): CellPart {
  const reading = readingOf(input.snapshot, 'mariadb', host);
  const controller = input.config.nodes.controllers.find((each) => each.hostname === host);
  if (reading.kind === 'none') return {cell: noneCell(reading.why), more: []};
  const arbitrates = controller !== undefined && isArbitrator(controller, input.config);
  if (reading.kind === 'lost') {
    const lost = lostCell(input, 'mariadb', host, reading);
    return {cell: lost.cell, more: lost.findings};
  }
  if (arbitrates) return {cell: arbitratorCell(reading.value, reading.at, findings, host), more: []};
  if (!isGalera(reading.value)) {
    const more: readonly Finding[] = anyDeployed
      ? [
          {
            code: 'GaleraNotDeployedHere',
            level: 'warning',
            where: host,
            service: 'mariadb',
            params: {},
            remedy: 'start',
          },
        ]
      : [];
    return {cell: noneCell('not-deployed'), more};
  }
  const member = view.members.find((each) => each.host === host);
  const main = mainView(view);
  const listed = member !== undefined && main !== undefined && lists(main, member.controller);
  return {cell: seenCell(input, reading.value, reading.at, findings, host, listed), more: []};
}

function arbitratorCell(facts: GaleraFacts, at: number, findings: readonly Finding[], host: HostName): Cell {
  const runs = facts.arbitrator !== null && isRunning(facts.arbitrator);
  if (facts.arbitrator === null) return {...noneCell('not-deployed'), level: levelOn(findings, host)};
  return {
    reading: 'seen',
    level: levelOn(findings, host),
    word: word(runs ? 'galera.arbitrator' : 'galera.arbitrator-down'),
    at,
    facts: {arbitrator: facts.arbitrator.active},
  };
}

function seenCell(
  input: JudgeInput,
  facts: GaleraFacts,
  at: number,
  findings: readonly Finding[],
  host: HostName,
  listed: boolean,
): Cell {
  const status = facts.status;
  const own = findings.filter((finding) => finding.where === host);
  // A cluster that is not Primary or split has no healthy member, whatever the member says of itself.
  const torn = findings.some((finding) => finding.where === 'cluster' && tornCodes.has(finding.code));
  const share = flowControlShare(input, host);
  return {
    reading: 'seen',
    level: torn ? 'critical' : levelOn(own, host),
    word: wordOf(facts),
    at,
    facts: {
      unit: facts.unit.active,
      process: facts.process,
      state: status?.['wsrep_local_state_comment'] ?? null,
      cluster_status: status?.['wsrep_cluster_status'] ?? null,
      cluster_size: numberOrNull(status?.['wsrep_cluster_size']),
      member: listed,
      ready: status === null ? null : status['wsrep_ready'] === 'ON',
      last_committed: status?.['wsrep_last_committed'] ?? null,
      recv_queue: numberOrNull(status?.['wsrep_local_recv_queue']),
      send_queue: numberOrNull(status?.['wsrep_local_send_queue']),
      flow_control_percent: share === null ? null : Math.round(share * 1000) / 10,
      cluster_uuid: status?.['wsrep_cluster_state_uuid'] ?? null,
      connections: numberOrNull(status?.['Threads_connected']),
      version: facts.variables?.['version'] ?? null,
      grastate_seqno: typeof facts.grastate === 'object' ? (facts.grastate?.seqno.toString() ?? null) : facts.grastate,
      safe_to_bootstrap: typeof facts.grastate === 'object' ? (facts.grastate?.safeToBootstrap ?? null) : null,
      sql_error: facts.sqlError,
    },
  };
}

const tornCodes = new Set(['GaleraSplitBrain', 'GaleraNonPrimary', 'GaleraAllDown']);

function wordOf(facts: GaleraFacts): Message {
  const status = facts.status;
  if (status !== null) {
    const component = status['wsrep_cluster_status'];
    if (component === undefined) return word('galera.no-wsrep');
    if (component !== 'Primary') return verbatim(component);
    const said = status['wsrep_local_state_comment']?.split(':')[0];
    return said === undefined ? word('galera.unknown-state') : verbatim(said);
  }
  if (facts.process === 'none') return word('stopped');
  if (facts.process === 'sst') return word('galera.transfer');
  return facts.unit.active === 'activating' ? word('starting') : word('galera.silent');
}

/** Members that may vanish at once, but never the last server that can answer: an arbitrator holds no data. */
function toleranceOf(view: GaleraView): number | null {
  const size = primarySize(view);
  if (size === null) return clusterVerdict(view) === 'unobservable' ? null : 0;
  const serving = view.primaries.filter(({status}) => ['4', '2'].includes(status['wsrep_local_state'] ?? '')).length;
  return Math.max(0, Math.min(galeraTolerance(size), serving - 1));
}

const spreadWarning = 1_000n;

/** Only within one history, and a suspicion until the next sample is as wide: members are not asked at the same instant. */
function spreadFindings(input: JudgeInput, view: GaleraView): readonly Finding[] {
  const spread = commitSpread(view.primaries);
  if (spread === null || spread <= spreadWarning || view.histories.length !== 1) return [];
  const again = confirmation(input, (earlier) => {
    const before = commitSpread(galeraView(earlier, input.config).primaries);
    return before !== null && before > spreadWarning;
  });
  const level = again === 'confirmed' ? 'warning' : 'info';
  return [{code: 'GaleraLag', level, where: 'cluster', service: 'mariadb', params: {count: Number(spread)}}];
}

function lineOf(view: GaleraView, cells: Readonly<Record<HostName, Cell>>): Message {
  if (Object.values(cells).every((cell) => cell.level === 'none')) return quietLine(cells);
  switch (clusterVerdict(view)) {
    case 'split':
      return word('galera.split');
    case 'non-primary':
      return word('galera.non-primary', {answering: view.speakers.length, total: view.members.length});
    case 'all-down':
      return word('galera.all-down');
    case 'unobservable':
      return word('galera.unobservable');
    case 'primary': {
      const synced = view.primaries.filter(({status}) => status['wsrep_local_state'] === '4').length;
      return word('galera.primary', {synced, total: view.members.length});
    }
  }
}

function factsOf(view: GaleraView): JudgePart['verdict']['facts'] {
  const main = mainView(view);
  return {
    size: main?.size ?? null,
    wanted_size: view.wanted,
    primary_members: view.primaries.length,
    cluster_uuid: main?.uuid ?? null,
    histories: view.histories.length,
  };
}

function numberOrNull(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
}
