// Makes the places that canaries write to, reads them back at the end on every node, and takes them away.

import {randomBytes} from 'node:crypto';
import type {Attempt} from '../../model/drill/attempt.ts';
import type {CanaryService, DrillSpec} from '../../model/drill/drill.ts';
import type {FinalReads} from '../../model/drill/loss.ts';
import {toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {accountSql, canaryDatabase, createSql, fileDirectory, jobName, removeSql, wireName} from './canary-data.ts';
import type {DrillDeps} from './drill-deps.ts';
import {hostsOf, readEach} from './final-read.ts';
import {clearRedis, readRedis} from './redis-places.ts';

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
    readEach(hostsOf(deps, 'mariadb'), deps, async (host) => (await readRows(host, deps, signal)).flatMap(wired)),
    readEach(hostsOf(deps, 'glusterfs'), deps, async (host) => (await readFiles(host, deps, signal)).flatMap(wired)),
    readRedis(spec, attempts, deps, signal),
    readEach(hostsOf(deps, 'slurm').slice(0, 1), deps, async (host) =>
      (await readJobs(host, deps, signal)).flatMap(wired),
    ),
  ]);
  return {mariadb, glusterfs, redis, slurm};
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
