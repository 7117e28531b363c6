// Steps where nothing has to be bootstrapped from disk: a component is made Primary in memory (§3.5), or re-forms when all start (B10).

import type {Stage, Step} from '../../model/plan.ts';
import {mariadbUnit} from '../phases/mariadb/server.ts';
import {check, checkOn, step, timeouts} from '../step.ts';
import type {BootstrapDecision} from './bootstrap-decide.ts';
import {joinStep, proveSteps} from './bootstrap-steps.ts';

type PcBootstrap = Extract<BootstrapDecision, {kind: 'pc-bootstrap'}>;
type PcRecovery = Extract<BootstrapDecision, {kind: 'pc-recovery'}>;

export const pcStages: readonly Stage[] = [
  {id: 'pc-bootstrap', title: 'make the component Primary', mode: 'parallel'},
  {id: 'pc-join', title: 'join the stopped nodes one by one', mode: 'rolling'},
  {id: 'pc-prove', title: 'write on one node and read on all', mode: 'rolling'},
];

/** On exactly one node; the whole component follows. Nobody is restarted: the component lives in their memory. */
export function pcBootstrapSteps({on, members, stopped, uuid, seqno}: PcBootstrap): readonly Step[] {
  const apart = [
    ...members.map((host) => checkOn(host, 'galera-not-primary')),
    ...stopped.map((host) => checkOn(host, 'galera-at-rest')),
  ];
  return [
    step({
      stage: 'pc-bootstrap',
      on,
      title: 'set pc.bootstrap',
      operation: {
        kind: 'exec',
        argv: ['mariadb', '-e', "SET GLOBAL wsrep_provider_options='pc.bootstrap=YES'"],
        unless: {
          argv: ['mariadb', '-N', '-B', '-e', "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_status'"],
          expect: {kind: 'stdout-matches', pattern: '^wsrep_cluster_status\\s+Primary$'},
        },
      },
      before: apart,
      after: [
        ...members.flatMap((host) => [
          checkOn(host, 'galera-synced'),
          checkOn(host, 'galera-size', {size: members.length}),
        ]),
        check('galera-reached', {uuid, seqno: String(seqno)}),
      ],
      timeoutMs: 60_000,
    }),
    ...stopped.flatMap((host) => joinStep(host, on, 'pc-join')),
    ...proveSteps(on, [...members, ...stopped], 'pc-prove'),
  ];
}

export const pcRecoveryStages: readonly Stage[] = [
  {id: 'pc-note', title: 'note that this view is tried', mode: 'parallel'},
  {id: 'pc-start', title: 'start all database nodes together', mode: 'parallel'},
  {id: 'pc-formed', title: 'see the component re-formed', mode: 'rolling'},
  {id: 'pc-withdraw', title: 'stop the attempt again', mode: 'parallel', when: 'after-failure'},
  {id: 'pc-prove', title: 'write on one node and read on all', mode: 'rolling'},
];

/** They must arrive within pc.wait_prim_timeout of each other (30 s): started without waiting, then seen. No file is edited. */
export function pcRecoverySteps({hosts, view}: PcRecovery): readonly Step[] {
  const [first] = hosts;
  const note = `mkdir -p -m 0755 /run/hpcha/galera; printf '%s\\n' "$1" > /run/hpcha/galera/view-tried`;
  return [
    ...hosts.map((on) =>
      step({
        stage: 'pc-note',
        on,
        title: 'note the saved view',
        operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', note, 'hpcha-galera-view', view]}},
        before: [],
      }),
    ),
    ...hosts.map((on) =>
      step({
        stage: 'pc-start',
        on,
        title: 'start mariadb with the others',
        operation: {
          kind: 'unit',
          unit: mariadbUnit,
          state: 'started',
          masked: false,
          enabled: true,
          clears: ['mariadb'],
        },
        after: [check('galera-primary')],
        timeoutMs: 120_000,
      }),
    ),
    ...hosts.slice(0, 1).map((on) =>
      step({
        stage: 'pc-formed',
        on,
        title: 'see all nodes synced in one component',
        operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
        after: [...hosts.map((host) => checkOn(host, 'galera-synced')), check('galera-size', {size: hosts.length})],
        timeoutMs: timeouts.transfer,
      }),
    ),
    ...hosts.map((on) =>
      step({
        stage: 'pc-withdraw',
        on,
        title: 'stop mariadb again if it did not become Primary',
        operation: {
          kind: 'exec',
          argv: ['systemctl', 'stop', mariadbUnit],
          unless: {
            argv: ['mariadb', '-N', '-B', '-e', "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_status'"],
            expect: {kind: 'stdout-matches', pattern: '^wsrep_cluster_status\\s+Primary$'},
          },
        },
        after: [],
        timeoutMs: 600_000,
      }),
    ),
    ...(first === undefined ? [] : proveSteps(first, hosts, 'pc-prove')),
  ];
}
