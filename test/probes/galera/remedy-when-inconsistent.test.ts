// A server that the others voted out is offered its way back, and only where nothing can be lost by it.

import {describe, expect, it} from 'vitest';
import {remedyCommand} from '../../../src/cli/status-text.ts';
import {findingText} from '../../../src/model/messages.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {all, config, verdict} from '../support/galera-members.ts';
import {galera, galeraStatus, healthy, nonPrimary, seen, uuidB, withHost} from '../support/readings.ts';

type Fields = Readonly<Record<string, string>>;

const zero = '00000000-0000-0000-0000-000000000000';

/** As Galera speaks after the vote: out of the group, with neither history nor position. */
const votedOut: Fields = {
  ...nonPrimary(config, 'server3'),
  wsrep_cluster_status: 'Disconnected',
  wsrep_connected: 'OFF',
  wsrep_local_state: '5',
  wsrep_local_state_comment: 'Inconsistent',
  wsrep_local_state_uuid: zero,
  wsrep_last_committed: '-1',
};

/** server1 and server2 are the component; server3 is as it is given. */
function beside(server3: Fields | null, over: Fields = {}, server2: Fields | null = {}): Snapshot {
  const members = server2 === null ? ['server1'] : ['server1', 'server2'];
  const primary = galera(config, galeraStatus(config, members, over));
  const second = server2 === null ? votedOut : galeraStatus(config, members, {...over, ...server2});
  return withHost(healthy(config), 'mariadb', {
    server1: seen(primary),
    server2: seen(galera(config, second)),
    server3: seen(galera(config, server3)),
  });
}

function minority(snapshot: Snapshot) {
  const found = verdict(snapshot).judgement.findings.filter(({code}) => code === 'GaleraPartitionMinority');
  return found.map(({where, remedy}) => [where, remedy]);
}

describe('a server that was voted out', () => {
  it('is offered the operation that restarts its database in order, in words that can be typed', () => {
    expect(minority(beside(votedOut))).toEqual([['server3', 'maintenance on server3']]);
    expect(remedyCommand('maintenance on server3')).toBe('hpcha-tui maintenance on server3');
  });

  it('is said to be Inconsistent in both languages', () => {
    const finding = verdict(beside(votedOut)).judgement.findings.find(({code}) => code === 'GaleraPartitionMinority');
    if (finding === undefined) throw new Error('not seen to be outside');
    expect(findingText(finding, 'en')).toContain(
      'server3 is not in the Primary component (Disconnected, Inconsistent)',
    );
    expect(findingText(finding, 'ko')).toContain('Primary 컴포넌트에 없습니다(Disconnected, Inconsistent)');
  });

  it('is offered it too while it still names the history and a position of the cluster', () => {
    for (const wsrep_last_committed of ['100', '99', '18446744073709551615']) {
      const status = {...votedOut, wsrep_local_state_uuid: String(galeraStatus(config, all)['wsrep_local_state_uuid'])};
      expect(minority(beside({...status, wsrep_last_committed}))).toEqual([['server3', 'maintenance on server3']]);
    }
  });

  it.each([
    ['a position that the others lack', {wsrep_last_committed: '101'}],
    ['a position that cannot be read', {wsrep_last_committed: ''}],
    ['a history of its own', {wsrep_local_state_uuid: uuidB}],
    ['a history of another cluster', {wsrep_cluster_state_uuid: uuidB}],
  ])('is offered nothing while it holds %s', (_, own) => {
    expect(minority(beside({...votedOut, ...own}))).toEqual([['server3', undefined]]);
  });

  it('is offered nothing while another server is not Synced in that component', () => {
    const donor = {wsrep_local_state: '2', wsrep_local_state_comment: 'Donor/Desynced'};
    expect(minority(beside(votedOut, {}, donor))).toEqual([['server3', undefined]]);
    expect(minority(beside(votedOut, {}, null))).toEqual([
      ['server2', undefined],
      ['server3', undefined],
    ]);
  });

  it('is offered nothing while the others are two histories, or none of them is Primary', () => {
    const split = {wsrep_cluster_state_uuid: uuidB, wsrep_local_state_uuid: uuidB};
    for (const snapshot of [beside(votedOut, {}, split), beside(votedOut, {wsrep_cluster_status: 'non-Primary'})]) {
      const {findings} = verdict(snapshot).judgement;
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.map(({remedy}) => remedy)).not.toContain('maintenance on server3');
    }
  });
});

it('a server that was only cut off is offered no restart: it comes back by itself', () => {
  expect(minority(beside(nonPrimary(config, 'server3')))).toEqual([['server3', undefined]]);
  expect(minority(beside({...votedOut, wsrep_local_state_comment: 'Initialized'}))).toEqual([['server3', undefined]]);
});
