// Scenario of the virtual address: one owner that answers everybody; keepalived stops there, another takes it; then it goes back.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Argv} from '../../model/argv.ts';
import type {Step} from '../../model/plan.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {check, checkOn} from '../step.ts';
import {act, nothing, type Scenario, stage} from './scenario.ts';

/** The tracked file that makes keepalived give the address away and take none (phase 5). */
const flag = '/run/hpcha/vrrp.maint';

const stages = {
  prove: stage('keepalived', 'prove', 'one owner, and it answers every controller'),
  move: stage('keepalived', 'move', 'keepalived stops on the owner, another takes the address'),
  start: {...stage('keepalived', 'start', 'keepalived is started again'), when: 'always' as const},
  back: stage('keepalived', 'back', 'the others stand aside, the address goes back'),
  clean: stage('keepalived', 'clean', 'the others take part again'),
};

function setFlag(value: 0 | 1): Argv {
  return ['sh', '-c', 'echo "$1" > "$2"', 'hpcha-test-flag', String(value), flag];
}

/** With fewer than two controllers that keep the address, or without a single owner, only its reachability is proven. */
export function keepalivedScenario(config: ClusterConfig, snapshot: Snapshot): Scenario {
  const hosts = controllersOf(config, 'keepalived').map(({hostname}) => hostname);
  const {vip} = config.network;
  const prove = hosts.map((on) =>
    act(stages.prove, {
      on,
      title: 'reach the virtual address',
      argv: ['true'],
      after: [check('vip-owned-once', {vip, hosts}), check('vip-answers', {vip})],
    }),
  );
  const owners = hosts.filter((host) => seenValue(readingOf(snapshot, 'keepalived', host))?.vipOn != null);
  const [owner] = owners;
  if (owner === undefined || owners.length > 1 || hosts.length < 2)
    return {...nothing, stages: [stages.prove], steps: prove};
  const others = hosts.filter((host) => host !== owner);
  return {
    ...nothing,
    stages: Object.values(stages),
    steps: [...prove, ...moveAway(owner, others, vip), ...giveBack(owner, others, vip)],
    interrupts: owner,
  };
}

function moveAway(owner: HostName, others: readonly HostName[], vip: string): readonly Step[] {
  return [
    act(stages.move, {
      on: owner,
      title: 'stop keepalived on the owner',
      argv: ['systemctl', 'stop', 'keepalived'],
      before: others.map((host) => checkOn(host, 'vrrp-takes-part')),
      after: [
        check('vip-owned-once', {vip, hosts: others}),
        ...others.map((host) => checkOn(host, 'vip-answers', {vip})),
      ],
    }),
    act(stages.start, {
      on: owner,
      title: 'start keepalived again',
      argv: ['systemctl', 'start', 'keepalived'],
      after: [check('vrrp-takes-part')],
    }),
  ];
}

/** Flags, not priorities: with them alone the address goes back to the very controller that had it. */
function giveBack(owner: HostName, others: readonly HostName[], vip: string): readonly Step[] {
  const hosts = [owner, ...others];
  return [
    ...others.map((on) =>
      act(stages.back, {
        on,
        title: 'stand aside',
        argv: setFlag(1),
        before: [checkOn(owner, 'vrrp-takes-part')],
        after: [check('vip-owned-once', {vip, hosts: [owner]})],
      }),
    ),
    ...others.map((on) =>
      act(stages.clean, {
        on,
        title: 'take part again',
        argv: setFlag(0),
        after: [check('vrrp-takes-part'), check('vip-owned-once', {vip, hosts}), check('vip-answers', {vip})],
      }),
    ),
  ];
}
