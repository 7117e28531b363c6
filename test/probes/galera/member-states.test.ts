// What one Galera member tells of itself, and what is made of it: states, histories, connections (ha-operations §2.2).

import {describe, expect, it} from 'vitest';
import {all, config, members, verdict} from '../support/galera-members.ts';
import {galera, galeraStatus, nonPrimary, seen, unit, uuidB, withHost} from '../support/readings.ts';

describe('a member that does not serve', () => {
  it('is critical in a state that is neither joining, donor nor Synced, and names the state', () => {
    const status = {wsrep_local_state: '0', wsrep_local_state_comment: 'Initialized', wsrep_ready: 'OFF'};
    const {codes, mariadb, judgement, params} = verdict(members({server2: {status}}));
    expect(codes).toEqual(['critical GaleraNotReady server2', 'critical GaleraNotSynced server2']);
    expect(params('GaleraNotSynced')).toEqual({state: 'Initialized'});
    expect(mariadb).toMatchObject({level: 'critical', line: {en: '2 of 3 Synced, Primary'}});
    expect(mariadb.controllers['server2']).toMatchObject({level: 'critical', word: {en: 'Initialized'}});
    expect(mariadb.controllers['server1']?.level).toBe('ok');
    expect(judgement.level).toBe('critical');
  });

  it('is critical too where it says no state at all', () => {
    const status = {wsrep_local_state: '', wsrep_local_state_comment: ''};
    expect(verdict(members({server2: {status}})).codes).toEqual(['critical GaleraNotSynced server2']);
  });

  it.each(['wsrep_ready', 'wsrep_connected'])('is critical as soon as %s is not ON', (field) => {
    for (const said of ['OFF', '']) {
      const {codes, params, mariadb} = verdict(members({server3: {status: {[field]: said}}}));
      expect(codes).toEqual(['critical GaleraNotReady server3']);
      expect(params('GaleraNotReady')).toEqual({fields: field});
      expect(mariadb).toMatchObject({level: 'critical', controllers: {server3: {level: 'critical'}}});
    }
  });

  it('may be not ready while it joins: its state says so already', () => {
    const status = {wsrep_local_state: '3', wsrep_local_state_comment: 'Joined', wsrep_ready: 'OFF'};
    expect(verdict(members({server3: {status}})).codes).toEqual(['warning GaleraJoining server3']);
  });
});

describe('a member with a history of its own', () => {
  const own = {wsrep_local_state_uuid: uuidB};

  it('is critical while it calls itself Synced', () => {
    const {codes, params, mariadb} = verdict(members({server1: {status: own}}));
    expect(codes).toEqual(['critical GaleraOwnHistory server1']);
    expect(params('GaleraOwnHistory')).toEqual({own: uuidB.slice(0, 8), cluster: 'd612cea9'});
    expect(mariadb.controllers['server1']?.level).toBe('critical');
  });

  it('is a warning while it joins and receives the one of the cluster', () => {
    const status = {...own, wsrep_local_state: '1', wsrep_local_state_comment: 'Joining'};
    const {codes, judgement} = verdict(members({server1: {status}}));
    expect(codes).toEqual(['warning GaleraJoining server1', 'warning GaleraOwnHistory server1']);
    expect(judgement.level).toBe('warning');
  });
});

it('members that were evicted are critical where somebody lists them', () => {
  const {codes, params, mariadb} = verdict(members({server2: {status: {wsrep_evs_evict_list: uuidB}}}));
  expect(codes).toEqual(['critical GaleraEvicted server2']);
  expect(params('GaleraEvicted')).toEqual({list: uuidB});
  expect(mariadb).toMatchObject({level: 'critical', controllers: {server2: {level: 'critical'}}});
});

describe('connections', () => {
  const used = (count: number, most: number) =>
    verdict(members({server2: {status: {Threads_connected: `${count}`}, variables: {max_connections: `${most}`}}}))
      .codes;

  it('are a warning above 80 % of what the server allows and critical above 95 %', () => {
    expect(used(800, 1000)).toEqual([]);
    expect(used(801, 1000)).toEqual(['warning GaleraConnections server2']);
    expect(used(950, 1000)).toEqual(['warning GaleraConnections server2']);
    expect(used(951, 1000)).toEqual(['critical GaleraConnections server2']);
  });

  it('are not rounded down to what is still allowed', () => {
    expect(used(121, 151)).toEqual(['warning GaleraConnections server2']);
    expect(used(144, 151)).toEqual(['critical GaleraConnections server2']);
  });
});

