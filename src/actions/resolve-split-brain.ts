// resolve-split-brain: guided, never automatic (ha-operations §3.7). A person names the history that lives; the others' data are put aside.

import type {Finding} from '../model/finding.ts';
import type {EvidenceTable, PlanResult, Stage, Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {type BootstrapCase, bootstrapCase, galeraFinding} from './galera/bootstrap-case.ts';
import {joinStep} from './galera/bootstrap-steps.ts';
import {historyOf, isPrimary, isRunning} from './galera/evidence.ts';
import {positionOf, type SeenNode, shortUuid} from './galera/position.ts';
import {mariadbUnit} from './phases/mariadb/server.ts';
import {check, step} from './step.ts';

/** The beginning of the uuid that lives; without it the histories are only shown. */
export type ResolveInput = {readonly keep?: string};

export const resolveNeeds: readonly ProbeId[] = ['reach', 'mariadb', 'galeraRecovery'];

const stages: readonly Stage[] = [
  {id: 'split-stop', title: 'stop the databases of the other histories', mode: 'parallel'},
  {id: 'split-aside', title: 'put their data aside', mode: 'parallel'},
  {id: 'split-join', title: 'join them one by one, with a full copy', mode: 'rolling'},
];

export function planResolve({snapshot, config, input, overrides}: ActionContext<ResolveInput>): PlanResult {
  const given = bootstrapCase(snapshot, config, overrides);
  const sides = Map.groupBy(given.seen, (node) => sideOf(node, given) ?? 'no history');
  const histories = [...sides.keys()].filter((uuid) => uuid !== 'no history');
  const evidence = sidesTable(given);
  const kept =
    input.keep === undefined || input.keep.length < 4
      ? []
      : histories.filter((uuid) => uuid.startsWith(input.keep ?? ''));
  const against = [
    ...given.unseen.map(({host, why}) => galeraFinding('GaleraSplitUnseen', host, {why})),
    ...(histories.length < 2 ? [galeraFinding('GaleraNotSplit', 'cluster', {count: histories.length})] : []),
    ...(histories.length >= 2 && kept.length !== 1
      ? [galeraFinding('GaleraChooseHistory', 'cluster', {histories: histories.map(shortUuid).join(', ')})]
      : []),
  ];
  const [keep] = kept;
  if (against.length > 0 || keep === undefined) return {kind: 'refusal', findings: against, evidence};
  const losers = given.seen.filter((node) => (sideOf(node, given) ?? keep) !== keep);
  const primary = (sides.get(keep) ?? []).filter(({facts}) => isPrimary(facts));
  const steps = [
    ...losers.map(({host}) => stopStep(host)),
    ...losers.map((node) => asideStep(node.host, sideOf(node, given) ?? '')),
    ...joins(losers, primary),
  ];
  const used = new Set(steps.map(({stage}) => stage));
  return {
    kind: 'plan',
    plan: {
      action: 'resolve-split-brain',
      title: `keep the history ${shortUuid(keep)} and put aside the data of ${losers.map(({host}) => host).join(', ')}`,
      danger: 'destructive',
      target: config.cluster.name,
      stages: stages.filter(({id}) => used.has(id)),
      steps,
      mayLose: `Everything that was written on ${losers.map(({host}) => host).join(', ')} alone leaves the cluster; their data stay in /var/lib/hpcha-aside there.`,
      notes: primary.length === 0 ? [thenBootstrap()] : [],
      evidence,
      decidedBy: {
        keep,
        losers: losers.map(({host}) => host).join(' '),
        primary: primary.map(({host}) => host).join(' '),
      },
    },
  };
}

/** The history that its data belong to: the running server's, its file's, or what a recovery told. */
function sideOf(node: SeenNode, given: BootstrapCase): string | undefined {
  const position = positionOf(node, given.recovery[node.host]);
  return isRunning(node.facts)
    ? historyOf(node.facts)
    : position.kind === 'known'
      ? position.uuid
      : historyOf(node.facts);
}

/** What helps to choose: who serves, how far each side is. */
function sidesTable(given: BootstrapCase): EvidenceTable {
  return {
    head: ['history', 'node', 'serves', 'position', 'members it sees'],
    rows: given.seen.map((node) => {
      const position = positionOf(node, given.recovery[node.host]);
      const {status} = node.facts;
      return [
        shortUuid(sideOf(node, given)),
        node.host,
        isPrimary(node.facts) ? 'yes' : isRunning(node.facts) ? 'not Primary' : 'stopped',
        status?.['wsrep_last_committed'] ?? (position.kind === 'known' ? String(position.seqno) : '?'),
        status?.['wsrep_incoming_addresses'] ?? '-',
      ];
    }),
  };
}

function stopStep(on: HostName): Step {
  return step({
    stage: 'split-stop',
    on,
    title: 'stop mariadb and mask it',
    operation: {kind: 'unit', unit: mariadbUnit, state: 'stopped', masked: 'runtime'},
    after: [check('galera-at-rest')],
    timeoutMs: 600_000,
  });
}

/** Moved, not deleted: whoever wants a row of it back can start a server on it by hand. An empty directory makes the join a full copy. */
function asideStep(on: HostName, uuid: string): Step {
  const script = `set -e
d=/var/lib/hpcha-aside/mysql-$1-$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p -m 0700 "$d"
find /var/lib/mysql -mindepth 1 -maxdepth 1 -exec mv -t "$d" -- {} +
echo "kept in $d"`;
  return step({
    stage: 'split-aside',
    on,
    title: 'put the data directory aside',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', script, 'hpcha-aside', shortUuid(uuid)],
      unless: {argv: ['sh', '-c', '[ -z "$(ls -A /var/lib/mysql)" ]'], expect: {kind: 'exit', codes: [0]}},
    },
    before: [check('galera-at-rest')],
    timeoutMs: 900_000,
  });
}

function joins(losers: readonly SeenNode[], primary: readonly SeenNode[]): readonly Step[] {
  const [first] = primary;
  return first === undefined ? [] : losers.flatMap(({host}) => joinStep(host, first.host, 'split-join'));
}

function thenBootstrap(): Finding {
  return {code: 'GaleraThenBootstrap', level: 'warning', where: 'cluster', service: 'mariadb', params: {}};
}
