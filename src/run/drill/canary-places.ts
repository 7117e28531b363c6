// Makes the places that canaries write to, reads them back at the end on every node, and takes them away.

import {randomBytes} from 'node:crypto';
import {controllersOf} from '../../config/order.ts';
import type {Attempt} from '../../model/drill/attempt.ts';
import type {CanaryService, DrillSpec} from '../../model/drill/drill.ts';
import {type FinalReads, keyOf} from '../../model/drill/loss.ts';
import {toHpchaError} from '../../model/error.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {
  accountSql,
  canaryDatabase,
  createSql,
  fileDirectory,
  jobName,
  redisKey,
  redisSlot,
  removeSql,
  wireName,
} from './canary-data.ts';
import type {DrillDeps} from './drill-deps.ts';
import type {RedisPlaces} from './redis-canary.ts';

type Place = Exclude<ServiceId, 'host'>;

function hostsOf(deps: DrillDeps, service: Place): readonly HostName[] {
  return controllersOf(deps.support.config, service).map(({hostname}) => hostname);
}

/** Where Redis is and whom to ask for its master: not the one that is about to fail. */
export function redisPlaces(spec: DrillSpec, deps: DrillDeps): RedisPlaces {
  const {config} = deps.support;
  const hosts = controllersOf(config, 'redis').map(({hostname, ip_address}) => ({name: hostname, address: ip_address}));
  const asked = hosts.map(({name}) => name).filter((name) => name !== spec.target);
  return {mode: config.redis.mode, masterName: config.redis.sentinel.master_name, hosts, asked};
}

/** Resolves to the password of the canary's own database account. */
export async function makePlaces(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  const [database] = hostsOf(deps, 'mariadb').filter((host) => host !== spec.target);
  if (database !== undefined) {
    const {writer} = deps.connection(database);
    for (const sql of [...createSql, ...accountSql(password)])
      await writer.sql(sql, deps.permit, signal, {timeoutMs: 15_000});
  }
  const directories = spec.streams.flatMap(({way}, index) => (way.kind === 'file' ? [wireName(index)] : []));
  const [mount] = hostsOf(deps, 'glusterfs').filter((host) => host !== spec.target);
  if (mount !== undefined && directories.length > 0) {
    const make = 'set -e; base=$1; shift; for name; do mkdir -p "$base/$name"; done';
    const argv = script('hpcha-drill-places', make, fileDirectory(deps.support.config, deps.runId), ...directories);
    await mustRun(mount, argv, deps, signal);
  }
  return password;
}

type Reads = Partial<Record<CanaryService, FinalReads>>;

