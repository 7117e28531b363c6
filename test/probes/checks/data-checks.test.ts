// Checks of hosts, Gluster and Galera: what they take for proof, and that silence proves nothing.

import {describe, expect, it} from 'vitest';
import type {Check, CheckResult} from '../../../src/model/check.ts';
import {HpchaError} from '../../../src/model/error.ts';
import {checks} from '../../../src/probes/checks.ts';
import type {CheckContext} from '../../../src/transport/check-registry.ts';
import type {HostInspector, SqlRow} from '../../../src/transport/host.ts';

type Said = {readonly exitCode?: number; readonly stdout?: string; readonly stderr?: string};

/** A host that answers commands by the first pattern that matches the command line; what it does not know fails. */
function hostWith(
  commands: readonly (readonly [RegExp, Said | Error])[],
  rows: readonly SqlRow[] | Error = new HpchaError({code: 'missing', where: 'server1', what: 'no socket'}),
): HostInspector {
  return {
    host: 'server1',
    readFile: async () => null,
    inspect: async (argv) => {
      const line = argv.join(' ');
      const said = commands.find(([pattern]) => pattern.test(line))?.[1];
      if (said === undefined)
        throw new HpchaError({code: 'timeout', where: 'server1', what: `${argv[0]} did not answer`});
      if (said instanceof Error) throw said;
      return {exitCode: 0, stdout: '', stderr: '', tookMs: 1, truncated: false, ...said};
    },
    query: async () => {
      if (rows instanceof Error) throw rows;
      return rows;
    },
    redis: async () => null,
  };
}

function ask(
  name: string,
  inspector: HostInspector,
  args: Check['args'] = {},
  others: Readonly<Record<string, HostInspector>> = {},
) {
  const context: CheckContext = {
    host: 'server1',
    inspector: (host) => others[host] ?? inspector,
    reader: () => {
      throw new Error('not used');
    },
  };
  const check = checks.get(name);
  if (check === undefined) throw new Error(`no check ${name}`);
  return check(context, args, new AbortController().signal);
}

async function holds(answer: Promise<CheckResult>): Promise<string> {
  return (await answer).holds;
}

const status = (over: Readonly<Record<string, string>> = {}): readonly SqlRow[] =>
  Object.entries({
    wsrep_cluster_status: 'Primary',
    wsrep_cluster_size: '3',
    wsrep_local_state: '4',
    wsrep_local_state_comment: 'Synced',
    wsrep_ready: 'ON',
    wsrep_connected: 'ON',
    wsrep_cluster_state_uuid: 'd612cea9-e707-11f1-a5f2-8f10a0a773d5',
    ...over,
  }).map(([Variable_name, Value]) => ({Variable_name, Value}));

describe('a check that cannot be asked', () => {
  it('is unknown with the reason, whatever it was about', async () => {
    const silent = hostWith([]);
    for (const [name, args] of [
      ['unit-active', {unit: 'x'}],
      ['packages-installed', {names: ['x']}],
      ['mounted', {path: '/mnt', fstype: 'fuse.glusterfs'}],
      ['gluster-peers-connected', {count: 2}],
      ['gluster-bricks-online', {volume: 'v', bricks: 3}],
      ['galera-synced', {}],
      ['galera-fresh', {}],
      ['galera-at-rest', {}],
    ] as const) {
      const answer = await ask(name, silent, args);
      expect([name, answer.holds]).toEqual([name, 'unknown']);
      expect(answer.saw).toMatch(/server1: /);
    }
  });
});

