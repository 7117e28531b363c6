// Judges the sentinels: do they run, answer, know each other, have a quorum, and what do they see down (ha-operations §2.4).

import type {SentinelFacts} from '../../model/facts.ts';
import type {Evidence, Finding} from '../../model/finding.ts';
import {isRunning} from '../unit-show.ts';
import type {RedisHost} from './redis-hosts.ts';
import {numberIn, sentinelOf} from './redis-hosts.ts';
import type {SentinelView} from './sentinel-view.ts';
import {isDownFlagged, nameOf} from './sentinel-view.ts';

export function judgeSentinels(view: SentinelView): readonly Finding[] {
  const each = view.hosts.flatMap((host) => {
    const sentinel = sentinelOf(host);
    return sentinel === null ? [] : judgeSentinel(view, host, sentinel);
  });
  return [...each, ...judgeMasterFlags(view)];
}

function judgeSentinel(view: SentinelView, host: RedisHost, sentinel: SentinelFacts): readonly Finding[] {
  if (!isRunning(sentinel.unit)) {
    const raw = `ActiveState=${sentinel.unit.active} SubState=${sentinel.unit.sub}`;
    const evidence = {command: `systemctl show ${sentinel.unit.unit}`, raw};
    return [
      sentinelFinding(host, {
        code: 'RedisSentinelDown',
        level: 'warning',
        params: {state: sentinel.unit.active},
        evidence,
      }),
    ];
  }
  if (sentinel.master === null || sentinel.quorumCheck === null) {
    const params = {error: sentinel.error ?? ''};
    const evidence = {command: 'SENTINEL MASTER', raw: sentinel.error ?? ''};
    return [sentinelFinding(host, {code: 'RedisSentinelNotAnswering', level: 'unknown', params, evidence})];
  }
  return [
    ...judgeQuorum(host, sentinel.quorumCheck),
    ...judgeKnown(view, host, sentinel),
    ...judgeLayout(host, sentinel),
    ...judgeTilt(host, sentinel),
  ];
}

function judgeQuorum(host: RedisHost, answer: string): readonly Finding[] {
  if (answer.startsWith('OK')) return [];
  const evidence = {command: 'SENTINEL CKQUORUM', raw: answer};
  return [sentinelFinding(host, {code: 'RedisNoQuorum', level: 'critical', params: {answer}, evidence})];
}

/** A sentinel that is gone for good still counts in every majority until SENTINEL RESET (ha-operations §5.2). */
function judgeKnown(view: SentinelView, host: RedisHost, sentinel: SentinelFacts): readonly Finding[] {
  const others = numberIn(sentinel.master, 'num-other-sentinels');
  const expected = view.hosts.length - 1;
  if (others === null || others === expected) return [];
  const raw = (sentinel.sentinels ?? []).map((peer) => `${peer.ip}:${peer.port} ${peer.flags.join(',')}`).join('\n');
  return [
    sentinelFinding(host, {
      code: others > expected ? 'RedisStaleSentinels' : 'RedisSentinelsMissing',
      level: 'warning',
      params: {others, expected},
      evidence: {command: 'SENTINEL SENTINELS', raw},
    }),
  ];
}

/** L11: with two sentinels, or a quorum of one, the master's own machine takes the majority along when it dies (Redis, sentinel, example 1). */
function judgeLayout(host: RedisHost, sentinel: SentinelFacts): readonly Finding[] {
  const others = numberIn(sentinel.master, 'num-other-sentinels');
  const quorum = numberIn(sentinel.master, 'quorum');
  if (others === null || quorum === null || (others + 1 >= 3 && quorum >= 2)) return [];
  const params = {sentinels: others + 1, quorum};
  const raw = `num-other-sentinels ${others}\nquorum ${quorum}`;
  const evidence = {command: 'SENTINEL MASTER', raw};
  return [
    {...sentinelFinding(host, {code: 'RedisSentinelLayout', level: 'warning', params, evidence}), remedy: 'start'},
  ];
}

function judgeTilt(host: RedisHost, sentinel: SentinelFacts): readonly Finding[] {
  if (sentinel.tilt !== true) return [];
  const evidence = {command: 'INFO sentinel', raw: 'sentinel_tilt:1'};
  return [sentinelFinding(host, {code: 'RedisSentinelTilt', level: 'warning', params: {}, evidence})];
}

/** `o_down`: a quorum agrees that the master is down; `s_down`: this sentinel alone thinks so. */
function judgeMasterFlags(view: SentinelView): readonly Finding[] {
  const flagged = view.opinions.filter((opinion) => isDownFlagged(opinion.flags));
  const [first] = flagged;
  if (first === undefined) return [];
  const agreed = flagged.some((opinion) => opinion.flags.includes('o_down'));
  const raw = flagged
    .map((opinion) => `${opinion.from.host}: ${opinion.address} ${opinion.flags.join(',')}`)
    .join('\n');
  return [
    {
      code: agreed ? 'RedisMasterDownAgreed' : 'RedisMasterSuspected',
      level: agreed ? 'critical' : 'warning',
      where: 'cluster',
      service: 'redis',
      params: {master: nameOf(view.hosts, first.address), by: flagged.map((opinion) => opinion.from.host).join(', ')},
      evidence: {command: 'SENTINEL MASTER', raw},
    },
  ];
}

function sentinelFinding(
  host: RedisHost,
  given: Pick<Finding, 'code' | 'level' | 'params'> & {readonly evidence: Evidence},
): Finding {
  const at = host.at === null ? {} : {at: host.at};
  return {...given, where: host.host, service: 'redis', evidence: {...given.evidence, ...at}};
}
