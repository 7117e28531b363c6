// What Redis says of an unreachable controller: replication acknowledgements and link states, both within seconds.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {RedisInstanceFacts, SentinelFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Vote} from './vote.ts';

/** A replica acknowledges once a second; this many seconds of silence are a loss (ha-operations §2.4: lag). */
const silentSeconds = 3;

export function redisVotes(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): readonly Vote[] {
  const members = controllersOf(given.config, 'redis');
  const subject = members.find((member) => member.hostname === host);
  if (subject === undefined) return [];
  return members.flatMap((peer): readonly Vote[] => {
    const reading = readingOf(given.snapshot, 'redis', peer.hostname);
    if (reading.kind !== 'seen') return [];
    return [
      ...reading.value.instances.flatMap((instance) => opinions(instance, subject)),
      ...sentinelOpinions(reading.value.sentinel, subject),
    ].map((opinion): Vote => ({by: peer.hostname, service: 'redis', at: reading.at, ...opinion}));
  });
}

type Opinion = Pick<Vote, 'says' | 'quick' | 'saw'>;

function opinions(instance: RedisInstanceFacts, subject: ControllerConfig): readonly Opinion[] {
  return [
    ...replicaOpinions(instance, subject),
    ...masterOpinions(instance, subject),
    ...busOpinions(instance, subject),
  ];
}

function isSubject(name: string | undefined, subject: ControllerConfig): boolean {
  return name === subject.ip_address || name === subject.hostname;
}

/** A master's word about its replicas: `slave0:ip=…,port=…,state=online,offset=…,lag=…`. */
function replicaOpinions(instance: RedisInstanceFacts, subject: ControllerConfig): readonly Opinion[] {
  if (instance.info?.['role'] !== 'master') return [];
  return Object.entries(instance.info)
    .filter(([key]) => /^slave\d+$/.test(key))
    .flatMap(([key, value]): readonly Opinion[] => {
      const fields = new Map(value.split(',').map((pair) => splitPair(pair)));
      if (!isSubject(fields.get('ip'), subject)) return [];
      const lag = Number(fields.get('lag'));
      const says = fields.get('state') === 'online' && Number.isFinite(lag) && lag < silentSeconds ? 'there' : 'gone';
      return [{says, quick: true, saw: `${key}:${value}`}];
    });
}

function splitPair(pair: string): readonly [string, string] {
  const cut = pair.indexOf('=');
  return cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)];
}

/** A replica's word about its master. */
function masterOpinions(instance: RedisInstanceFacts, subject: ControllerConfig): readonly Opinion[] {
  const info = instance.info;
  if (info === null || info['role'] !== 'slave' || !isSubject(info['master_host'], subject)) return [];
  const heard = Number(info['master_last_io_seconds_ago']);
  const up = info['master_link_status'] === 'up';
  // A master pings its replicas every 10 s by default, so only a broken link is a sure sign of absence.
  if (up && !(heard >= 0 && heard < silentSeconds)) return [];
  return [{says: up ? 'there' : 'gone', quick: true, saw: `master_link_status:${info['master_link_status'] ?? ''}`}];
}

/** The cluster bus: `fail` is agreed on by a majority of masters; `connected` may outlive its peer by node_timeout. */
function busOpinions(instance: RedisInstanceFacts, subject: ControllerConfig): readonly Opinion[] {
  return (instance.clusterNodes ?? [])
    .filter((node) => isSubject(node.ip, subject))
    .flatMap((node): readonly Opinion[] => {
      const failed = node.flags.includes('fail');
      if (!failed && (node.flags.includes('fail?') || node.linkState !== 'connected')) return [];
      const saw = `${node.ip}:${node.port} ${node.flags.join(',')} ${node.linkState}`;
      return [{says: failed ? 'gone' : 'there', quick: failed, saw}];
    });
}

/** Sentinels ping each other and every instance once a second; `s_down` after down-after-milliseconds without an answer. */
function sentinelOpinions(sentinel: SentinelFacts | null, subject: ControllerConfig): readonly Opinion[] {
  const {ip, flags, 'last-ok-ping-reply': ping} = sentinel?.master ?? {};
  const master = {
    ip: ip ?? '',
    flags: (flags ?? '').split(','),
    lastOkPingMs: ping === undefined ? null : Number(ping),
  };
  return [master, ...(sentinel?.sentinels ?? []), ...(sentinel?.replicas ?? [])]
    .filter((peer) => isSubject(peer.ip, subject))
    .flatMap((peer): readonly Opinion[] => {
      const down = peer.flags.some((flag) => flag === 's_down' || flag === 'o_down');
      if (!down && !(peer.lastOkPingMs !== null && peer.lastOkPingMs < silentSeconds * 1000)) return [];
      return [{says: down ? 'gone' : 'there', quick: true, saw: `${peer.ip} ${peer.flags.join(',')}`}];
    });
}
