// Steps of a bootstrap after a total stop, in the order of ha-operations §3.6: the others are held down before the candidate is touched.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {mariadbUnit} from '../phases/mariadb/server.ts';
import {check, checkOn, step, timeouts} from '../step.ts';
import type {BootstrapCase} from './bootstrap-case.ts';
import type {BootstrapDecision} from './bootstrap-decide.ts';

type Bootstrap = Extract<BootstrapDecision, {kind: 'bootstrap'}>;

const stages = {
  hold: {id: 'bootstrap-hold', title: 'hold the other database nodes down', mode: 'parallel'},
  clear: {id: 'bootstrap-clear', title: 'remove what could make another start a bootstrap', mode: 'parallel'},
  keep: {id: 'bootstrap-keep', title: 'keep a copy of every node’s state', mode: 'parallel'},
  flag: {id: 'bootstrap-flag', title: 'mark the candidate', mode: 'parallel'},
  first: {id: 'bootstrap-first', title: 'start the candidate as the first', mode: 'parallel'},
  join: {id: 'bootstrap-join', title: 'join the others one by one', mode: 'rolling'},
  prove: {id: 'bootstrap-prove', title: 'write on one node and read on all', mode: 'rolling'},
} as const satisfies Record<string, Stage>;

export const bootstrapStages: readonly Stage[] = Object.values(stages);

/** If a step before `first` fails, nothing was bootstrapped; if `first` fails, no other node is tried (ha-operations §3.6.8). */
export function bootstrapSteps(decision: Bootstrap, given: BootstrapCase, config: ClusterConfig): readonly Step[] {
  const {on, without} = decision;
  const installed = given.seen.map(({host}) => host).filter((host) => !without.includes(host));
  const joining = decision.others.filter((host) => installed.includes(host));
  const held = given.seen.map(({host}) => host).filter((host) => host !== on);
  const rest = held.map((host) => checkOn(host, 'galera-at-rest'));
  return [
    ...held.map(holdStep),
    ...installed.flatMap((host) => clearSteps(host, given, config)),
    ...given.seen.map(({host}) => keepStep(host)),
    flagStep(decision),
    step({
      stage: stages.first.id,
      on,
      title: 'let systemd start mariadb here',
      // An attempt that ended half-way may have held this very node down.
      operation: {kind: 'unit', unit: mariadbUnit, masked: false, clears: []},
      before: rest,
    }),
    step({
      stage: stages.first.id,
      on,
      title: 'bootstrap the cluster from here',
      operation: {
        kind: 'exec',
        argv: ['systemd-run', '--unit=hpcha-galera-bootstrap', '--collect', '--wait', '--quiet', 'galera_new_cluster'],
        unless: {
          argv: ['mariadb', '-N', '-B', '-e', "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_status'"],
          expect: {kind: 'stdout-matches', pattern: '^wsrep_cluster_status\\s+Primary$'},
        },
      },
      before: [...rest, check('galera-at-rest'), check('galera-safe-flag')],
      after: [
        check('galera-synced'),
        check('galera-size', {size: 1}),
        check('galera-reached', {uuid: decision.uuid, seqno: String(decision.seqno)}),
      ],
      timeoutMs: timeouts.transfer,
    }),
    ...joining.flatMap((host) => joinStep(host, on)),
    ...proveSteps(on, [on, ...joining]),
  ];
}

/** Masked until the next boot: neither `Restart=` nor a colleague nor a timer starts it in the middle. */
function holdStep(on: HostName): Step {
  return step({
    stage: stages.hold.id,
    on,
    title: 'stop mariadb and mask it',
    operation: {kind: 'unit', unit: mariadbUnit, state: 'stopped', masked: 'runtime'},
    after: [check('galera-at-rest')],
    timeoutMs: 600_000,
  });
}

