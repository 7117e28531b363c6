// repair-vip: ends a virtual address that two hold, that nobody holds, that a dead daemon left behind, or that neighbours misplace (§4.5).

import type {Finding} from '../model/finding.ts';
import type {Danger, Plan, PlanResult, Stage, Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {check, step} from './step.ts';
import {clearFlag, setFlag} from './vip/flag.ts';
import {type VipCandidate, type VipView, vipTable, vipView} from './vip/view.ts';

export const repairVipNeeds: readonly ProbeId[] = ['reach', 'host', 'glusterfs', 'mariadb', 'keepalived'];

const stages: readonly Stage[] = [
  {id: 'vip-quiet', title: 'let the surplus owner go', mode: 'rolling'},
  {id: 'vip-off', title: 'take the address off where no daemon holds it', mode: 'rolling'},
  {id: 'vip-daemon', title: 'start keepalived where it does not run', mode: 'rolling'},
  {id: 'vip-tell', title: 'tell the neighbours who holds it', mode: 'rolling'},
  {id: 'vip-flags', title: 'take the flags away again', mode: 'parallel', when: 'always'},
  {id: 'vip-see', title: 'see one owner, three times, from every controller', mode: 'parallel'},
];

export function planRepairVip({snapshot, config}: ActionContext<object>): PlanResult {
  const view = vipView(snapshot, config);
  const against = [...unseenAgainst(view), ...foreignAgainst(view)];
  if (against.length > 0) return {kind: 'refusal', findings: against, evidence: vipTable(view)};
  const survivor = survivorOf(view);
  const surplus = view.owners.filter(({host}) => host !== survivor?.host);
  const steps = [
    ...surplus.filter(runs).flatMap(({host}) => [quietStep(host, view.vip), clearFlag('vip-flags', host)]),
    ...surplus.filter((each) => !runs(each)).map((each) => offStep(each, view.vip)),
    ...view.candidates.filter((each) => !runs(each) && startable(each)).map(({host}) => startStep(host)),
    ...(survivor === undefined ? flagsWhereNobodyStands(view) : [tellStep(survivor, view.vip)]),
    ...view.candidates.filter(({facts}) => facts !== null).map(({host}) => seeStep(host, survivor?.host, view)),
  ];
  return {kind: 'plan', plan: compose(view, survivor, surplus, steps)};
}

function compose(
  view: VipView,
  survivor: VipCandidate | undefined,
  surplus: readonly VipCandidate[],
  steps: readonly Step[],
): Plan {
  const used = new Set(steps.map(({stage}) => stage));
  const keeps = survivor === undefined ? 'the election decides' : `${survivor.host} keeps it`;
  const danger: Danger = surplus.some(runs) ? 'disruptive' : 'safe';
  return {
    action: 'repair-vip',
    title: `repair ${view.vip}: ${keeps}`,
    danger,
    target: surplus.find(runs)?.host ?? survivor?.host ?? view.hosts[0] ?? '',
    stages: stages.filter(({id}) => used.has(id)),
    steps,
    mayLose: `Nothing stored: connections through ${view.vip} to ${surplus.map(({host}) => host).join(', ') || 'nobody'} break.`,
    notes: view.candidates.flatMap(maskedNote),
    evidence: vipTable(view, survivor?.host),
    decidedBy: {
      survivor: survivor?.host ?? 'none',
      surplus: surplus.map(({host}) => host).join(' '),
      daemons: view.candidates
        .filter(runs)
        .map(({host}) => host)
        .join(' '),
    },
  };
}

function runs({facts}: VipCandidate): boolean {
  return facts?.unit.active === 'active';
}

/** A masked unit is somebody's intent; it stays as it is, and the plan says so. */
function startable({facts}: VipCandidate): boolean {
  return facts !== null && !facts.unit.enabled.startsWith('masked');
}

function maskedNote({host, facts}: VipCandidate): readonly Finding[] {
  if (facts === null || !facts.unit.enabled.startsWith('masked')) return [];
  return [{code: 'VipDaemonMasked', level: 'warning', where: host, service: 'keepalived', params: {}}];
}

/** Who keeps it: an owner whose daemon says MASTER, with the least against it, then the highest priority. */
function survivorOf({owners}: VipView): VipCandidate | undefined {
  const rank = (each: VipCandidate): number =>
    (runs(each) && each.facts?.vrrpState === 'MASTER' ? 1000 : 0) - 10 * each.against.length;
  return [...owners].filter(runs).sort((a, b) => rank(b) - rank(a) || b.priority - a.priority)[0];
}

/** Whoever is not seen may hold it too: no repair can be called done. */
function unseenAgainst(view: VipView): readonly Finding[] {
  if (view.owners.length > 1 || view.owners.some((each) => !runs(each))) return [];
  return view.candidates.flatMap(({host, unseen}): readonly Finding[] =>
    unseen === null || view.owners.length === 1
      ? []
      : [{code: 'VipTargetUnseen', level: 'critical', where: host, service: 'keepalived', params: {why: unseen}}],
  );
}

/** A machine outside of the cluster answers for the address: nothing here can make it stop. */
function foreignAgainst(view: VipView): readonly Finding[] {
  const own = new Set(view.candidates.flatMap(({facts}) => facts?.mac ?? []));
  if (view.candidates.some(({facts}) => facts === null)) return [];
  const strangers = view.candidates.flatMap(({facts}) => {
    const mac = facts?.neighbourMac ?? null;
    return mac === null || own.has(mac) || facts?.neighbourState === 'FAILED' ? [] : [mac];
  });
  return [...new Set(strangers)].map(
    (mac): Finding => ({
      code: 'VipForeignMachine',
      level: 'critical',
      where: 'cluster',
      service: 'keepalived',
      params: {vip: view.vip, mac},
    }),
  );
}

function quietStep(on: HostName, vip: string): Step {
  const after = [check('vip-not-here', {vip})];
  return setFlag({stage: 'vip-quiet', on, reason: 'two controllers held the address', seconds: 300, after});
}

/** Only where no daemon runs: a running one would notice and put it back, or be right. */
function offStep({host, facts}: VipCandidate, vip: string): Step {
  const script =
    'ip -o -4 addr show to "$1/32" | while read -r _ dev _ cidr _; do ip addr del "$cidr" dev "$dev"; done';
  return step({
    stage: 'vip-off',
    on: host,
    title: `take ${vip} off ${facts?.vipOn ?? 'its interface'}`,
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', script, 'hpcha-vip-off', vip],
      unless: {
        argv: ['sh', '-c', '[ -z "$(ip -o -4 addr show to "$1/32")" ]', 'hpcha-vip-look', vip],
        expect: {kind: 'exit', codes: [0]},
      },
    },
    before: [check('unit-inactive', {unit: 'keepalived.service'})],
  });
}