describe('checks of a host', () => {
  it('packages-installed: a package that is only half there is not installed', async () => {
    const dpkg = hostWith([[/^dpkg-query/, {exitCode: 1, stdout: 'chrony installed\nnftables half-configured\n'}]]);
    const answer = await ask('packages-installed', dpkg, {names: ['chrony', 'nftables', 'redis-server']});
    expect(answer).toEqual({holds: 'no', saw: 'not installed: nftables, redis-server'});
    expect(await holds(ask('packages-installed', dpkg, {names: ['chrony']}))).toBe('yes');
  });

  it('unit-active: on its way is not there', async () => {
    const activating = hostWith([[/^systemctl show/, {stdout: 'activating\n'}]]);
    expect(await ask('unit-active', activating, {unit: 'mariadb.service'})).toEqual({
      holds: 'no',
      saw: 'mariadb.service is activating',
    });
    expect(await holds(ask('unit-inactive', activating, {unit: 'mariadb.service'}))).toBe('no');
  });

  it('mounted: another filesystem at the same place is not the volume', async () => {
    const ext4 = hostWith([[/^cat/, {stdout: '/dev/sda1 /mnt/glusterfs ext4 rw 0 0\n'}]]);
    const fuse = hostWith([[/^cat/, {stdout: 'localhost:/v /mnt/glusterfs fuse.glusterfs rw 0 0\n'}]]);
    const args = {path: '/mnt/glusterfs', fstype: 'fuse.glusterfs'};
    expect(await holds(ask('mounted', ext4, args))).toBe('no');
    expect(await holds(ask('mounted', fuse, args))).toBe('yes');
    expect(await holds(ask('not-mounted', fuse, args))).toBe('no');
  });

  it('file-fresh: an old mark is no proof, a missing one neither', async () => {
    const aged = (seconds: string) => hostWith([[/hpcha-age/, {stdout: `${seconds}\n`}]]);
    const args = {path: '/run/hpcha/checks/gluster-write', seconds: 60};
    expect(await holds(ask('file-fresh', aged('12'), args))).toBe('yes');
    expect(await holds(ask('file-fresh', aged('61'), args))).toBe('no');
    expect(await holds(ask('file-fresh', hostWith([[/hpcha-age/, {exitCode: 2, stdout: ''}]]), args))).toBe('no');
  });
});

describe('checks of Gluster', () => {
  const pool = (...connected: readonly number[]) =>
    `<?xml version="1.0"?><cliOutput><opRet>0</opRet><opErrno>0</opErrno><opErrstr/><peerStatus><peer><uuid>a</uuid><hostname>localhost</hostname><connected>1</connected><stateStr>Peer in Cluster</stateStr></peer>${connected
      .map(
        (each, index) =>
          `<peer><uuid>${index}</uuid><hostname>server${index + 2}</hostname><connected>${each}</connected><stateStr>x</stateStr></peer>`,
      )
      .join('')}</peerStatus></cliOutput>`;

  it('gluster-peers-connected: all of them, and none that is away', async () => {
    const asked = (...connected: readonly number[]) =>
      holds(ask('gluster-peers-connected', hostWith([[/pool list/, {stdout: pool(...connected)}]]), {count: 2}));
    expect(await asked(1, 1)).toBe('yes');
    expect(await asked(1, 0)).toBe('no');
    expect(await asked(1)).toBe('no');
    expect(await asked(1, 1, 0)).toBe('no');
  });

  it('gluster-bricks-online: somebody else’s lock is not an answer', async () => {
    const busy =
      '<cliOutput><opRet>-1</opRet><opErrno>30800</opErrno><opErrstr>Another transaction is in progress for v. Please try again after some time.</opErrstr></cliOutput>';
    const answer = await ask('gluster-bricks-online', hostWith([[/volume status/, {stdout: busy}]]), {
      volume: 'v',
      bricks: 3,
    });
    expect(answer.holds).toBe('unknown');
  });

  it('gluster-brick-unused: any content at all is use', async () => {
    const args = {path: '/data/brick', volume: 'v'};
    expect(await holds(ask('gluster-brick-unused', hostWith([[/^find/, {stdout: ''}]]), args))).toBe('yes');
    expect(
      await holds(ask('gluster-brick-unused', hostWith([[/^find/, {stdout: '/data/brick/.glusterfs\n'}]]), args)),
    ).toBe('no');
    const denied = hostWith([[/^find/, {exitCode: 1, stderr: 'find: Input/output error'}]]);
    expect(await holds(ask('gluster-brick-unused', denied, args))).toBe('unknown');
  });
});

