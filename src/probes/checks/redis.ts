// Checks of Redis and its sentinels that plans may name.

import type {Check, CheckResult} from '../../model/check.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {redisClusterInfoQuery, redisClusterNodesQuery, redisInfoQuery, sentinelQuery} from '../catalogue/redis.ts';
import {parseClusterNodes, parseInfo, parsePairs} from '../redis/parse-redis.ts';
import {type CheckGroup, holds, no, numberArg, textArg, yes} from './check-group.ts';

type Args = Check['args'];

async function info(
  context: CheckContext,
  port: number,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  return parseInfo(await context.reader(context.host).redis(port, redisInfoQuery, signal), context.host);
}

async function clusterInfo(context: CheckContext, port: number, signal: AbortSignal) {
  return parseInfo(await context.reader(context.host).redis(port, redisClusterInfoQuery, signal), context.host);
}

async function nodes(context: CheckContext, port: number, signal: AbortSignal) {
  const all = parseClusterNodes(
    await context.reader(context.host).redis(port, redisClusterNodesQuery, signal),
    context.host,
  );
  return all.filter(({flags}) => !flags.some((flag) => flag === 'fail' || flag === 'noaddr' || flag === 'handshake'));
}

/** It answers and has finished loading its data. */
async function answers(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const port = numberArg(args, 'port');
  const facts = await info(context, port, signal);
  return holds(
    facts['loading'] === '0',
    `redis:${port} is ${facts['role'] ?? '?'}, loading ${facts['loading'] ?? '?'}`,
  );
}

/**
 * A master with all its replicas online, or a replica whose link is up. `patience` (seconds of uptime) ends the waiting where
 * the files of a stopped cluster contradict each other: then the sentinels, started next, decide.
 */
async function settled(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const port = numberArg(args, 'port');
  const facts = await info(context, port, signal);
  if (facts['loading'] !== '0') return no(`redis:${port} is loading its data`);
  const state = replicationState(facts, numberArg(args, 'replicas'));
  const patience = args['patience'];
  const uptime = Number(facts['uptime_in_seconds'] ?? '0');
  if (!state.settled && typeof patience === 'number' && uptime >= patience) {
    return yes(`${state.saw}; left to the sentinels after ${uptime} s`);
  }
  return holds(state.settled, state.saw);
}

function replicationState(facts: Readonly<Record<string, string>>, replicas: number): {settled: boolean; saw: string} {
  if (facts['role'] === 'master') {
    const online = Object.entries(facts).filter(
      ([key, value]) => /^slave\d+$/.test(key) && value.includes('state=online'),
    );
    return {settled: online.length >= replicas, saw: `master with ${online.length} of ${replicas} replicas online`};
  }
  const link = facts['master_link_status'] ?? 'unknown';
  return {
    settled: link === 'up' && facts['master_sync_in_progress'] === '0',
    saw: `replica of ${facts['master_host'] ?? '?'}, link ${link}`,
  };
}

/** This sentinel watches a healthy master, knows all the others, and with them reaches the quorum. */
async function sentinelAgrees(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const name = textArg(args, 'name');
  const others = numberArg(args, 'others');
  const ask = (word: 'MASTER' | 'CKQUORUM') =>
    context.reader(context.host).redis(26379, sentinelQuery(word, name), signal);
  const master = parsePairs(await ask('MASTER'), context.host);
  const saw =
    `master ${master['ip'] ?? '?'} ${master['flags'] ?? '?'}, ${master['num-other-sentinels'] ?? '?'} other sentinels, ` +
    `${master['num-slaves'] ?? '?'} replicas`;
  const complete = Number(master['num-other-sentinels']) >= others && Number(master['num-slaves']) >= others;
  if (master['flags'] !== 'master' || !complete) return no(saw);
  const quorum = String(await ask('CKQUORUM'));
  return holds(quorum.startsWith('OK'), `${saw}; ${quorum}`);
}

/** role, port (6379 if not said): it calls itself that. */
async function role(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const port = typeof args['port'] === 'number' ? args['port'] : 6379;
  const facts = await info(context, port, signal);
  return holds(facts['role'] === textArg(args, 'role'), `redis:${port} is ${facts['role'] ?? '?'}`);
}

/** replica: that replica of this master has acknowledged everything that the master wrote. */
async function replicaLevel(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const facts = await info(context, 6379, signal);
  const address = textArg(args, 'replica');
  const line = Object.entries(facts).find(
    ([key, value]) => /^slave\d+$/.test(key) && value.includes(`ip=${address},`),
  )?.[1];
  if (line === undefined) return no(`${address} is no replica of this master`);
  const offset = /offset=(\d+)/.exec(line)?.[1];
  return holds(
    offset === facts['master_repl_offset'],
    `${address} at ${offset ?? '?'} of ${facts['master_repl_offset'] ?? '?'}`,
  );
}

