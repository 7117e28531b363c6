// What is said of sentinels that are away or doubtful, and of the master that they suspect (ha-operations §2.4, §5.2).

import {describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {unit} from '../support/readings.ts';
import {
  found,
  hosts,
  judgeSentinels,
  mute,
  sentinels,
  stopped,
  unseen,
  withMasterLines,
  withSentinel,
} from '../support/redis-scenes.ts';

const silent = {master: null, sentinels: null, replicas: null, quorumCheck: null, tilt: null};

describe('a sentinel', () => {
  it('that does not run is a warning on its host, and one fewer to vote', () => {
    const down = {...silent, unit: unit('redis-sentinel.service', 'inactive'), error: 'it is inactive'};
    const part = judgeSentinels(withSentinel(sentinels, 'server2', down));
    expect(found(part)).toEqual(['warning RedisSentinelDown server2']);
    expect(part.findings[0]?.params).toEqual({state: 'inactive'});
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
  });

  it('that runs and says nothing of the master is unknown with the reason, never ok', () => {
    const part = judgeSentinels(withSentinel(sentinels, 'server2', {...silent, error: 'no answer within 2.5 s'}));
    expect(found(part)).toEqual(['unknown RedisSentinelNotAnswering server2']);
    expect(part.findings[0]?.params).toEqual({error: 'no answer within 2.5 s'});
    expect(part.verdict).toMatchObject({level: 'unknown', tolerance: 0});
  });

  it('that did not say whether there is a quorum is unknown as well', () => {
    expect(found(judgeSentinels(withSentinel(sentinels, 'server2', {quorumCheck: null})))).toEqual([
      'unknown RedisSentinelNotAnswering server2',
    ]);
  });

  it('that knows fewer others than there are controllers is a warning, on the one that says so', () => {
    const part = judgeSentinels(withMasterLines(sentinels, 'server3', {'num-other-sentinels': '1'}));
    expect(found(part)).toContain('warning RedisSentinelsMissing server3');
    expect(part.findings[0]?.params).toEqual({others: 1, expected: 2});
    expect(part.verdict.level).toBe('warning');
    expect(found(judgeSentinels(withMasterLines(sentinels, 'server3', {'num-other-sentinels': '2'})))).toEqual([]);
  });

  it('in TILT is a warning and has no vote; one that did not say is not accused', () => {
    const part = judgeSentinels(withSentinel(sentinels, 'server1', {tilt: true}));
    expect(found(part)).toEqual(['warning RedisSentinelTilt server1']);
    expect(part.verdict).toMatchObject({level: 'warning', tolerance: 0});
    for (const tilt of [false, null])
      expect(found(judgeSentinels(withSentinel(sentinels, 'server1', {tilt})))).toEqual([]);
  });
});

const flagged = (snapshot: Snapshot, flags: string, ...by: readonly string[]): Snapshot =>
  by.reduce((scene, host) => withMasterLines(scene, host, {flags}), snapshot);

describe('a master that sentinels find down', () => {
  it('is suspected while only they themselves think so, and critical as soon as a quorum agrees', () => {
    const part = judgeSentinels(flagged(sentinels, 'master,s_down', 'server3'));
    expect(found(part)).toEqual(['warning RedisMasterSuspected cluster']);
    expect(part.findings[0]?.params).toEqual({master: 'server1', by: 'server3'});
    expect(part.verdict.level).toBe('warning');
    const agreed = judgeSentinels(flagged(sentinels, 'master,s_down,o_down', 'server3'));
    expect(found(agreed)).toEqual(['critical RedisMasterDownAgreed cluster']);
  });

  const hidden = unseen(sentinels, 'server1');

  it('and that we cannot see is lost when all of them say so: critical until somebody is promoted', () => {
    const part = judgeSentinels(flagged(hidden, 'master,s_down', 'server2', 'server3'));
    expect(found(part)).toContain('critical RedisMasterLost cluster');
    expect(part.findings.find(({code}) => code === 'RedisMasterLost')?.params).toMatchObject({master: 'server1'});
    expect(part.verdict).toMatchObject({level: 'critical', tolerance: 0});
    expect(found(judgeSentinels(flagged(hidden, 'master,s_down,o_down', 'server3')))).toContain(
      'critical RedisMasterLost cluster',
    );
  });

  it('and that we cannot see is not lost on the word of one while another still hears it', () => {
    const part = judgeSentinels(flagged(hidden, 'master,s_down', 'server3'));
    expect(found(part)).toContain('warning RedisMasterSuspected cluster');
    expect(found(part).join()).not.toContain('RedisMasterLost');
    expect(part.verdict.level).not.toBe('critical');
  });

  it('is not lost where only we cannot see it', () => {
    const part = judgeSentinels(hidden);
    expect(found(part).join()).not.toContain('critical');
    expect(part.verdict).toMatchObject({level: 'unknown', tolerance: 0});
  });
});

describe('a master that runs and does not answer us', () => {
  it('is unknown, not a cluster without a master, while the sentinels hear it', () => {
    const part = judgeSentinels(mute(sentinels, 'server1'));
    expect(found(part)).toEqual(['unknown RedisNotAnswering server1']);
    expect(part.verdict).toMatchObject({level: 'unknown', tolerance: 0});
  });

  it('is none when all other sentinels find it down', () => {
    const hung = flagged(mute(sentinels, 'server1'), 'master,s_down', 'server2', 'server3');
    expect(found(judgeSentinels(hung))).toContain('critical RedisNoMaster cluster');
  });

  it('is none when its unit does not run, whatever the sentinels still say', () => {
    expect(found(judgeSentinels(stopped(sentinels, 'server1')))).toContain('critical RedisNoMaster cluster');
  });

  it('may be among instances that all refuse us: unknown, though no sentinel tells either', () => {
    const refused = hosts.reduce(
      (scene, host) => withSentinel(mute(scene, host), host, {...silent, error: 'NOAUTH Authentication required.'}),
      sentinels,
    );
    const part = judgeSentinels(refused);
    expect(found(part).join()).not.toContain('RedisNoMaster');
    expect(part.verdict.level).toBe('unknown');
  });
});