function startStep(on: HostName): Step {
  return step({
    stage: 'vip-daemon',
    on,
    title: 'start keepalived',
    operation: {kind: 'unit', unit: 'keepalived.service', state: 'started'},
    after: [check('vrrp-takes-part')],
    timeoutMs: 30_000,
  });
}

/** After two held it, the one that stays has sent no new announcement (keepalived #166): clients are told again. */
function tellStep({host, facts}: VipCandidate, vip: string): Step {
  const script = 'arping -q -U -c 3 -I "$2" "$1"; arping -q -A -c 3 -I "$2" "$1"; true';
  return step({
    stage: 'vip-tell',
    on: host,
    title: 'announce the address',
    operation: {
      kind: 'verify',
      act: {via: 'exec', argv: ['sh', '-c', script, 'hpcha-vip-tell', vip, facts?.vipOn ?? '']},
    },
    timeoutMs: 20_000,
  });
}

/** Nobody holds it: flags that keep everybody from standing are the reason, unless somebody still stands. */
function flagsWhereNobodyStands(view: VipView): readonly Step[] {
  if (view.candidates.some(({stands}) => stands)) return [];
  return view.candidates
    .filter(({facts}) => facts !== null && facts.maintenance !== null)
    .map(({host}) => clearFlag('vip-flags', host));
}

function seeStep(on: HostName, owner: HostName | undefined, {vip, candidates}: VipView): Step {
  const hosts = candidates.filter(({facts}) => facts !== null).map(({host}) => host);
  const stays =
    owner === undefined ? check('vip-owned-once', {vip, hosts}) : check('vip-stays', {vip, hosts, owner, samples: 3});
  return step({
    stage: 'vip-see',
    on,
    title: 'see one owner',
    operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
    after: [
      stays,
      check('vip-answers', {vip}),
      ...(owner === undefined || on === owner ? [] : [check('vip-neighbour', {vip, owner})]),
    ],
    timeoutMs: 30_000,
  });
}