/** Flags and environments of aborted bootstraps, and a member list that names nobody (L03): each makes a start a second cluster. */
function clearSteps(on: HostName, given: BootstrapCase, config: ClusterConfig): readonly Step[] {
  const members = controllersOf(config, 'mariadb').map(({ip_address}) => ip_address);
  const address = given.seen.find(({host}) => host === on)?.facts.configuredAddress ?? '';
  const script = 'rm -f /run/mariadb-wsrep-new-cluster; systemctl unset-environment _WSREP_NEW_CLUSTER';
  const look =
    '[ ! -e /run/mariadb-wsrep-new-cluster ] && ! systemctl show-environment | grep -q "^_WSREP_NEW_CLUSTER=."';
  const leftovers = step({
    stage: stages.clear.id,
    on,
    title: 'remove what an aborted bootstrap left',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', script],
      unless: {argv: ['sh', '-c', look], expect: {kind: 'exit', codes: [0]}},
    },
  });
  if (members.every((member) => address.includes(member))) return [leftovers];
  return [
    leftovers,
    step({
      stage: stages.clear.id,
      on,
      title: 'name all members in the settings',
      operation: {
        kind: 'line',
        path: '/etc/mysql/mariadb.conf.d/70-hpcha.cnf',
        match: '^wsrep_cluster_address\\s*=',
        line: `wsrep_cluster_address = gcomm://${members.join(',')}`,
        append: false,
      },
    }),
  ];
}

/** Evidence and a way back; the ten newest are kept. */
function keepStep(on: HostName): Step {
  const script = `set -e
d=/var/lib/hpcha/galera/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p -m 0700 "$d"
for f in grastate.dat gvwstate.dat; do [ ! -e "/var/lib/mysql/$f" ] || cp -a "/var/lib/mysql/$f" "$d/"; done
cp -a /run/hpcha/galera/. "$d/" 2>/dev/null || true
ls -1d /var/lib/hpcha/galera/*Z | head -n -10 | xargs -r rm -rf --
echo "$d"`;
  return step({
    stage: stages.keep.id,
    on,
    title: 'copy grastate.dat and gvwstate.dat aside',
    operation: {kind: 'verify', act: {via: 'exec', argv: ['sh', '-c', script, 'hpcha-galera-keep']}},
  });
}

/** Only that line, never uuid or seqno: the start recovers its position itself (ha-operations §3.2). */
function flagStep({on}: Bootstrap): Step {
  return step({
    stage: stages.flag.id,
    on,
    title: 'set safe_to_bootstrap in grastate.dat',
    operation: {
      kind: 'line',
      path: '/var/lib/mysql/grastate.dat',
      match: '^safe_to_bootstrap:',
      line: 'safe_to_bootstrap: 1',
      append: false,
    },
    before: [check('galera-at-rest')],
    after: [check('galera-safe-flag')],
    undo: {
      kind: 'line',
      path: '/var/lib/mysql/grastate.dat',
      match: '^safe_to_bootstrap:',
      line: 'safe_to_bootstrap: 0',
      append: false,
    },
  });
}

/** One at a time: at most one state transfer, so that one donor and one serving node remain. */
export function joinStep(on: HostName, first: HostName, stage: string = stages.join.id): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'let mariadb start and join',
      operation: {kind: 'unit', unit: mariadbUnit, state: 'started', masked: false, enabled: true, clears: ['mariadb']},
      before: [checkOn(first, 'galera-synced')],
      after: [check('galera-synced'), check('galera-same-cluster', {as: first})],
      timeoutMs: timeouts.transfer,
    }),
  ];
}

const canary =
  'CREATE DATABASE IF NOT EXISTS hpcha_verify;' +
  ' CREATE TABLE IF NOT EXISTS hpcha_verify.proof (id INT PRIMARY KEY, value CHAR(36)) ENGINE=InnoDB;' +
  ' REPLACE INTO hpcha_verify.proof VALUES (1, UUID());';

/** The final gate: the size that is expected, and one row written here and read everywhere. */
export function proveSteps(on: HostName, hosts: readonly HostName[], stage: string = stages.prove.id): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'write a row and read it on every node',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['mariadb', '-e', canary]}},
      after: [check('verify-same-row', {hosts}), check('galera-at-least', {size: hosts.length})],
      timeoutMs: 60_000,
    }),
    step({
      stage,
      on,
      title: 'drop the row again',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['mariadb', '-e', 'DROP DATABASE IF EXISTS hpcha_verify']}},
    }),
  ];
}
