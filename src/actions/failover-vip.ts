// failover-vip: moves the virtual address to another controller, on purpose, with its reasons and its proof (ha-operations §4).

import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {weigh} from './overrides.ts';
import {heldBack, moveStages, moveSteps} from './vip/move-steps.ts';
import {predictedWinner, type VipCandidate, type VipView, vipTable, vipView} from './vip/view.ts';

/** Without a host: whoever the election would choose among those that could serve. */
export type FailoverInput = {readonly to?: HostName};

export const failoverNeeds: readonly ProbeId[] = ['reach', 'host', 'glusterfs', 'mariadb', 'keepalived'];

/** §9.2: seconds after a move in which the next one is a flap; scaled down in a lab. */
const cooldownSeconds = 60;
const labCooldownSeconds = 3;

export function planFailover(context: ActionContext<FailoverInput>): PlanResult {
  const {snapshot, config, input, overrides} = context;
  const view = vipView(snapshot, config);
  const owner = view.owners.length === 1 ? view.owners[0] : undefined;
  const target = chosen(view, input.to);
  const objections = [
    ...ownership(view),
    ...(owner === undefined ? [] : recentMove(owner, config.lab)),
    ...targetObjections(view, input.to, target),
  ];
  const {against, accepted} = weigh(objections, overrides);
  if (against.length > 0 || owner === undefined || target === undefined) {
    return {kind: 'refusal', findings: against, evidence: vipTable(view)};
  }
  return {kind: 'plan', plan: compose(context, view, owner, target, accepted)};
}

function compose(
  {config}: ActionContext<FailoverInput>,
  view: VipView,
  from: VipCandidate,
  to: VipCandidate,
  accepted: readonly Finding[],
): Plan {
  const move = {view, from, to, config};
  const steps = moveSteps(move);
  const used = new Set(steps.map(({stage}) => stage));
  const held = heldBack(move);
  return {
    action: 'failover-vip',
    title: `move ${view.vip} from ${from.host} to ${to.host}`,
    danger: 'disruptive',
    target: to.host,
    stages: moveStages.filter(({id}) => used.has(id)),
    steps,
    mayLose: `Nothing stored: connections through ${view.vip} break once, for about ${predictedGapMs(to, config.network.advert_interval)} ms.`,
    notes: [...accepted.map((finding): Finding => ({...finding, level: 'warning'})), ...unseenNotes(view)],
    evidence: vipTable(view, to.host),
    decidedBy: {
      from: from.host,
      to: to.host,
      held: held.join(' '),
      stands: view.candidates
        .filter(({stands}) => stands)
        .map(({host}) => host)
        .join(' '),
    },
  };
}

/** A priority-0 advert: the others wait only their skew time, (256 − priority) / 256 of an advert (RFC 5798 §6.1). */
export function predictedGapMs({priority}: Pick<VipCandidate, 'priority'>, advertSeconds: number): number {
  return Math.round(((256 - priority) / 256) * advertSeconds * 1000);
}

function chosen(view: VipView, to: HostName | undefined): VipCandidate | undefined {
  if (to !== undefined) return view.candidates.find(({host, owns}) => host === to && !owns);
  return predictedWinner(view.candidates.filter(({against}) => against.length === 0));
}

function ownership(view: VipView): readonly Finding[] {
  if (view.owners.length === 1) return [];
  const names = view.owners.map(({host}) => host).join(', ');
  const code = view.owners.length === 0 ? 'VipMoveNoOwner' : 'VipMoveTwoOwners';
  return [
    {
      code,
      level: 'critical',
      where: 'cluster',
      service: 'keepalived',
      params: {vip: view.vip, names},
      remedy: 'repair-vip',
    },
  ];
}

/** The named target's own objections; without a name those of every candidate, because none of them could be chosen. */
function targetObjections(
  view: VipView,
  to: HostName | undefined,
  target: VipCandidate | undefined,
): readonly Finding[] {
  if (to === undefined) {
    if (target !== undefined) return [];
    return view.candidates
      .filter(({owns}) => !owns)
      .flatMap(({against, stands, host}) => (against.length > 0 || stands ? against : [notStanding(host)]));
  }
  const named = view.candidates.find(({host}) => host === to);
  if (named === undefined) {
    const names = view.hosts.join(', ');
    return [{code: 'VipTargetUnknown', level: 'critical', where: to, service: 'keepalived', params: {names}}];
  }
  if (named.owns)
    return [{code: 'VipTargetOwns', level: 'critical', where: to, service: 'keepalived', params: {vip: view.vip}}];
  return named.against.length > 0 || named.stands ? named.against : [notStanding(to)];
}

function notStanding(where: HostName): Finding {
  return {code: 'VipTargetState', level: 'critical', where, service: 'keepalived', params: {state: '?'}};
}

/** §9.2: a second move within the cooldown is refused, unless the operator says that he means it. */
function recentMove({facts, host}: VipCandidate, lab: boolean): readonly Finding[] {
  if (facts === null || facts.lastTransitionAt === null) return [];
  const ago = Math.round((facts.now - facts.lastTransitionAt) / 1000);
  const cooldown = lab ? labCooldownSeconds : cooldownSeconds;
  if (ago >= cooldown) return [];
  const params = {ago, left: cooldown - ago};
  return [{code: 'VipMovedJustNow', level: 'critical', where: host, service: 'keepalived', params, overridable: true}];
}

/** Others than the target that cannot be seen do not keep the address where it is: VRRP itself allows one owner. */
function unseenNotes(view: VipView): readonly Finding[] {
  return view.candidates.flatMap(({host, unseen}): readonly Finding[] =>
    unseen === null
      ? []
      : [{code: 'VipUnseenBystander', level: 'warning', where: host, service: 'keepalived', params: {why: unseen}}],
  );
}
