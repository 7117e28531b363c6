// What the kernel and keepalived's scripts say becomes facts or an error (ha-operations §11.1).

import {describe, expect, it} from 'vitest';
import {
  parseAddresses,
  parseEvent,
  parseEvents,
  parseMarks,
  parseNeighbour,
} from '../../../src/probes/keepalived/parse-keepalived.ts';

const wanted = {vip: '10.0.0.100', own: '10.0.0.1'};

function links(addresses: readonly object[]): string {
  return JSON.stringify([
    {ifname: 'lo', address: '00:00:00:00:00:00', addr_info: [{family: 'inet', local: '127.0.0.1'}]},
    {ifname: 'eth0', address: '02:AA:00:00:00:01', addr_info: addresses},
    {ifname: 'tun0', addr_info: []},
  ]);
}

describe('ip -j addr', () => {
  it('finds the VIP as a secondary, labelled address and the MAC of its interface', () => {
    const text = links([
      {family: 'inet', local: '10.0.0.1', prefixlen: 24},
      {family: 'inet', local: '10.0.0.100', prefixlen: 24, secondary: true, label: 'eth0:vip'},
      {family: 'inet6', local: 'fe80::1'},
    ]);
    expect(parseAddresses(text, wanted, 'h')).toEqual({vipOn: 'eth0', mac: '02:aa:00:00:00:01'});
  });

  it("gives the MAC of the controller's own interface where the VIP is not", () => {
    expect(parseAddresses(links([{family: 'inet', local: '10.0.0.1'}]), wanted, 'h')).toEqual({
      vipOn: null,
      mac: '02:aa:00:00:00:01',
    });
  });

  it('does not take 10.0.0.10 for 10.0.0.100', () => {
    expect(parseAddresses(links([{family: 'inet', local: '10.0.0.10'}]), wanted, 'h').vipOn).toBeNull();
  });

  it.each(['', 'Object "addr" is unknown', '{}'])('refuses %j: no JSON is no absence of the VIP', (text) => {
    expect(() => parseAddresses(text, wanted, 'h')).toThrow(/wrote no such JSON/);
  });
});

describe('ip -j neigh', () => {
  it('reads the MAC that is believed, and its state', () => {
    const text = '[{"dst":"10.0.0.100","dev":"eth0","lladdr":"02:AA:00:00:00:02","state":["STALE"]}]';
    expect(parseNeighbour(text, wanted.vip, 'h')).toEqual({neighbourMac: '02:aa:00:00:00:02', neighbourState: 'STALE'});
  });

  it('reads FAILED as a belief in nobody, and an empty list as no entry', () => {
    const failed = '[{"dst":"10.0.0.100","dev":"eth0","state":["FAILED"]}]';
    expect(parseNeighbour(failed, wanted.vip, 'h')).toEqual({neighbourMac: null, neighbourState: 'FAILED'});
    for (const text of ['[]', '[  ]', '']) {
      expect(parseNeighbour(text, wanted.vip, 'h')).toEqual({neighbourMac: null, neighbourState: null});
    }
  });
});

describe('the files that the scripts keep', () => {
  const missing = 'grep: /run/hpcha/vrrp.maint.json: No such file or directory\n';

  it('gives state, maintenance with its note, and results of checks', () => {
    const stdout = [
      '/run/hpcha/vrrp.state:1795415612 hpcha BACKUP 90',
      '/run/hpcha/vrrp.maint:1',
      '/run/hpcha/vrrp.maint.json:{"owner":"alice","reason":"new: memory",',
      '/run/hpcha/vrrp.maint.json:"since":1795415000000}',
      '/run/hpcha/check/galera:ok 1795415611 state 4',
      '/run/hpcha/check/gluster:fail 1795415611 last write 99 s ago; no peer is better off',
    ].join('\n');
    expect(parseMarks(stdout, '', 'h')).toEqual({
      last: {at: 1_795_415_612_000, instance: 'hpcha', state: 'BACKUP'},
      maintenance: {owner: 'alice', reason: 'new: memory', since: 1_795_415_000_000},
      checks: {galera: true, gluster: false},
    });
  });

  it('takes files that are not there for nothing written', () => {
    expect(parseMarks('', missing, 'h')).toEqual({last: null, maintenance: null, checks: {}});
    expect(parseMarks('/run/hpcha/vrrp.maint:0', missing, 'h').maintenance).toBeNull();
  });

  it('shows a flag whose note is gone or broken', () => {
    expect(parseMarks('/run/hpcha/vrrp.maint:1', missing, 'h').maintenance).toEqual({
      owner: '?',
      reason: '?',
      since: 0,
    });
  });

  it('takes anything but a missing file for no answer', () => {
    expect(() => parseMarks('', 'grep: /run/hpcha/check/galera: Permission denied\n', 'h')).toThrow(
      /Permission denied/,
    );
  });
});

describe('the event log', () => {
  it('gives the last state and how often MASTER was reached in ten minutes', () => {
    const log = ['100 hpcha MASTER 100', '500 hpcha BACKUP 100', '700 hpcha MASTER 100', '900 hpcha FAULT 100'].join(
      '\n',
    );
    expect(parseEvents(log, 1_000_000)).toEqual({
      last: {at: 900_000, instance: 'hpcha', state: 'FAULT'},
      transitions10min: 1,
      transitions: [
        {at: 900_000, state: 'FAULT'},
        {at: 700_000, state: 'MASTER'},
        {at: 500_000, state: 'BACKUP'},
        {at: 100_000, state: 'MASTER'},
      ],
    });
  });

  it('leaves out lines that are cut or strange', () => {
    expect(parseEvent('')).toBeNull();
    expect(parseEvent('17954 hpcha')).toBeNull();
    expect(parseEvents('garbage\n', 1)).toEqual({last: null, transitions10min: null, transitions: []});
  });
});
