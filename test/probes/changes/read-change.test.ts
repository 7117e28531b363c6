// What a controller tells of its own accord, and which questions that wakes. Lines as real controllers wrote them.

import {describe, expect, it} from 'vitest';
import {tasksOf, wakeOfAddress, wakeOfJournal} from '../../../src/probes/changes/read-change.ts';

const hosts = ['server1', 'server2', 'server3'];
const line = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({__REALTIME_TIMESTAMP: '1795425454971820', PRIORITY: '6', ...fields});

describe('a change that a controller tells', () => {
  it('a database that died wakes the questions to all databases and to that host, and no others', () => {
    const died = line({
      MESSAGE: 'mariadb.service: Main process exited, code=killed, status=9/KILL',
      UNIT: 'mariadb.service',
      _SYSTEMD_UNIT: 'init.scope',
    });
    expect(tasksOf(wakeOfJournal(died), 'server2', hosts)).toEqual([
      'host@server2',
      'mariadb@server1',
      'mariadb@server2',
      'mariadb@server3',
    ]);
  });

  it('a suspected member and a moving VIP wake everything', () => {
    const suspected = line({
      MESSAGE: "WSREP: (678555b5-90dd, 'tcp://0.0.0.0:4567') suspecting node: c1b5",
      _SYSTEMD_UNIT: 'mariadb.service',
    });
    const moved = line({MESSAGE: '(hpcha_vip) Entering MASTER STATE', _SYSTEMD_UNIT: 'keepalived.service'});
    expect(wakeOfJournal(suspected)).toEqual({kind: 'everything'});
    expect(wakeOfJournal(moved)).toEqual({kind: 'everything'});
    const address = '2: host0    inet 10.77.3.100/24 scope global secondary host0\\       valid_lft forever';
    expect(wakeOfAddress(address, '10.77.3.100')).toEqual({kind: 'everything'});
    expect(wakeOfAddress(`Deleted ${address}`, '10.77.3.100')).toEqual({kind: 'everything'});
  });

  it('an address that is not the VIP wakes the host that has it; one that only begins like the VIP too', () => {
    const other = '2: host0    inet 10.77.3.1001/24 scope global host0';
    expect(tasksOf(wakeOfAddress(other, '10.77.3.100'), 'server1', hosts)).toEqual([
      'host@server1',
      'keepalived@server1',
    ]);
  });

  it('what cannot be read is a change that nobody understands: everything is asked', () => {
    expect(wakeOfJournal('{"MESSAGE":"cut')).toEqual({kind: 'everything'});
    expect(wakeOfJournal('[1,2]')).toEqual({kind: 'everything'});
  });

  it('a message of bytes that are no text still tells its unit', () => {
    const bytes = line({MESSAGE: [255, 254], UNIT: 'redis-sentinel.service'});
    expect(tasksOf(wakeOfJournal(bytes), 'server1', hosts)).toContain('redis@server3');
  });
});
