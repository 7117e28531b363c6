// What is proven end to end, service by service: something is done on one controller and seen on the others.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ComputeNodeConfig} from '../../../config/schema.ts';
import type {Argv} from '../../../model/argv.ts';
import type {Check} from '../../../model/check.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName, ServiceId} from '../../../model/service.ts';
import {check, step} from '../../step.ts';
import {slotRange} from '../redis/cluster-create.ts';
import {slurmPlaces} from '../slurm/places.ts';
import {keyInRange} from './key-slot.ts';

/** Every proof is made in the first stage and taken away in the second. */
export const proveStage = 'verify-prove';
export const cleanStage = 'verify-clean';

type Proof = {readonly on: HostName; readonly title: string; readonly argv: Argv; readonly after?: readonly Check[]};

function proof(stage: string, {on, title, argv, after = []}: Proof, timeoutMs = 60_000): Step {
  return step({stage, on, title, operation: {kind: 'verify', act: {via: 'exec', argv}}, after, timeoutMs});
}

function hostsOfService(config: ClusterConfig, service: Exclude<ServiceId, 'host'>): readonly HostName[] {
  return controllersOf(config, service).map(({hostname}) => hostname);
}

/** A file with fresh content, written through one mount and read through all. The directory is the write check's. */
export function fileProof(config: ClusterConfig): readonly Step[] {
  const hosts = hostsOfService(config, 'glusterfs');
  const [on] = hosts;
  if (on === undefined) return [];
  const path = `${config.storage.gluster.mount_point}/.hpcha/verify`;
  return [
    proof(proveStage, {
      on,
      title: 'write a file and read it on every controller',
      argv: ['cp', '/proc/sys/kernel/random/uuid', path],
      after: [check('verify-same-file', {path, hosts})],
    }),
    proof(cleanStage, {on, title: 'remove the file', argv: ['rm', '-f', path]}),
  ];
}

const rowSql =
  'CREATE DATABASE IF NOT EXISTS hpcha_verify;' +
  ' CREATE TABLE IF NOT EXISTS hpcha_verify.proof (id INT PRIMARY KEY, value CHAR(36)) ENGINE=InnoDB;' +
  ' REPLACE INTO hpcha_verify.proof VALUES (1, UUID());';

/** A row with a fresh value, written on one controller and read on all. */
export function rowProof(config: ClusterConfig): readonly Step[] {
  const hosts = hostsOfService(config, 'mariadb');
  const [on] = hosts;
  if (on === undefined) return [];
  return [
    proof(proveStage, {
      on,
      title: 'write a row and read it on every controller',
      argv: ['mariadb', '-e', rowSql],
      after: [check('verify-same-row', {hosts})],
    }),
    proof(cleanStage, {
      on,
      title: 'drop the database of the row',
      argv: ['mariadb', '-e', 'DROP DATABASE IF EXISTS hpcha_verify'],
    }),
  ];
}

export type RedisProofPlace = {
  readonly stages: {readonly prove: string; readonly see: string; readonly clean: string};
  /** Names of the keys begin with it. */
  readonly key: string;
};

const verifyPlace: RedisProofPlace = {
  stages: {prove: proveStage, see: 'verify-see', clean: cleanStage},
  key: 'hpcha:verify',
};

/** A counter that goes up: its new value is on the master, whoever that is, and on its replicas. */
export function redisProof(config: ClusterConfig, {stages, key: prefix} = verifyPlace): readonly Step[] {
  const controllers = controllersOf(config, 'redis');
  const cluster = config.redis.mode === 'cluster';
  const keys = cluster
    ? controllers.map((_, index) => keyInRange(`${prefix}:`, ...slotRange(index, controllers.length)))
    : [prefix];
  const ports = cluster ? [6379, 6380] : [6379];
  const hosts = controllers.map(({hostname}) => hostname);
  const act = (stage: string, title: string, commands: readonly (readonly string[])[], after: readonly Check[]) =>
    hosts.flatMap((on) =>
      ports.map((port) =>
        step({
          stage,
          on,
          title: `${title} redis:${port}`,
          operation: {kind: 'verify', act: {via: 'redis', port, commands, tolerates: 'READONLY|MOVED'}},
          after,
        }),
      ),
    );
  // A counter that outlives a run that failed half-way ends by itself.
  const count = keys.flatMap((key) => [
    ['INCR', key],
    ['EXPIRE', key, '300'],
  ]);
  const seen = cluster
    ? keys.map((key) => check('verify-one-owner', {key, hosts, ports: ports.map(String)}))
    : [check('verify-same-value', {key: prefix, hosts})];
  return [
    ...act(stages.prove, 'count on', count, []),
    ...hosts.slice(0, 1).map((on) =>
      step({
        stage: stages.see,
        on,
        title: 'read the counters back',
        operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
        after: seen,
      }),
    ),
    ...act(
      stages.clean,
      'remove the counter from',
      keys.map((key) => ['DEL', key]),
      [],
    ),
  ];
}

/** Runs a job where a node is idle; a cluster that is full of work has proven itself already and is not held up. */
export const jobScript =
  '[ "$("$1" --noheader --states=idle --format=%D --partition="$3" | head -n 1)" -gt 0 ] 2>/dev/null ||' +
  ' { echo "no node is idle: no job was run"; exit 0; };' +
  ' exec timeout 60 "$2" --partition="$3" --immediate=30 --time=1 --nodes=1 --ntasks=1 hostname';

export function jobProof(config: ClusterConfig, nodes: readonly ComputeNodeConfig[]): readonly Step[] {
  const [on] = hostsOfService(config, 'slurm');
  const partition = config.slurm.partitions.find((each) => each.default) ?? config.slurm.partitions[0];
  if (on === undefined || partition === undefined || nodes.length === 0) return [];
  const {bin} = slurmPlaces(config);
  const argv: Argv = ['sh', '-c', jobScript, 'hpcha-verify-job', `${bin}sinfo`, `${bin}srun`, partition.name];
  const usable = check('slurm-nodes-usable', {bin, nodes: nodes.map(({hostname}) => hostname)});
  return [proof(proveStage, {on, title: 'run a job on a compute node', argv, after: [usable]}, 90_000)];
}

/** Exactly one controller holds the address, and it answers all of them. */
export function addressProof(config: ClusterConfig): readonly Step[] {
  const hosts = hostsOfService(config, 'keepalived');
  const vip = config.network.vip;
  return hosts.map((on) =>
    proof(proveStage, {
      on,
      title: 'reach the virtual address',
      argv: ['true'],
      after: [check('vip-owned-once', {vip, hosts}), check('vip-answers', {vip})],
    }),
  );
}
