// Judges replication in sentinel mode: every replica's link and lag, and whether the master has anyone to fall back on.

import type {Finding} from '../../model/finding.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import type {Info, RedisHost} from './redis-hosts.ts';
import {dataInstance, isAddressOf, isStopped, linesOf, numberIn, roleOf} from './redis-hosts.ts';
import type {SentinelView} from './sentinel-view.ts';
import {peerWord} from './sentinel-view.ts';

const keysOfReplica = [
  'role',
  'master_host',
  'master_link_status',
  'master_link_down_since_seconds',
  'master_last_io_seconds_ago',
  'master_sync_in_progress',
  'slave_repl_offset',
  'slave_read_only',
] as const;

export function judgeReplication(input: JudgeInput, view: SentinelView): readonly Finding[] {
  const replicas = view.hosts.filter((host) => roleOf(host) === 'slave');
  return [...replicas.flatMap((host) => judgeReplica(input, view, host)), ...judgeMaster(input, view)];
}

function judgeReplica(input: JudgeInput, view: SentinelView, host: RedisHost): readonly Finding[] {
  const info = dataInstance(host)?.info;
  const found: Finding[] = [];
  const report = (code: string, level: Finding['level'], params: Finding['params']): void => {
    found.push(replicaFinding(host, {code, level, params}));
  };
  if (info?.['master_link_status'] !== 'up') {
    const down = secondsDown(info);
    if (info?.['master_sync_in_progress'] === '1') report('RedisReplicaSyncing', 'warning', {});
    else report('RedisReplicaLinkDown', down !== null && down > 60 ? 'critical' : 'warning', {seconds: down ?? '?'});
  } else {
    const silence = numberIn(info, 'master_last_io_seconds_ago');
    if (silence === null || silence > 10) report('RedisReplicaSilent', 'warning', {seconds: silence ?? '?'});
    const lag = lagBytes(view, host);
    if (lag !== null && lag > input.config.thresholds.redis_lag_bytes)
      report('RedisReplicaLag', 'warning', {bytes: lag});
  }
  if (view.master !== null && !isAddressOf(view.master, info?.['master_host'])) {
    report('RedisReplicaOfAnother', 'warning', {follows: info?.['master_host'] ?? '?', master: view.master.host});
  }
  if (info?.['slave_read_only'] === '0') report('RedisReplicaWritable', 'warning', {});
  return found;
}

/** Redis says -1 while there has been no link since its start: then it has been down for as long as it has run. */
export function secondsDown(info: Info | null | undefined): number | null {
  const down = numberIn(info, 'master_link_down_since_seconds');
  return down !== null && down >= 0 ? down : numberIn(info, 'uptime_in_seconds');
}

function replicaFinding(host: RedisHost, given: Pick<Finding, 'code' | 'level' | 'params'>): Finding {
  return {
    ...given,
    where: host.host,
    service: 'redis',
    evidence: {
      command: 'INFO replication',
      raw: linesOf(dataInstance(host)?.info, keysOfReplica),
      ...(host.at === null ? {} : {at: host.at}),
    },
  };
}

/**
 * Bytes by which the replica is behind. Two instances are never read at the same instant, so the smaller of two honest
 * estimates counts: the master's own table, and the two offsets.
 */
export function lagBytes(view: SentinelView, host: RedisHost): number | null {
  const masterInfo = view.master === null ? null : dataInstance(view.master)?.info;
  const head = numberIn(masterInfo, 'master_repl_offset');
  const own = numberIn(dataInstance(host)?.info, 'slave_repl_offset');
  if (head === null || own === null) return null;
  const told = Object.entries(masterInfo ?? {})
    .filter(([key, value]) => /^slave\d+$/.test(key) && value.includes(`ip=${host.address},`))
    .map(([, value]) => Number(/offset=(\d+)/.exec(value)?.[1] ?? Number.NaN))
    .filter((offset) => Number.isFinite(offset));
  return Math.max(0, head - Math.max(own, ...told));
}

function judgeMaster(input: JudgeInput, view: SentinelView): readonly Finding[] {
  const {master} = view;
  if (master === null || view.hosts.length < 2) return [];
  const instance = dataInstance(master);
  const wanted = numberIn(instance?.config, 'min-replicas-to-write');
  const found: Finding[] = [];
  // INFO has this line only where both min-replicas-to-write and min-replicas-max-lag are above 0: either 0 switches both off.
  const good = numberIn(instance?.info, 'min_slaves_good_slaves');
  if (wanted !== null && good !== null && good < wanted) {
    found.push(masterFinding(master, {code: 'RedisWritesRefused', level: 'critical', params: {good, wanted}}));
  } else if (view.goodReplicas.length === 0 && !view.hosts.some((host) => isFedUnseen(input, view, master, host))) {
    found.push(masterFinding(master, {code: 'RedisNoReplica', level: 'critical', params: {}}));
  }
  if (wanted === 0 || (wanted !== null && good === null)) {
    found.push({...masterFinding(master, {code: 'RedisUnboundedLoss', level: 'warning', params: {}}), remedy: 'start'});
  }
  return found;
}

/** The lag in seconds up to which Redis itself calls a replica good (its default of min-replicas-max-lag). */
const goodLagSeconds = 10;

/** A replica that we cannot see, and that its master feeds all the same: unreachable for us is not gone. */
function isFedUnseen(input: JudgeInput, view: SentinelView, master: RedisHost, host: RedisHost): boolean {
  if (roleOf(host) !== null || isStopped(host) || peerWord(view.opinions, host, 'data') === 'down') return false;
  if (witnessOf(input, host.host).standing === 'lost') return false;
  return Object.entries(dataInstance(master)?.info ?? {}).some(([key, value]) => {
    if (!/^slave\d+$/.test(key) || !value.includes(`ip=${host.address},`) || !value.includes('state=online'))
      return false;
    const lag = numberIn({lag: /lag=(\d+)/.exec(value)?.[1] ?? ''}, 'lag');
    return lag !== null && lag <= goodLagSeconds;
  });
}

function masterFinding(master: RedisHost, given: Pick<Finding, 'code' | 'level' | 'params'>): Finding {
  const info = dataInstance(master)?.info;
  const slaves = Object.keys(info ?? {}).filter((key) => /^slave\d+$/.test(key));
  return {
    ...given,
    where: master.host,
    service: 'redis',
    evidence: {
      command: 'INFO replication; CONFIG GET min-replicas-to-write',
      raw: linesOf(info, ['role', 'connected_slaves', 'min_slaves_good_slaves', 'master_repl_offset', ...slaves]),
      ...(master.at === null ? {} : {at: master.at}),
    },
  };
}
