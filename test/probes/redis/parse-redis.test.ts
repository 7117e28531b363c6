// What Redis writes on the wire, edge cases included, becomes facts or an error, never an empty answer (ha-operations §11.1).

import {describe, expect, it} from 'vitest';
import {parseClusterNodes, parseInfo, parsePairs, parseSentinelPeers} from '../../../src/probes/redis/parse-redis.ts';

describe('INFO', () => {
  it('reads key and value with CRLF, comments and colons in values', () => {
    const text =
      '# Replication\r\nrole:slave\r\nslave0:ip=10.0.0.2,port=6379,state=online\r\nexecutable:/usr/bin/a:b\r\n\r\n';
    expect(parseInfo(text, 'h')).toEqual({
      role: 'slave',
      slave0: 'ip=10.0.0.2,port=6379,state=online',
      executable: '/usr/bin/a:b',
    });
  });

  it.each([[''], ['# Server\r\n'], [null], [['role', 'master']]])('refuses %j, which is no INFO', (reply) => {
    expect(() => parseInfo(reply, 'h')).toThrow(/Redis answered/);
  });
});

describe('pairs', () => {
  it('reads a flat list, numbers too', () => {
    expect(parsePairs(['a', '1', 'b', 2], 'h')).toEqual({a: '1', b: '2'});
  });

  it('takes an empty list for an empty map: a setting that this version does not have', () => {
    expect(parsePairs([], 'h')).toEqual({});
  });

  it.each([[['a']], ['OK'], [null], [[['a'], 'b']]])('refuses %j', (reply) => {
    expect(() => parsePairs(reply, 'h')).toThrow(/Redis answered/);
  });
});

describe('peers of a sentinel', () => {
  it('keeps flags apart and says how old the last answer is', () => {
    const reply = [['ip', '10.0.0.2', 'port', '26379', 'flags', 's_down,sentinel', 'last-ok-ping-reply', '4700']];
    expect(parseSentinelPeers(reply, 'h')).toEqual([
      {ip: '10.0.0.2', port: 26379, flags: ['s_down', 'sentinel'], lastOkPingMs: 4700},
    ]);
  });

  it('takes an empty list for no peers, and anything else for no answer', () => {
    expect(parseSentinelPeers([], 'h')).toEqual([]);
    expect(() => parseSentinelPeers('OK', 'h')).toThrow(/no list/);
    expect(() => parseSentinelPeers([['ip', '10.0.0.2']], 'h')).toThrow(/without address or flags/);
  });
});

describe('CLUSTER NODES', () => {
  it('reads owners, replicas, slots on the move and a host name behind the address', () => {
    const text = [
      'aaa 10.0.0.1:6379@16379,server1 myself,master - 0 0 7 connected 0-5460 9000 [93-<-bbb]',
      'bbb 10.0.0.2:6380@16380 slave,fail aaa 1 2 7 disconnected',
      'ccc :0@0 noaddr,handshake - 0 0 0 disconnected',
      '',
    ].join('\n');
    expect(parseClusterNodes(text, 'h')).toEqual([
      {
        id: 'aaa',
        ip: '10.0.0.1',
        port: 6379,
        flags: ['myself', 'master'],
        masterId: null,
        linkState: 'connected',
        epoch: 7,
        slots: 5462,
        slotRanges: '0-5460,9000',
      },
      {
        id: 'bbb',
        ip: '10.0.0.2',
        port: 6380,
        flags: ['slave', 'fail'],
        masterId: 'aaa',
        linkState: 'disconnected',
        epoch: 7,
        slots: 0,
        slotRanges: '',
      },
      {
        id: 'ccc',
        ip: '',
        port: 0,
        flags: ['noaddr', 'handshake'],
        masterId: null,
        linkState: 'disconnected',
        epoch: 0,
        slots: 0,
        slotRanges: '',
      },
    ]);
  });

  it('never takes silence for a cluster without nodes', () => {
    expect(() => parseClusterNodes('', 'h')).toThrow(/without a single node/);
    expect(() => parseClusterNodes('ERR cluster support disabled', 'h')).toThrow(/no|none/);
  });
});
