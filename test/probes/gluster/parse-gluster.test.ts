// What gluster's command line says at its worst (ha-operations §11.1): errors, `-`, missing rows, other names for hosts.

import {describe, expect, it} from 'vitest';
import {parseCliOutput} from '../../../src/probes/gluster/gluster-xml.ts';
import {
  glusterdInfo,
  inFstab,
  mountAt,
  parseGlusterProcesses,
  writeCheckAge,
} from '../../../src/probes/gluster/parse-gluster-host.ts';
import {parsePool} from '../../../src/probes/gluster/parse-pool.ts';
import {
  hostNamer,
  joinVolume,
  parseHealSummary,
  parseVolumeInfo,
  parseVolumeStatus,
} from '../../../src/probes/gluster/parse-volume.ts';
import {peersBySigns} from '../../../src/probes/gluster/pool-signs.ts';
import {configOf} from '../support/readings.ts';

const cli = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cliOutput><opRet>0</opRet><opErrno>0</opErrno><opErrstr/>${inner}</cliOutput>`;

describe('gluster’s XML', () => {
  it('an error of gluster is an error, and a held lock is one to wait for', () => {
    const failed = (why: string) =>
      `<cliOutput><opRet>-1</opRet><opErrno>30800</opErrno><opErrstr>${why}</opErrstr></cliOutput>`;
    expect(() => parseCliOutput(failed('Volume gv0 does not exist'), 'server1', 'x')).toThrow(/does not exist/);
    const busy = catchCode(() =>
      parseCliOutput(
        failed('Another transaction is in progress for gv0. Please try again after some time.'),
        'server1',
        'x',
      ),
    );
    expect(busy).toBe('locked');
    const locking = catchCode(() =>
      parseCliOutput(failed('Locking failed on server2. Please check log file for details.'), 'server1', 'x'),
    );
    expect(locking).toBe('locked');
  });

  it('words instead of XML are an error with those words', () => {
    expect(() =>
      parseCliOutput('Connection failed. Please check if gluster daemon is operational.\n', 'server1', 'pool'),
    ).toThrow(/Connection failed/);
    expect(catchCode(() => parseCliOutput('', 'server1', 'pool'))).toBe('command');
    expect(catchCode(() => parseCliOutput('<other/>', 'server1', 'pool'))).toBe('parse');
  });

  it('a pool without its own entry is no answer', () => {
    const pool = cli(
      '<peerStatus><peer><uuid>u2</uuid><hostname>server2</hostname><connected>0</connected><stateStr>Peer Rejected</stateStr></peer></peerStatus>',
    );
    expect(catchCode(() => parsePool(pool, 'server1'))).toBe('parse');
  });

  it('`-` of an unconnected brick is null, never 0', () => {
    const heal = cli(
      '<healInfo><bricks><brick hostUuid="-"><name>server3:/b</name><status>Transport endpoint is not connected</status><totalNumberOfEntries>-</totalNumberOfEntries><numberOfEntriesInHealPending>-</numberOfEntriesInHealPending><numberOfEntriesInSplitBrain>-</numberOfEntriesInSplitBrain><numberOfEntriesPossiblyHealing>-</numberOfEntriesPossiblyHealing></brick>' +
        '<brick hostUuid="x"><name>server1:/b</name><status>Connected</status><totalNumberOfEntries>3</totalNumberOfEntries><numberOfEntriesInHealPending>2</numberOfEntriesInHealPending><numberOfEntriesInSplitBrain>0</numberOfEntriesInSplitBrain><numberOfEntriesPossiblyHealing>1</numberOfEntriesPossiblyHealing></brick></bricks></healInfo>',
    );
    const counts = parseHealSummary(heal, 'server1');
    expect(counts.get('server3:/b')).toEqual({connected: false, pending: null, splitBrain: null});
    expect(counts.get('server1:/b')).toEqual({connected: true, pending: 3, splitBrain: 0});
  });

  it('a brick without a row in the status is offline; hosts known by address get their names', () => {
    const info = parseVolumeInfo(
      cli(
        '<volInfo><volumes><volume><name>gv0</name><statusStr>Started</statusStr><replicaCount>3</replicaCount><arbiterCount>0</arbiterCount><typeStr>Replicate</typeStr><bricks><brick uuid="a">10.0.0.101:/b<name>10.0.0.101:/b</name></brick><brick uuid="b">server2.example.org:/b<name>server2.example.org:/b</name></brick></bricks><options><option><name>cluster.quorum-type</name><value>auto</value></option></options></volume></volumes></volInfo>',
      ),
      'server1',
    );
    const status = parseVolumeStatus(
      cli(
        '<volStatus><volumes><volume><node><hostname>10.0.0.101</hostname><path>/b</path><status>1</status><pid>77</pid></node><node><hostname>Self-heal Daemon</hostname><path>localhost</path><status>1</status><pid>78</pid></node></volume></volumes></volStatus>',
      ),
      'server1',
    );
    const volume = info[0];
    if (volume === undefined) throw new Error('the volume was not read');
    const joined = joinVolume(volume, status, null, hostNamer(configOf(), 'server1'));
    expect(joined).toMatchObject({
      replicaCount: 3,
      options: {'cluster.quorum-type': 'auto'},
      selfHealDaemons: {server1: true},
      bricks: [
        {host: 'server1', path: '/b', online: true, pid: 77, healPending: null},
        {host: 'server2', path: '/b', online: false, pid: null, healPending: null},
      ],
    });
  });
});

describe('the cheap signs of the pool', () => {
  const config = configOf();
  const peerFile = (host: string, state = '3') =>
    [`/var/lib/glusterd/peers/u-${host}`, [`uuid=u-${host}`, `state=${state}`, `hostname1=${host}`]] as const;
  const link = (address: string, unread = 0) =>
    `${unread}      0   10.0.0.101:49151 ${address}:24007 users:(("glusterd",pid=3740,fd=8))`;
  const both = new Map([peerFile('server2'), peerFile('server3')]);

  it('say "well" only if every peer is befriended and glusterd itself holds an idle connection to it', () => {
    const links = `${link('10.0.0.102')}\n${link('10.0.0.103')}`;
    expect(peersBySigns(both, links, config)).toEqual([
      {uuid: 'u-server2', hostname: 'server2', connected: true, state: 'Peer in Cluster'},
      {uuid: 'u-server3', hostname: 'server3', connected: true, state: 'Peer in Cluster'},
    ]);
    expect(peersBySigns(new Map(), '', config)).toEqual([]);
  });

  it.each([
    ['a peer without a connection', both, link('10.0.0.102')],
    [
      'a connection of somebody else',
      both,
      `${link('10.0.0.102')}\n0 0 10.0.0.101:49140 10.0.0.103:24007 users:(("glusterfs",pid=1,fd=9))`,
    ],
    ['data that pile up unread', both, `${link('10.0.0.102')}\n${link('10.0.0.103', 512)}`],
    ['a rejected peer', new Map([peerFile('server2', '6')]), link('10.0.0.102')],
    ['a peer that the configuration does not know', new Map([peerFile('elsewhere')]), link('10.0.0.102')],
  ])('%s is a doubt, and then the daemon has the word', (_name, files, links) => {
    expect(peersBySigns(files, links, config)).toBeNull();
  });
});

describe('one controller’s Gluster', () => {
  it('the last mount on a path is the one that is seen, blanks and all', () => {
    const mounts = [
      '/dev/sda1 /mnt/glusterfs ext4 rw 0 0',
      'localhost:/data\\040x /mnt/glusterfs fuse.glusterfs rw,relatime 0 0',
    ];
    expect(mountAt(mounts, '/mnt/glusterfs')).toEqual({
      path: '/mnt/glusterfs',
      source: 'localhost:/data x',
      fstype: 'fuse.glusterfs',
      options: 'rw,relatime',
    });
    expect(mountAt(mounts, '/mnt')).toBeNull();
    expect(inFstab(['# localhost:/x /mnt/glusterfs glusterfs defaults 0 0'], '/mnt/glusterfs')).toBe(false);
    expect(inFstab(['localhost:/x\t/mnt/glusterfs\tglusterfs defaults 0 0'], '/mnt/glusterfs')).toBe(true);
  });

  it('bricks and the self-heal daemon are told from mounts by their arguments, and a stopped one serves nothing', () => {
    const ps = (state: string) =>
      [
        'SLsl glusterd        /usr/sbin/glusterd -p /var/run/glusterd.pid --log-level INFO',
        `${state} glusterfsd      /usr/sbin/glusterfsd -s server1 --volfile-id gv0.server1.b --brick-name /b -l x.log`,
        'SLsl glusterfs       /usr/sbin/glusterfs -s localhost --volfile-id shd/gv0 --process-name glustershd --client-pid=-6',
        'SLsl glusterfs       /usr/sbin/glusterfs --process-name fuse --volfile-server=localhost /mnt/glusterfs',
      ].join('\n');
    expect(parseGlusterProcesses(ps('SLsl'))).toEqual({
      brickProcesses: ['/b'],
      selfHealProcess: true,
      daemonStuck: false,
    });
    expect(parseGlusterProcesses(ps('TLsl')).brickProcesses).toEqual([]);
    expect(parseGlusterProcesses('TLsl glusterd  /usr/sbin/glusterd').daemonStuck).toBe(true);
    expect(parseGlusterProcesses('')).toEqual({brickProcesses: [], selfHealProcess: false, daemonStuck: false});
  });

  it('the write check’s age is by the host’s own clock; no mark is not "just now"', () => {
    expect(writeCheckAge('1000 /m\n1012 /now\n', '/m', '/now')).toBe(12);
    expect(writeCheckAge('1012 /now\n', '/m', '/now')).toBeNull();
    expect(glusterdInfo(['UUID=abc', 'operating-version=100000'])).toEqual({uuid: 'abc', version: '100000'});
  });
});

function catchCode(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';
  }
  return 'nothing was thrown';
}