describe('checks of a serving database node', () => {
  it('galera-synced: Primary, Synced, connected and ready, all four', async () => {
    expect(await holds(ask('galera-synced', hostWith([], status())))).toBe('yes');
    for (const [key, value] of [
      ['wsrep_cluster_status', 'non-Primary'],
      ['wsrep_local_state', '2'],
      ['wsrep_ready', 'OFF'],
      ['wsrep_connected', 'OFF'],
    ] as const) {
      expect([key, await holds(ask('galera-synced', hostWith([], status({[key]: value}))))]).toEqual([key, 'no']);
    }
  });

  it('galera-size: a size that a non-Primary component reports does not count', async () => {
    expect(await holds(ask('galera-size', hostWith([], status()), {size: 3}))).toBe('yes');
    expect(await holds(ask('galera-size', hostWith([], status({wsrep_cluster_size: '2'})), {size: 3}))).toBe('no');
    expect(
      await holds(ask('galera-size', hostWith([], status({wsrep_cluster_status: 'non-Primary'})), {size: 3})),
    ).toBe('no');
  });

  it('galera-same-cluster: two Primary components of different histories are not one', async () => {
    const other = hostWith([], status({wsrep_cluster_state_uuid: '0f0f0f0f-e707-11f1-a5f2-8f10a0a773d5'}));
    expect(await holds(ask('galera-same-cluster', hostWith([], status()), {as: 'server2'}, {server2: other}))).toBe(
      'no',
    );
    const same = hostWith([], status());
    expect(await holds(ask('galera-same-cluster', same, {as: 'server2'}, {server2: same}))).toBe('yes');
    const empty = hostWith([], status({wsrep_cluster_state_uuid: ''}));
    expect(await holds(ask('galera-same-cluster', empty, {as: 'server2'}, {server2: empty}))).toBe('no');
  });
});

describe('checks of a database node at rest', () => {
  const grastate = (uuid: string, seqno: number, safe: number) =>
    ['version: 2.1', `uuid:    ${uuid}`, `seqno:   ${seqno}`, `safe_to_bootstrap: ${safe}`]
      .map((line) => `/var/lib/mysql/grastate.dat:${line}\n`)
      .join('');
  const uuid = 'd612cea9-e707-11f1-a5f2-8f10a0a773d5';
  const zero = '00000000-0000-0000-0000-000000000000';
  const files = (listing: string, state = '', exitCode = 0) =>
    hostWith([
      [/^find/, {stdout: `d 4096 /var/lib/mysql\n${listing}`, exitCode: 1}],
      [/^grep/, {stdout: state, exitCode}],
    ]);

  it('galera-at-rest: no process, and systemd agrees', async () => {
    const none = (state: string) =>
      hostWith([
        [/^pgrep/, {exitCode: 1}],
        [/^systemctl/, {stdout: `${state}\n`}],
      ]);
    expect(await holds(ask('galera-at-rest', none('inactive')))).toBe('yes');
    expect(await holds(ask('galera-at-rest', none('activating')))).toBe('no');
    expect(await holds(ask('galera-at-rest', hostWith([[/^pgrep/, {stdout: '12 mariadbd\n'}]])))).toBe('no');
    expect(await holds(ask('galera-at-rest', hostWith([[/^pgrep/, {exitCode: 3}]])))).toBe('unknown');
  });

  it('galera-fresh: what a package makes is fresh; a database or a history is not', async () => {
    const fresh = files('d 4096 /var/lib/mysql/mysql\nf 12 /var/lib/mysql/ibdata1\n', '', 1);
    expect(await holds(ask('galera-fresh', fresh))).toBe('yes');
    expect(await holds(ask('galera-fresh', files('d 4096 /var/lib/mysql/shop\n', '', 1)))).toBe('no');
    expect(await holds(ask('galera-fresh', files('f 113 /var/lib/mysql/grastate.dat\n', grastate(uuid, -1, 0))))).toBe(
      'no',
    );
    expect(await holds(ask('galera-fresh', files('f 0 /var/lib/mysql/grastate.dat\n', '', 1)))).toBe('no');
  });

  it('galera-no-foreign-data: databases without a record of a cluster are somebody’s own', async () => {
    expect(await holds(ask('galera-no-foreign-data', files('d 4096 /var/lib/mysql/shop\n', '', 1)))).toBe('no');
    const member = files('d 4096 /var/lib/mysql/shop\nf 113 /var/lib/mysql/grastate.dat\n', grastate(zero, -1, 0));
    expect(await holds(ask('galera-no-foreign-data', member))).toBe('yes');
  });

  it('galera-safe-to-bootstrap: flag, history and position, all three', async () => {
    const asked = (...state: Parameters<typeof grastate>) =>
      holds(ask('galera-safe-to-bootstrap', files('f 113 /var/lib/mysql/grastate.dat\n', grastate(...state))));
    expect(await asked(uuid, 87, 1)).toBe('yes');
    expect(await asked(uuid, 87, 0)).toBe('no');
    expect(await asked(uuid, -1, 1)).toBe('no');
    expect(await asked(zero, 87, 1)).toBe('no');
  });
});
