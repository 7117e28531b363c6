// Judges who is master in sentinel mode: nobody, one, or several, by sentinels and instances together (ha-operations §2.4).

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import type {RedisHost} from './redis-hosts.ts';
import {dataInstance, isAddressOf, isStopped, linesOf, numberIn, redisHosts, roleOf} from './redis-hosts.ts';
import type {SentinelView} from './sentinel-view.ts';
import {namedHost, nameOf, peerWord, sentinelView} from './sentinel-view.ts';

export function judgeMasters(input: JudgeInput, view: SentinelView): readonly Finding[] {
  if (view.hosts.every((host) => host.facts === null)) return [];
  if (view.named.length > 1) return judgeSplit(input, view);
  if (view.claimants.length > 1 && view.opinions.length === 0) return [twoMasters(view)];
  return [...judgeStaleMasters(input, view), ...judgeMasterless(input, view)];
}

function judgeSplit(input: JudgeInput, view: SentinelView): readonly Finding[] {
  if (view.claimants.length > 1) return [twoMasters(view)];
  // While a failover spreads, sentinels differ for a moment; a disagreement that stays is a fault.
  const stays = heldMs(input, (earlier) => sentinelView(redisHosts({...input, snapshot: earlier})).named.length > 1);
  return [
    clusterFinding(view, {
      code: 'RedisSentinelsDisagree',
      level: stays === null ? 'warning' : 'critical',
      params: {masters: view.named.map((address) => nameOf(view.hosts, address)).join(', ')},
    }),
  ];
}

function twoMasters(view: SentinelView): Finding {
  return clusterFinding(view, {
    code: 'RedisTwoMasters',
    level: 'critical',
    params: {masters: view.claimants.map((host) => host.host).join(', ')},
  });
}

/** Sentinels turn a stray master after four of their publish periods, seen by an INFO every ten seconds (Redis sentinel.c). */
const demotionMs = 10_000;

/** Sentinels agree on a master that serves, and another instance still calls itself one: it will be demoted, its writes discarded. */
function judgeStaleMasters(input: JudgeInput, view: SentinelView): readonly Finding[] {
  const [named] = view.named;
  if (named === undefined || isNamedDown(input, view)) return [];
  return view.claimants
    .filter((host) => !isAddressOf(host, named))
    .map((host): Finding => {
      const held = heldMs(input, (earlier) => isStaleMaster(input, earlier, host.host));
      const overdue = held !== null && held >= Math.max(demotionMs, input.config.redis.sentinel.failover_timeout);
      return {
        code: 'RedisStaleMaster',
        level: overdue || acceptsWrites(host) ? 'critical' : 'warning',
        where: host.host,
        service: 'redis',
        params: {master: nameOf(view.hosts, named)},
        evidence: evidenceOf(view),
      };
    });
}

/** The master that the sentinels name does not serve: seen to be none, or gone by the word of sentinels and peers. */
function isNamedDown(input: JudgeInput, view: SentinelView): boolean {
  const named = namedHost(view);
  if (named === undefined) return false;
  const role = roleOf(named);
  if (role !== null) return role !== 'master';
  if (isStopped(named)) return true;
  // `s_down` of one sentinel is its own trouble while another one hears the master; `o_down` is the word of a quorum.
  const agreed = view.opinions.some((opinion) => opinion.flags.includes('o_down'));
  return (
    agreed || peerWord(view.opinions, named, 'data') === 'down' || witnessOf(input, named.host).standing === 'lost'
  );
}

function isStaleMaster(input: JudgeInput, earlier: JudgeInput['snapshot'], host: HostName): boolean {
  const view = sentinelView(redisHosts({...input, snapshot: earlier}));
  const [named] = view.named;
  return view.named.length === 1 && view.claimants.some((each) => each.host === host && !isAddressOf(each, named));
}

/** Without `min-replicas-to-write` a master that has lost its replicas goes on accepting writes that will be thrown away. */
function acceptsWrites(host: RedisHost): boolean {
  const wanted = numberIn(dataInstance(host)?.config, 'min-replicas-to-write');
  // Only counted where both settings are in force (judge-replication).
  const good = numberIn(dataInstance(host)?.info, 'min_slaves_good_slaves');
  return wanted === null || good === null || good >= wanted;
}

function judgeMasterless(input: JudgeInput, view: SentinelView): readonly Finding[] {
  if (view.master !== null) return [];
  const named = namedHost(view);
  if (named !== undefined) return isNamedDown(input, view) ? [judgeNamedDown(view, named)] : [];
  if (view.claimants.length > 0 || view.hosts.some((host) => mayBeAlive(input, view, host))) return [];
  const params = {named: view.named.join(', ') || '–'};
  return [clusterFinding(view, {code: 'RedisNoMaster', level: 'critical', params})];
}

/** Between the death of a master and the word of all sentinels for the next one nobody knows where to write. */
function judgeNamedDown(view: SentinelView, named: RedisHost): Finding {
  const promoted = view.claimants.map((host) => host.host).join(', ');
  if (promoted !== '') {
    return clusterFinding(view, {
      code: 'RedisFailoverUnderWay',
      level: 'critical',
      params: {from: named.host, to: promoted},
    });
  }
  const code = named.facts === null ? 'RedisMasterLost' : 'RedisNoMaster';
  return clusterFinding(view, {code, level: 'critical', params: {named: named.host, master: named.host}});
}

/** Not seen or not answering us, and nobody confirms that it is gone: it may be serving. */
function mayBeAlive(input: JudgeInput, view: SentinelView, host: RedisHost): boolean {
  if (host.reading.kind === 'lost') return witnessOf(input, host.host).standing !== 'lost';
  const mute = dataInstance(host)?.info === null && !isStopped(host);
  return mute && peerWord(view.opinions, host, 'data') !== 'down';
}

function clusterFinding(view: SentinelView, given: Pick<Finding, 'code' | 'level' | 'params'>): Finding {
  return {...given, where: 'cluster', service: 'redis', evidence: evidenceOf(view)};
}

function evidenceOf(view: SentinelView): NonNullable<Finding['evidence']> {
  const sentinels = view.opinions.map(
    (opinion) => `${opinion.from.host}: sentinel says ${opinion.address} ${opinion.flags.join(',')}`,
  );
  const roles = view.hosts
    .filter((host) => roleOf(host) !== null)
    .map((host) => {
      const lines = linesOf(dataInstance(host)?.info, [
        'role',
        'master_host',
        'master_link_status',
        'connected_slaves',
      ]);
      return `${host.host}: ${lines.replaceAll('\n', ' ')}`;
    });
  return {command: 'SENTINEL MASTER; INFO replication', raw: [...sentinels, ...roles].join('\n')};
}
