// restart-galera: restarts every database node, one at a time behind a gate, the writer and the owner of the address last (ha-operations §3.8).

import type {Finding} from '../model/finding.ts';
import type {PlanResult, Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {galeraEvidence, isPrimary} from './galera/evidence.ts';
import {weigh} from './overrides.ts';
import {galeraSize} from './phases/mariadb/arbitrator.ts';
import {mariadbUnit} from './phases/mariadb/server.ts';
import {check, checkOn, step, timeouts} from './step.ts';
import {vipView} from './vip/view.ts';

export const restartGaleraNeeds: readonly ProbeId[] = ['reach', 'host', 'glusterfs', 'mariadb', 'keepalived'];

const stage = {id: 'galera-restart', title: 'restart the database nodes one by one', mode: 'rolling'} as const;

export function planRestartGalera(context: ActionContext<object>): PlanResult {
  const {snapshot, config} = context;
  const evidence = galeraEvidence(snapshot, config);
  const hosts = evidence.map(({host}) => host);
  const size = galeraSize(config);
  const objections = [...evidence.flatMap((each) => gate(each, size)), ...tooFew(hosts)];
  const {against, accepted} = weigh(objections, context.overrides);
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const owners = vipView(snapshot, config).owners.map(({host}) => host);
  const order = inOrder(hosts, owners);
  return {
    kind: 'plan',
    plan: {
      action: 'restart-galera',
      title: `restart Galera node by node: ${order.join(', ')}`,
      danger: 'disruptive',
      target: config.cluster.name,
      stages: [stage],
      steps: order.flatMap((host) => restartSteps(host, hosts, size)),
      mayLose: 'Nothing stored: connections to the node that restarts break, the others serve on.',
      notes: accepted.map((finding): Finding => ({...finding, level: 'warning'})),
      decidedBy: {order: order.join(' ')},
    },
  };
}

/** Column order puts the node where accounting writes first: it goes last, after it only whoever holds the address. */
function inOrder(hosts: readonly HostName[], owners: readonly HostName[]): readonly HostName[] {
  const backwards = [...hosts].reverse();
  return [...backwards.filter((host) => !owners.includes(host)), ...backwards.filter((host) => owners.includes(host))];
}

/** Every node Synced in one complete component, no transfer, no backup: said of each node that is not. */
function gate(each: ReturnType<typeof galeraEvidence>[number], size: number): readonly Finding[] {
  const against = (state: string): readonly Finding[] => [
    {
      code: 'GaleraRestartGate',
      level: 'critical',
      where: each.host,
      service: 'mariadb',
      params: {state},
      remedy: 'bootstrap-galera',
    },
  ];
  if (each.kind === 'unseen') return against(each.why);
  if (each.kind === 'bare') return against('not deployed');
  const {status, process, sqlError} = each.facts;
  if (status === null) return against(sqlError ?? 'no answer');
  if (process === 'sst') return against('a state transfer is running');
  if (!isPrimary(each.facts)) return against(status['wsrep_cluster_status'] ?? 'not Primary');
  if (status['wsrep_local_state'] !== '4') return against(status['wsrep_local_state_comment'] ?? 'not Synced');
  if (Number(status['wsrep_cluster_size'] ?? '0') !== size)
    return against(`its component has ${status['wsrep_cluster_size'] ?? '?'} of ${size} members`);
  return Number(status['wsrep_desync_count'] ?? '0') > 0 ? against('desynchronised, as a backup does it') : [];
}

/** After one is taken away a majority must survive another loss: three is the least. */
function tooFew(hosts: readonly HostName[]): readonly Finding[] {
  if (hosts.length >= 3) return [];
  return [
    {
      code: 'GaleraRestartTooFew',
      level: 'critical',
      where: 'cluster',
      service: 'mariadb',
      params: {count: hosts.length},
      overridable: true,
    },
  ];
}

function restartSteps(on: HostName, hosts: readonly HostName[], size: number): readonly Step[] {
  const others = hosts.filter((host) => host !== on);
  const [other = on] = others;
  const complete = hosts.flatMap((host) => [checkOn(host, 'galera-synced'), checkOn(host, 'galera-size', {size})]);
  return [
    step({
      stage: stage.id,
      on,
      title: 'stop mariadb',
      operation: {kind: 'unit', unit: mariadbUnit, state: 'stopped'},
      before: complete,
      after: [check('galera-at-rest'), checkOn(other, 'galera-size', {size: size - 1})],
      timeoutMs: 600_000,
    }),
    step({
      stage: stage.id,
      on,
      title: 'start mariadb again',
      operation: {kind: 'unit', unit: mariadbUnit, state: 'started', clears: ['mariadb']},
      after: [check('galera-synced'), check('galera-same-cluster', {as: other}), check('galera-size', {size})],
      timeoutMs: timeouts.transfer,
    }),
  ];
}
