// grastate.dat, option files and the data directory as they are met in the field (ha-operations §11.1).

import {describe, expect, it} from 'vitest';
import {option} from '../../../src/model/provider-options.ts';
import {addressMembers} from '../../../src/probes/galera/judge-posture.ts';
import {gvwstateOf, parseDatadir, parseGaleraConfig} from '../../../src/probes/galera/parse-galera-files.ts';
import {parseGrastate} from '../../../src/probes/galera/parse-grastate.ts';
import {uuidA} from '../support/readings.ts';

const text = (seqno: string, safe = 'safe_to_bootstrap: 0') => [
  '# GALERA saved state',
  'version: 2.1',
  `uuid:    ${uuidA}`,
  `seqno:   ${seqno}`,
  safe,
  'future_key: x',
];

describe('grastate.dat', () => {
  it('keeps the seqno exact, also beyond what a number holds', () => {
    expect(parseGrastate(text('9223372036854775807'))).toEqual({
      uuid: uuidA,
      seqno: 9223372036854775807n,
      safeToBootstrap: false,
    });
    expect(parseGrastate(text('-1'))).toMatchObject({seqno: -1n});
  });

  it('says "not known" where an old version has no safe_to_bootstrap', () => {
    expect(parseGrastate(text('5', ''))).toMatchObject({safeToBootstrap: null});
    expect(parseGrastate(text('5', 'safe_to_bootstrap: 1'))).toMatchObject({safeToBootstrap: true});
  });

  it('reads CRLF as well', () => {
    expect(parseGrastate(text('7').map((line) => `${line}\r`))).toMatchObject({seqno: 7n});
  });

  it.each([
    ['empty', []],
    ['without seqno', [`uuid: ${uuidA}`]],
    ['with a broken uuid', ['uuid: 1234', 'seqno: 5']],
    ['with a broken seqno', [`uuid: ${uuidA}`, 'seqno: five']],
  ])('%s is malformed, never seqno 0', (_name, lines) => {
    expect(parseGrastate(lines)).toBe('malformed');
  });

  it('absent is absent', () => {
    expect(parseGrastate(null)).toBeNull();
  });
});

describe('option files', () => {
  it('the last file in the order the server reads wins', () => {
    const grep = [
      '/etc/mysql/mariadb.conf.d/60-galera.cnf:wsrep_cluster_address    = gcomm://a,b,c',
      '/etc/mysql/mariadb.conf.d/60-galera.cnf:wsrep_cluster_name=prod',
      '/etc/mysql/mariadb.conf.d/50-server.cnf:wsrep-cluster-address="gcomm://old"',
      '/etc/mysql/conf.d/x.cnf:wsrep_on=OFF',
      '/etc/mysql/mariadb.conf.d/60-galera.cnf.bak:wsrep_cluster_address = gcomm://',
    ].join('\n');
    expect(parseGaleraConfig(grep)).toEqual({on: false, address: 'gcomm://a,b,c', name: 'prod', newCluster: []});
  });

  it('a wsrep_new_cluster left behind is found with its file', () => {
    const grep =
      '/etc/mysql/mariadb.conf.d/99-boot.cnf:wsrep_new_cluster=ON\n/etc/mysql/conf.d/a.cnf:wsrep-new-cluster=0';
    expect(parseGaleraConfig(grep).newCluster).toEqual(['/etc/mysql/mariadb.conf.d/99-boot.cnf: wsrep_new_cluster=ON']);
  });

  it('members of an address, with ports and options', () => {
    expect(addressMembers('gcomm://10.0.0.1,server2:4567,?pc.wait_prim=no')).toEqual(['10.0.0.1', 'server2']);
    expect(addressMembers('gcomm://')).toEqual([]);
    expect(addressMembers('')).toBeNull();
  });

  it('one provider option of many', () => {
    expect(option('base_port = 4567; pc.ignore_sb = true; evs.x = 1', 'pc.ignore_sb')).toBe('true');
  });
});

describe('the data directory', () => {
  const output = (stdout: string, stderr = '') => ({exitCode: 1, stdout, stderr, tookMs: 1, truncated: false});

  it('tells databases of its own from the system, and decodes their names', () => {
    const listing = parseDatadir(
      output(
        'd 4096 /var/lib/mysql\nd 1 /var/lib/mysql/mysql\nd 1 /var/lib/mysql/my@002ddb\nd 1 /var/lib/mysql/#rocksdb\nf 0 /var/lib/mysql/gvwstate.dat\nf 9 /var/lib/mysql/ibdata1\nf 0 /run/mariadb-wsrep-new-cluster\n',
      ),
      'server1',
    );
    expect(listing).toMatchObject({present: true, databases: ['my-db'], bootstrapFlag: true});
    expect(gvwstateOf(listing.files)).toBe('empty');
  });

  it('absent is an answer; unreadable is none', () => {
    const absent = output('', 'find: ‘/var/lib/mysql’: No such file or directory\n');
    expect(parseDatadir(absent, 'server1').present).toBe(false);
    const denied = output('d 4096 /var/lib/mysql\n', 'find: ‘/var/lib/mysql’: Permission denied\n');
    expect(() => parseDatadir(denied, 'server1')).toThrow(/Permission denied/);
  });
});