describe('a member that is desynchronised', () => {
  const donor = {wsrep_local_state: '2', wsrep_local_state_comment: 'Donor/Desynced', wsrep_desync_count: '1'};

  it('by hand is a donor to nobody: said as soon as two samples show it, and a warning all the while', () => {
    const left = members({server2: {status: donor, variables: {wsrep_desync: 'ON'}}});
    expect(verdict(left).codes).toEqual(['warning GaleraDonor server2', 'info GaleraDesynced server2']);
    const {codes, params, mariadb} = verdict(left, [left]);
    expect(codes).toEqual(['warning GaleraDesynced server2']);
    expect(params('GaleraDesynced')).toEqual({count: 1});
    expect(mariadb).toMatchObject({level: 'warning', controllers: {server2: {level: 'warning'}}});
  });

  it('by a backup that ended is left so, where every member speaks and none receives anything', () => {
    const left = members({server2: {status: donor}});
    expect(verdict(left, [left]).codes).toEqual(['warning GaleraDesynced server2']);
    expect(verdict(left, [members()]).codes).toContain('info GaleraDesynced server2');
  });

  it('is the donor that it says it is while a transfer runs, or somebody may be receiving one', () => {
    const transfer = members({server2: {status: donor, facts: {process: 'sst'}}});
    expect(verdict(transfer, [transfer]).codes).toEqual(['warning GaleraDonor server2']);
    const joining = members({
      server2: {status: donor},
      server3: {status: {wsrep_local_state: '1', wsrep_local_state_comment: 'Joining', wsrep_ready: 'OFF'}},
    });
    expect(verdict(joining, [joining]).codes).toEqual(['warning GaleraDonor server2', 'warning GaleraJoining server3']);
    const receiving = members({
      server2: {status: donor},
      server3: {facts: {status: null, variables: null, process: 'sst'}},
    });
    expect(verdict(receiving, [receiving]).codes).toContain('warning GaleraDonor server2');
    expect(verdict(receiving, [receiving]).codes.join()).not.toContain('GaleraDesynced');
  });
});

describe('a server whose SQL is silent', () => {
  const silent = galera(config, null, {
    process: 'running',
    unit: unit('mariadb.service'),
    sqlError: 'no answer in 2 s',
  });
  const with3 = (facts: typeof silent, listed: readonly string[]) => {
    const member = seen(galera(config, galeraStatus(config, listed)));
    return withHost(members(), 'mariadb', {server1: member, server2: member, server3: seen(facts)});
  };

  it('is unknown while the group has it: nobody may call that ok, or down', () => {
    const {codes, mariadb, judgement, params} = verdict(with3(silent, all));
    expect(codes).toEqual(['unknown GaleraSqlSilent server3']);
    expect(params('GaleraSqlSilent')).toEqual({error: 'no answer in 2 s'});
    expect(mariadb.controllers['server3']).toMatchObject({level: 'unknown', word: {en: 'SQL silent'}});
    expect(judgement.level).toBe('unknown');
  });

  it('is critical where it runs outside the group', () => {
    const {codes, judgement} = verdict(with3(silent, ['server1', 'server2']));
    expect(codes).toEqual(['critical GaleraSqlSilent server3', 'warning NoTolerance cluster']);
    expect(judgement.level).toBe('critical');
  });

  it('is starting while systemd says so', () => {
    const starting = {...silent, unit: unit('mariadb.service', 'activating')};
    expect(verdict(with3(starting, ['server1', 'server2'])).codes).toContain('warning GaleraJoining server3');
  });

  it('is a member that nobody can explain once it was seen twice without a process', () => {
    const stopped = with3(galera(config, null), all);
    expect(verdict(stopped).codes).toEqual(['warning GaleraNodeDown server3']);
    expect(verdict(stopped, [members()]).codes).toEqual(['warning GaleraNodeDown server3']);
    const {codes, judgement, mariadb} = verdict(stopped, [stopped]);
    expect(codes).toEqual(['warning GaleraUnknownMember server3']);
    expect(mariadb.controllers['server3']?.level).toBe('warning');
    expect(judgement.level).toBe('warning');
    const gone = with3(galera(config, null), ['server1', 'server2']);
    expect(verdict(gone, [gone]).codes).toContain('warning GaleraNodeDown server3');
  });
});

it('a member without a Primary component is judged by that, not by its connections or queues', () => {
  const status = {...nonPrimary(config, 'server3'), Threads_connected: '151'};
  const facts = {status};
  expect(verdict(members({server3: {facts}})).codes).toContain('critical GaleraPartitionMinority server3');
  expect(verdict(members({server3: {facts}})).codes.join()).not.toContain('GaleraConnections');
});