/** name, address: this sentinel names that master. */
async function sentinelNames(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const reply = await context.reader(context.host).redis(26379, sentinelQuery('MASTER', textArg(args, 'name')), signal);
  const {ip} = parsePairs(reply, context.host);
  return holds(ip === textArg(args, 'address'), `the sentinel of ${context.host} names ${ip ?? 'nobody'}`);
}

/** name, address, priority: this sentinel has read that replica's priority. */
async function sentinelSeesPriority(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const reply = await context
    .reader(context.host)
    .redis(26379, sentinelQuery('REPLICAS', textArg(args, 'name')), signal);
  const replicas = Array.isArray(reply) ? reply.map((each) => parsePairs(each, context.host)) : [];
  const found = replicas.find(({ip}) => ip === textArg(args, 'address'))?.['slave-priority'];
  return holds(
    found === String(numberArg(args, 'priority')),
    `the sentinel of ${context.host} has priority ${found ?? '?'}`,
  );
}

/** Either our own configuration is there already, or the data directory is empty: another installation's data stays untouched. */
async function dataIsOurs(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const inspector = context.inspector(context.host);
  const file = textArg(args, 'file');
  if ((await inspector.readFile(file, signal)) !== null) return yes(`${file} is there`);
  const directory = textArg(args, 'directory');
  const found = await inspector.inspect(
    [
      'find',
      directory,
      '-maxdepth',
      '1',
      '(',
      '-name',
      '*.rdb',
      '-o',
      '-name',
      '*.aof',
      '-o',
      '-name',
      'appendonlydir',
      '-o',
      '-name',
      'nodes*.conf',
      ')',
    ],
    {timeoutMs: 5000},
    signal,
  );
  const names = found.stdout.split('\n').filter((line) => line !== '');
  return holds(
    names.length === 0,
    names.length === 0 ? 'no data yet' : `data of another installation: ${names.join(' ')}`,
  );
}

/** May be met: alone, without slots and keys; or it knows the one who meets it already. */
async function joinable(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const port = numberArg(args, 'port');
  const known = await nodes(context, port, signal);
  const by = textArg(args, 'by');
  if (known.some((node) => node.ip === by && node.port === 6379)) return yes(`redis:${port} knows ${by}`);
  const facts = await info(context, port, signal);
  const slots = known.reduce((sum, node) => sum + node.slots, 0);
  const keys = facts['db0'];
  const alone = known.length === 1 && slots === 0 && keys === undefined;
  return holds(alone, `redis:${port} knows ${known.length} nodes, ${slots} slots, ${keys ?? 'no keys'}`);
}

async function knows(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const wanted = textArg(args, 'node');
  const known = await nodes(context, numberArg(args, 'port'), signal);
  const there = known.some((node) => `${node.ip}:${node.port}` === wanted);
  return holds(there, `${there ? 'knows' : 'does not know'} ${wanted} (${known.length} nodes)`);
}

async function knowsAll(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const wanted = numberArg(args, 'nodes');
  const known = await nodes(context, numberArg(args, 'port'), signal);
  return holds(known.length >= wanted, `knows ${known.length} of ${wanted} nodes`);
}

/** State ok, all slots served, every node alive, and no replica on its master's machine (anti-affinity, ha-operations §5.3). */
async function clusterHealthy(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const port = numberArg(args, 'port');
  const wanted = numberArg(args, 'nodes');
  const facts = await clusterInfo(context, port, signal);
  const known = await nodes(context, port, signal);
  const beside = known.filter(
    ({ip, masterId}) => masterId !== null && known.some((node) => node.id === masterId && node.ip === ip),
  );
  const bare = known.filter(({slots, id}) => slots > 0 && !known.some(({masterId}) => masterId === id));
  const saw =
    `state ${facts['cluster_state'] ?? '?'}, slots ${facts['cluster_slots_ok'] ?? '?'}, ${known.length} of ${wanted} nodes, ` +
    `${bare.length} masters without a replica, ${beside.length} replicas beside their master`;
  const healthy = facts['cluster_state'] === 'ok' && facts['cluster_slots_ok'] === '16384';
  return holds(healthy && known.length === wanted && bare.length === 0 && beside.length === 0, saw);
}

export const redisChecks: CheckGroup = {
  'redis-answers': answers,
  'redis-settled': settled,
  'redis-role': role,
  'redis-replica-level': replicaLevel,
  'sentinel-names': sentinelNames,
  'sentinel-sees-priority': sentinelSeesPriority,
  'sentinel-agrees': sentinelAgrees,
  'redis-data-is-ours': dataIsOurs,
  'redis-joinable': joinable,
  'redis-knows': knows,
  'redis-knows-all': knowsAll,
  'redis-cluster-healthy': clusterHealthy,
};
