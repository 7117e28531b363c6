// Members that hear each other late, or lag behind each other: suspected once, said twice, worse the longer it lasts (ha-operations §2.2).

import {describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {members, verdict} from '../support/galera-members.ts';
import {uuidA, uuidB} from '../support/readings.ts';

/** The same state in looks `gapMs` apart, the oldest first at 0: the newest and those before it. */
function seenFor(totalMs: number, gapMs: number, look: (at: number) => Snapshot) {
  const times = Array.from({length: Math.floor(totalMs / gapMs)}, (_, index) => totalMs - (index + 1) * gapMs);
  return verdict(look(totalMs), times.map(look));
}

describe('group communication', () => {
  const flapping = (later = 0) => members({server2: {status: {wsrep_evs_state: 'GATHER'}}}, later);

  it('that is not operational once is a change of view, in two samples a link that flaps', () => {
    const {codes, judgement} = verdict(flapping());
    expect(codes).toEqual(['info GaleraLinkFlaps server2']);
    expect(judgement.level).toBe('ok');
    expect(verdict(flapping(2_000), [members()]).codes).toEqual(['info GaleraLinkFlaps server2']);
    const twice = verdict(flapping(2_000), [flapping()]);
    expect(twice.codes).toEqual(['warning GaleraLinkFlaps server2']);
    expect(twice.params('GaleraLinkFlaps')).toEqual({state: 'GATHER'});
    expect(twice.mariadb).toMatchObject({level: 'warning', controllers: {server2: {level: 'warning'}}});
  });

  it('that does not settle for 30 s is critical', () => {
    expect(seenFor(29_000, 1_000, flapping).codes).toEqual(['warning GaleraLinkFlaps server2']);
    const {codes, mariadb} = seenFor(30_000, 1_000, flapping);
    expect(codes).toEqual(['critical GaleraLinkFlaps server2']);
    expect(mariadb.level).toBe('critical');
  });
});

describe('a peer that is heard late', () => {
  const late = (...peers: readonly string[]) =>
    ({server1: {status: {wsrep_evs_delayed: peers.map((id) => `${id}:tcp://10.0.0.103:4567:2`).join(',')}}}) as const;

  it('is suspected once and a warning in two samples', () => {
    const look = members(late(uuidB));
    expect(verdict(look).codes).toEqual(['info GaleraPeerDelayed server1']);
    expect(verdict(look).judgement.level).toBe('ok');
    const {codes, params, mariadb} = verdict(look, [look]);
    expect(codes).toEqual(['warning GaleraPeerDelayed server1']);
    expect(params('GaleraPeerDelayed')?.['delayed']).toContain(uuidB);
    expect(mariadb.level).toBe('warning');
  });

  it('is critical once the same one has been late for five minutes', () => {
    const same = (at: number) => members(late(uuidB), at);
    expect(seenFor(299_000, 13_000, same).codes).toEqual(['warning GaleraPeerDelayed server1']);
    expect(seenFor(300_000, 30_000, same).codes).toEqual(['critical GaleraPeerDelayed server1']);
    const changing = (at: number) => members(late((at / 30_000) % 2 === 0 ? uuidA : uuidB), at);
    expect(seenFor(300_000, 30_000, changing).codes).toEqual(['warning GaleraPeerDelayed server1']);
  });
});

describe('positions of members', () => {
  const apart = (by: number) => members({server3: {status: {wsrep_last_committed: String(100 + by)}}});

  it('that are more than 1000 transactions apart in two samples are a warning', () => {
    expect(verdict(apart(1_000), [apart(1_000)]).codes).toEqual([]);
    const {codes, params, mariadb, judgement} = verdict(apart(1_001), [apart(5_000)]);
    expect(codes).toEqual(['warning GaleraLag cluster']);
    expect(params('GaleraLag')).toEqual({count: 1_001});
    expect(mariadb.level).toBe('warning');
    expect(judgement.level).toBe('warning');
  });

  it('are only suspected after one look: members are not asked at the same instant', () => {
    expect(verdict(apart(5_000)).codes).toEqual(['info GaleraLag cluster']);
    expect(verdict(apart(5_000)).judgement.level).toBe('ok');
    expect(verdict(apart(5_000), [members()]).codes).toEqual(['info GaleraLag cluster']);
  });

  it('are not compared between two histories', () => {
    const status = {wsrep_cluster_state_uuid: uuidB, wsrep_local_state_uuid: uuidB, wsrep_last_committed: '90000'};
    const split = members({server3: {status}});
    expect(verdict(split, [split]).codes.join()).not.toContain('GaleraLag');
  });
});
