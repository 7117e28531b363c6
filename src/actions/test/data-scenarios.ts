// Scenarios of data: written through one controller, read on all, for every controller as the writer; then gone everywhere.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {redisProof} from '../phases/verify/proofs.ts';
import {check} from '../step.ts';
import {act, nothing, type Scenario, stage, stageId} from './scenario.ts';

const writeFile = 'mkdir -p "${1%/*}" && cat /proc/sys/kernel/random/uuid > "$1" && sync -d "$1"';

/** A file with fresh content, written through each controller's mount and read through all. */
export function glusterScenario(config: ClusterConfig): Scenario {
  const hosts = controllersOf(config, 'glusterfs').map(({hostname}) => hostname);
  const prove = stage('glusterfs', 'prove', 'written through each mount, read through all');
  const clean = stage('glusterfs', 'clean', 'the files are taken away');
  const pathOf = (host: string) => `${config.storage.gluster.mount_point}/.hpcha/test-${host}`;
  const steps = hosts.flatMap((on) => {
    const path = pathOf(on);
    return [
      act(prove, {
        on,
        title: `write a file on ${on}, read it on every controller`,
        argv: ['sh', '-c', writeFile, 'hpcha-test-file', path],
        after: [check('verify-same-file', {path, hosts})],
      }),
      act(clean, {
        on,
        title: `remove the file of ${on}`,
        argv: ['rm', '-f', path],
        after: [check('verify-no-file', {path, hosts})],
      }),
    ];
  });
  return {...nothing, stages: [prove, clean], steps};
}

const database = 'hpcha_test';

/** A database made on one node is there on all, and a row written on each node is read on all. */
export function mariadbScenario(config: ClusterConfig): Scenario {
  const hosts = controllersOf(config, 'mariadb').map(({hostname}) => hostname);
  const [first] = hosts;
  if (first === undefined) return nothing;
  const prove = stage('mariadb', 'prove', 'a database made on one node');
  const see = stage('mariadb', 'see', 'a row written on each node, read on all');
  const clean = stage('mariadb', 'clean', 'the database is taken away');
  const create =
    `CREATE DATABASE IF NOT EXISTS ${database};` +
    ` CREATE TABLE IF NOT EXISTS ${database}.proof (id INT PRIMARY KEY, value CHAR(36)) ENGINE=InnoDB;`;
  return {
    ...nothing,
    stages: [prove, see, clean],
    steps: [
      act(prove, {on: first, title: 'make a database and a table', argv: ['mariadb', '-e', create]}),
      ...hosts.map((on, id) =>
        act(see, {
          on,
          title: `write a row on ${on}, read it on every node`,
          argv: ['mariadb', '-e', `REPLACE INTO ${database}.proof VALUES (${id}, UUID())`],
          after: [check('verify-same-row', {hosts, database, id})],
        }),
      ),
      act(clean, {
        on: first,
        title: 'drop the database',
        argv: ['mariadb', '-e', `DROP DATABASE IF EXISTS ${database}`],
        after: [check('verify-no-database', {database, hosts})],
      }),
    ],
  };
}

/** A counter on the master, whoever that is, with its new value on every replica. */
export function redisScenario(config: ClusterConfig): Scenario {
  const prove = stage('redis', 'prove', 'count on the master');
  const see = stage('redis', 'see', 'the new value is on every instance');
  const clean = stage('redis', 'clean', 'the counters are taken away');
  const stages = {prove: prove.id, see: see.id, clean: stageId('redis', 'clean')};
  return {...nothing, stages: [prove, see, clean], steps: redisProof(config, {stages, key: 'hpcha:test'})};
}
