// Puts the sentinel mode's verdict together: findings of masters, replication, sentinels and instances; cells; tolerance.

import type {RedisFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {readingOf} from '../../model/snapshot.ts';
import {joined, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {partOf, quietLine} from '../part.ts';
import type {CellFacts} from '../seen-cell.ts';
import {serviceCells} from '../service-cells.ts';
import {majoritySlack} from '../tolerance.ts';
import {isRunning} from '../unit-show.ts';
import {judgeInstance} from './judge-instance.ts';
import {judgeMasters} from './judge-masters.ts';
import {judgeReplication, lagBytes} from './judge-replication.ts';
import {judgeSentinels} from './judge-sentinels.ts';
import type {RedisHost} from './redis-hosts.ts';
import {dataInstance, numberIn, redisHosts, roleOf, sentinelOf} from './redis-hosts.ts';
import {instanceFacts, nodeLost} from './redis-shown.ts';
import type {SentinelView} from './sentinel-view.ts';
import {knownSentinels, peerWord, sentinelView, usableSentinels} from './sentinel-view.ts';

export function judgeSentinelMode(input: JudgeInput): JudgePart {
  const view = sentinelView(redisHosts(input));
  const seen = [
    ...view.hosts.flatMap((host) => judgeData(input, view, host)),
    ...judgeMasters(input, view),
    ...judgeReplication(input, view),
    ...judgeSentinels(view),
  ];
  const {cells, lost} = serviceCells(input, {
    service: 'redis',
    hosts: view.hosts,
    seen,
    shown: (host, value) => shownOf(view, host, value),
    gone: nodeLost,
  });
  const facts = clusterFacts(view);
  return partOf({
    cells,
    findings: [...seen, ...lost],
    line: view.hosts.every((host) => host.reading.kind === 'none') ? quietLine(cells) : lineOf(view),
    tolerance: toleranceOf(view),
    facts,
  });
}

/** A silent instance is unknown until its peers confirm that it is down; a master's silence is judged with the masters. */
function judgeData(input: JudgeInput, view: SentinelView, host: RedisHost): readonly Finding[] {
  const instance = dataInstance(host);
  if (instance === null) return [];
  const [newest] = input.history;
  const earlier = newest === undefined ? undefined : readingOf(newest, 'redis', host.host);
  const before = earlier?.kind === 'seen' ? (earlier.value.instances[0] ?? null) : null;
  return judgeInstance(host, instance, before).map((finding) =>
    finding.code === 'RedisNotAnswering' && peerWord(view.opinions, host, 'data') === 'down'
      ? {...finding, level: 'warning' as const}
      : finding,
  );
}

function shownOf(view: SentinelView, host: RedisHost, facts: RedisFacts): {word: Message; facts: CellFacts} {
  const instance = facts.instances[0] ?? null;
  const sentinel = facts.sentinel;
  return {
    word: wordOf(view, host),
    facts: {
      ...instanceFacts(instance),
      lagBytes: roleOf(host) === 'slave' ? lagBytes(view, host) : null,
      sentinel: sentinel === null ? null : sentinel.master === null ? sentinel.unit.active : 'ok',
      sentinelMaster: sentinel?.master?.['ip'] ?? null,
      sentinelsKnown: sentinel?.master == null ? null : (numberIn(sentinel.master, 'num-other-sentinels') ?? 0) + 1,
      quorum: sentinel?.quorumCheck ?? null,
    },
  };
}

function wordOf(view: SentinelView, host: RedisHost): Message {
  const instance = dataInstance(host);
  const info = instance?.info;
  if (instance === null || info === null || info === undefined) {
    return instance?.unit != null && !isRunning(instance.unit) ? word('down') : word('no-answer');
  }
  if (info['loading'] === '1') return word('redis.loading');
  if (info['role'] === 'master') {
    return word(view.master !== null && view.master !== host ? 'redis.stale-master' : 'redis.master');
  }
  if (info['master_sync_in_progress'] === '1') return word('redis.syncing');
  return word(info['master_link_status'] === 'up' ? 'redis.replica' : 'redis.link-down');
}

function lineOf(view: SentinelView): Message {
  const {master, goodReplicas, hosts, opinions} = view;
  return joined([
    master === null ? word('redis.no-master') : word('redis.master-is', {host: master.host}),
    word('redis.replicas', {good: goodReplicas.length, total: Math.max(0, hosts.length - 1)}),
    word('redis.sentinels', {answering: opinions.length, total: hosts.length}),
  ]);
}

/**
 * min(usable sentinels − majority of the known ones, good replicas) (ha-operations §2.1), with what `min-replicas-to-write`
 * keeps back: a master that refuses writes has stopped too. 0 without a master; null where nothing was seen.
 */
function toleranceOf(view: SentinelView): number | null {
  if (view.hosts.every((host) => host.facts === null)) return null;
  if (view.master === null) return 0;
  const kept = numberIn(dataInstance(view.master)?.config, 'min-replicas-to-write') ?? 0;
  const slack = majoritySlack(usableSentinels(view), knownSentinels(view));
  return Math.max(0, Math.min(slack, view.goodReplicas.length - kept));
}

function clusterFacts(view: SentinelView): CellFacts {
  const sentinels = view.hosts.map(sentinelOf);
  return {
    mode: 'sentinel',
    master: view.master?.host ?? null,
    goodReplicas: view.goodReplicas.length,
    sentinelsAnswering: view.opinions.length,
    sentinelsKnown: view.opinions.length === 0 ? null : knownSentinels(view),
    sentinelsRunning: sentinels.filter((sentinel) => sentinel !== null && isRunning(sentinel.unit)).length,
  };
}