/** Every node's own copy. A node that does not answer has no entry: silence is neither loss nor health. */
export async function readPlaces(
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<Reads> {
  const names = new Map(spec.streams.map(({id}, index) => [wireName(index), id]));
  const wired = (text: string): readonly string[] => {
    const [wire = '', seq = ''] = text.split('#');
    const stream = names.get(wire);
    return stream === undefined ? [`${text} of nobody`] : [`${stream}#${seq}`];
  };
  const [mariadb, glusterfs, redis, slurm] = await Promise.all([
    onEach(hostsOf(deps, 'mariadb'), deps, async (host) => (await readRows(host, deps, signal)).flatMap(wired)),
    onEach(hostsOf(deps, 'glusterfs'), deps, async (host) => (await readFiles(host, deps, signal)).flatMap(wired)),
    readRedis(spec, attempts, deps, signal),
    onEach(hostsOf(deps, 'slurm').slice(0, 1), deps, async (host) =>
      (await readJobs(host, deps, signal)).flatMap(wired),
    ),
  ]);
  return {mariadb, glusterfs, redis, slurm};
}

async function onEach(
  hosts: readonly HostName[],
  deps: DrillDeps,
  read: (host: HostName) => Promise<readonly string[]>,
): Promise<FinalReads> {
  const found = await Promise.all(
    hosts.map(async (host) => {
      try {
        return [[host, await read(host)] as const];
      } catch (thrown) {
        deps.progress(`the final read on ${host} failed: ${toHpchaError(thrown, host).message}`);
        return [];
      }
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Causality first: what other nodes committed before this moment has been applied here before it answers. */
async function readRows(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<readonly string[]> {
  const {writer} = deps.connection(host);
  const options = {timeoutMs: 30_000};
  await writer.sql('SET SESSION wsrep_sync_wait = 7', deps.permit, signal, options);
  const sql = `SELECT CONCAT(stream, '#', seq) AS name FROM ${canaryDatabase}.canary WHERE run = '${deps.runId}'`;
  const rows = await writer.sql(sql, deps.permit, signal, options);
  return rows.flatMap(({name}) => (name === null || name === undefined ? [] : [name]));
}

/** Name and content must agree; a file that holds something else is named as what it holds. */
async function readFiles(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<readonly string[]> {
  const look =
    'cd "$1" && find . -type f -print0 | xargs -0 -r awk \'FNR==1{n=FILENAME; sub(/^\\.\\//,"",n); split(n,p,"/"); print p[1] "#" p[2] (p[2]==$0?"":"≠" $0)}\'';
  const argv = script('hpcha-drill-files', look, fileDirectory(deps.support.config, deps.runId));
  const output = await deps.connection(host).inspector.inspect(argv, {timeoutMs: 60_000}, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
  return output.stdout.split('\n').filter((line) => line !== '');
}

async function readJobs(host: HostName, deps: DrillDeps, signal: AbortSignal): Promise<readonly string[]> {
  const argv = [`${slurmBin(deps)}squeue`, '--noheader', `--name=${jobName(deps.runId)}`, '--format=%k'] as const;
  const output = await deps.connection(host).inspector.inspect(argv, {timeoutMs: 30_000}, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
  return output.stdout.split('\n').filter((line) => line !== '');
}

/** With sentinels every instance has every key; in a cluster the key's owner is found by asking all. */
async function readRedis(
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<FinalReads> {
  const {mode} = deps.support.config.redis;
  const wanted = spec.streams.flatMap(({id, way}, index) =>
    way.kind === 'redis' ? attempts.filter(({stream}) => stream === id).map((attempt) => ({attempt, index})) : [],
  );
  const found = await onEach(hostsOf(deps, 'redis'), deps, async (host) => {
    const keys: string[] = [];
    for (const port of portsOf(deps)) {
      for (const piece of atOnce(wanted, ({attempt}) => attempt.seq)) {
        const names = piece.map(({attempt, index}) => redisKey(deps.runId, index, attempt.seq));
        const reply = await mget(host, port, names, deps, signal);
        piece.forEach(({attempt}, place) => {
          if (reply?.[place] != null) keys.push(keyOf(attempt));
        });
      }
    }
    return keys;
  });
  if (mode === 'sentinel') return found;
  // What the unread one has is nowhere else to be found: its keys would pass for lost.
  if (Object.keys(found).length < hostsOf(deps, 'redis').length) return {};
  return {cluster: [...new Set(Object.values(found).flat())]};
}

/** What one command may name: keys of one hash slot, because a cluster answers for no more, and 500 of them at most. */
function atOnce<T>(items: readonly T[], seqOf: (item: T) => number): readonly (readonly T[])[] {
  const bySlot = Object.values(Object.groupBy(items, (item) => redisSlot(seqOf(item))));
  return bySlot.flatMap((list = []) =>
    Array.from({length: Math.ceil(list.length / 500)}, (_, at) => list.slice(at * 500, (at + 1) * 500)),
  );
}

/** null: another instance of the cluster has these keys. */
async function mget(host: HostName, port: number, names: readonly string[], deps: DrillDeps, signal: AbortSignal) {
  try {
    const reply = await deps.connection(host).writer.redis(port, ['MGET', ...names], deps.permit, signal);
    return Array.isArray(reply) ? reply : null;
  } catch (thrown) {
    if (toHpchaError(thrown, host).what.includes('MOVED')) return null;
    throw thrown;
  }
}

/** Also those of a drill that was killed; $1 is where Slurm's programs are. */
const cancelJobs =
  '"$1"squeue --noheader --format="%i %j" | awk \'$2 ~ /^hpcha-drill-/ {print $1}\' | xargs -r "$1"scancel';

/** Best effort on each, and every failure is told: what is left has a name that says whose it is. */
export async function clearPlaces(
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<void> {
  const {config} = deps.support;
  const [database] = hostsOf(deps, 'mariadb');
  const [mount] = hostsOf(deps, 'glusterfs');
  const [client] = hostsOf(deps, 'slurm');
  const work: (readonly [HostName, () => Promise<unknown>])[] = [];
  if (database !== undefined) {
    work.push([
      database,
      async () => {
        for (const sql of removeSql)
          await deps.connection(database).writer.sql(sql, deps.permit, signal, {timeoutMs: 30_000});
      },
    ]);
  }
  if (mount !== undefined) {
    // Only one drill runs at a time (the lock): what lies beside ours was left by one that was killed. The folder itself stays: one
    // that is removed and made again while a brick is away would be two of the same name.
    const shared = fileDirectory(config, deps.runId).replace(/\/[^/]+$/, '');
    const argv = ['find', shared, '-mindepth', '1', '-delete'] as const;
    work.push([mount, () => mustRun(mount, argv, deps, signal)]);
  }
  if (client !== undefined && spec.streams.some(({way}) => way.kind === 'job')) {
    work.push([client, () => mustRun(client, script('hpcha-drill-jobs', cancelJobs, slurmBin(deps)), deps, signal)]);
  }
  for (const host of hostsOf(deps, 'redis')) work.push([host, () => clearRedis(host, spec, attempts, deps, signal)]);
  await Promise.all(
    work.map(async ([host, act]) => {
      try {
        await act();
      } catch (thrown) {
        deps.progress(`cleaning up on ${host}: ${toHpchaError(thrown, host).message}`);
      }
    }),
  );
}

/** On the masters; a replica refuses, and follows. */
async function clearRedis(
  host: HostName,
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<void> {
  const indexOf = new Map(spec.streams.map(({id}, index) => [id, index]));
  const mine = attempts.filter(({stream}) => spec.streams[indexOf.get(stream) ?? -1]?.way.kind === 'redis');
  for (const port of portsOf(deps)) {
    for (const piece of atOnce(mine, ({seq}) => seq)) {
      const names = piece.map(({stream, seq}) => redisKey(deps.runId, indexOf.get(stream) ?? 0, seq));
      try {
        await deps.connection(host).writer.redis(port, ['UNLINK', ...names], deps.permit, signal);
      } catch (thrown) {
        const {what} = toHpchaError(thrown, host);
        if (what.includes('READONLY')) break;
        if (!what.includes('MOVED')) throw thrown;
      }
    }
  }
}

function portsOf({support: {config}}: DrillDeps): readonly number[] {
  return config.redis.mode === 'cluster' ? [6379, 6380] : [6379];
}

function slurmBin({support: {config}}: DrillDeps): string {
  return config.slurm.prefix === undefined ? '' : `${config.slurm.prefix}/bin/`;
}

async function mustRun(
  host: HostName,
  argv: readonly [string, ...string[]],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<void> {
  const output = await deps.connection(host).writer.run(argv, deps.permit, {timeoutMs: 60_000}, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
}
