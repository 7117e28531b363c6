// Steps that move the virtual address to one controller by maintenance flags, watch the move, prove it, and leave no flag behind.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {check, step} from '../step.ts';
import {clearFlag, setFlag} from './flag.ts';
import type {VipCandidate, VipView} from './view.ts';
import {predictedWinner} from './view.ts';

export const moveStages: readonly Stage[] = [
  {id: 'vip-watch', title: 'watch the address from the neighbours, 50 times a second', mode: 'parallel'},
  {id: 'vip-hold', title: 'hold back who would win it instead', mode: 'parallel'},
  {id: 'vip-move', title: 'let the owner give it away', mode: 'parallel'},
  {id: 'vip-clear', title: 'take the flags away again', mode: 'parallel', when: 'always'},
  {id: 'vip-prove', title: 'see it from every controller', mode: 'parallel'},
  {id: 'vip-measure', title: 'measure the gap', mode: 'parallel', when: 'always'},
  {id: 'vip-rescue', title: 'see that somebody holds it', mode: 'rolling', when: 'after-failure'},
];

export type Move = {
  readonly view: VipView;
  readonly from: VipCandidate;
  readonly to: VipCandidate;
  readonly config: ClusterConfig;
  /** Maintenance sets the owner's flag itself and keeps it. */
  readonly keepFlagOnOwner?: boolean;
  /** For the owner's flag, where it stays. */
  readonly seconds?: number;
  readonly reason?: string;
};

/** Others that must be held back, because the election would choose them before the target. */
export function heldBack({view, to}: Pick<Move, 'view' | 'to'>): readonly HostName[] {
  const held: HostName[] = [];
  let rest = view.candidates.filter(({host}) => host !== to.host);
  for (;;) {
    const winner = predictedWinner([...rest, to]);
    if (winner === undefined || winner.host === to.host) return held;
    held.push(winner.host);
    rest = rest.filter(({host}) => host !== winner.host);
  }
}

/** Takeover deadline of ha-operations §4.4, three adverts and two seconds, with room for a login on a busy machine. */
function deadlineMs({network}: ClusterConfig): number {
  return Math.round(3 * network.advert_interval * 1000) + 2000 + 8000;
}

export function moveSteps(move: Move): readonly Step[] {
  const {view, from, to, config} = move;
  const held = heldBack(move);
  const vipArgs = {vip: view.vip, hosts: view.candidates.filter(({facts}) => facts !== null).map(({host}) => host)};
  const owned = check('vip-owned-by', {...vipArgs, owner: to.host});
  const reason = `the address moves to ${to.host}`;
  const watchers = view.candidates.filter(({host, facts}) => facts !== null && host !== from.host && host !== to.host);
  return [
    ...watchers.map(({host}) => watchStep(host, view.vip)),
    ...held.map((on) => setFlag({stage: 'vip-hold', on, reason, seconds: 300})),
    setFlag({
      stage: 'vip-move',
      on: from.host,
      reason: move.reason ?? reason,
      seconds: move.seconds ?? 300,
      title: 'give the address away',
      before: [
        check('vip-owned-by', {...vipArgs, owner: from.host}),
        {...check('vrrp-state', {state: 'BACKUP'}), on: to.host},
      ],
      after: [owned],
      timeoutMs: deadlineMs(config),
    }),
    ...[...(move.keepFlagOnOwner === true ? [] : [from.host]), ...held].map((on) => clearFlag('vip-clear', on)),
    ...vipArgs.hosts.map((on) => proveStep(on, to.host, view.vip, vipArgs.hosts)),
    ...watchers.map(({host}) => measureStep(host)),
    ...vipArgs.hosts.map((on) =>
      step({
        stage: 'vip-rescue',
        on,
        title: 'start keepalived where it does not run',
        operation: {kind: 'unit', unit: 'keepalived.service', state: 'started'},
        after: [check('vip-owned-once', vipArgs)],
        timeoutMs: 30_000,
      }),
    ),
  ];
}

/** A transient unit that ends by itself, whatever becomes of this run. */
function watchStep(on: HostName, vip: string): Step {
  const script = `systemctl stop hpcha-vip-watch 2>/dev/null
mkdir -p /run/hpcha; rm -f /run/hpcha/vip-watch.out
systemd-run --quiet --collect --unit=hpcha-vip-watch --property=RuntimeMaxSec=90 \\
  --property=StandardOutput=file:/run/hpcha/vip-watch.out ping -D -n -i 0.02 -W 1 "$1"`;
  return step({
    stage: 'vip-watch',
    on,
    title: 'ping the address 50 times a second',
    operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', script, 'hpcha-vip-watch', vip]}},
    after: [check('vip-answers', {vip})],
  });
}

/** The longest silence between two answers. A watch that saw nothing says so: no measurement is not a gap of 0. */
function measureStep(on: HostName): Step {
  const script = `systemctl stop hpcha-vip-watch 2>/dev/null
awk -F'[][]' '/bytes from/ { n++; if (last && $2 - last > gap) gap = $2 - last; last = $2 }
  END { if (n < 2) print "not measured: no answers were seen from here"; else printf "longest gap %d ms in %d answers, asked every 20 ms\\n", gap * 1000 + 0.5, n }' /run/hpcha/vip-watch.out
rm -f /run/hpcha/vip-watch.out`;
  return step({
    stage: 'vip-measure',
    on,
    title: 'read the watch',
    operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', script, 'hpcha-vip-measure']}},
  });
}

/** Three samples of ownership everywhere, and the address answered by the new owner's own MAC from here. */
function proveStep(on: HostName, owner: HostName, vip: string, hosts: readonly HostName[]): Step {
  return step({
    stage: 'vip-prove',
    on,
    title: `see the address on ${owner} alone, three times`,
    operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
    after: [
      check('vip-stays', {vip, hosts, owner, samples: 3}),
      check('vip-answers', {vip}),
      ...(on === owner ? [] : [check('vip-neighbour', {vip, owner})]),
    ],
    timeoutMs: 30_000,
  });
}
