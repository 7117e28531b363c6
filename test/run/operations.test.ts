// What each kind of operation promises: it sees what is there, shows what differs, and changes nothing else.

import {describe, expect, it} from 'vitest';
import type {Operation} from '../../src/model/operation.ts';
import {applyOperation, inspectOperation} from '../../src/run/operations/registry.ts';
import {makePermit} from '../../src/run/permit.ts';
import {FakeCluster, never} from './fake-cluster.ts';
import type {FakeHost} from './fake-host.ts';

const owner = {mode: '0644', owner: 'root', group: 'root'};

function one(): {cluster: FakeCluster; host: FakeHost} {
  const cluster = new FakeCluster('a');
  return {cluster, host: cluster.host('a')};
}

function looking(cluster: FakeCluster) {
  return {inspector: cluster.host('a').connection().inspector, secrets: cluster.secrets};
}

function acting(cluster: FakeCluster) {
  const {writer} = cluster.host('a').connection();
  return {...looking(cluster), writer, permit: makePermit('t', 'h'), timeoutMs: 5_000, progress: () => undefined};
}

/** Applies and looks again: every operation must then find nothing to do. */
async function converge(cluster: FakeCluster, operation: Operation): Promise<void> {
  await applyOperation(operation, acting(cluster), never);
  expect(await inspectOperation(operation, looking(cluster), never)).toEqual({needed: false});
}

describe('file', () => {
  const wanted: Operation = {kind: 'file', path: '/x', content: ['a\n'], ...owner};

  it('is needed when bytes, mode or owner differ, and then not any more', async () => {
    const {cluster, host} = one();
    for (const there of [
      {content: 'b\n', ...owner},
      {content: 'a\n', ...owner, mode: '600'},
      {content: 'a\n', ...owner, group: 'mysql'},
    ]) {
      host.files.set('/x', there);
      expect(await inspectOperation(wanted, looking(cluster), never)).toMatchObject({needed: true});
      await converge(cluster, wanted);
    }
  });

  it('takes 644 and 0644 for the same mode', async () => {
    const {cluster, host} = one();
    host.files.set('/x', {content: 'a\n', ...owner, mode: '644'});
    expect(await inspectOperation(wanted, looking(cluster), never)).toEqual({needed: false});
  });

  it('that is only seeded is left alone once it is there', async () => {
    const {cluster, host} = one();
    host.files.set('/x', {content: 'rewritten by its daemon\n', ...owner});
    expect(await inspectOperation({...wanted, seed: true}, looking(cluster), never)).toEqual({needed: false});
  });

  it('says that a secret changes without showing the old or the new one', async () => {
    const {cluster, host} = one();
    host.files.set('/x', {content: 'password=old-one\n', ...owner});
    const operation: Operation = {...wanted, content: ['password=', {secret: 'redis.password'}, '\n']};
    const {diff} = await inspectOperation(operation, looking(cluster), never);
    expect(diff).toBe('/x: only a secret in it changes (•••)\n');
  });

  it('hides lines of an old secret file that nobody knows', async () => {
    const {cluster, host} = one();
    host.files.set('/x', {content: 'user default on >s3cret-old\nkeep\n', ...owner});
    const operation: Operation = {...wanted, content: ['keep\nrequirepass ', {secret: 'redis.password'}, '\n']};
    const {diff} = await inspectOperation(operation, looking(cluster), never);
    expect(diff).not.toContain('s3cret-old');
    expect(diff).toContain(' keep');
  });

  it('hides passwords in an old file also where the new one has none', async () => {
    const {cluster, host} = one();
    host.files.set('/x', {content: 'wsrep_sst_auth=root:s3cret\nuser=mysql\n', ...owner});
    const {diff} = await inspectOperation(wanted, looking(cluster), never);
    expect(diff).not.toContain('s3cret');
    expect(diff).toContain('-user=mysql');
  });
});

describe('block', () => {
  const wanted: Operation = {kind: 'block', path: '/etc/hosts', name: 'cluster', content: ['10.0.0.1 a\n']};

  it('replaces its own lines and leaves every other byte as it is', async () => {
    const {cluster, host} = one();
    const rest = '127.0.0.1 localhost\n# BEGIN hpcha cluster\n10.9.9.9 old\n# END hpcha cluster\n::1 ip6\n';
    host.files.set('/etc/hosts', {content: rest, mode: '0640', owner: 'root', group: 'adm'});
    await converge(cluster, wanted);
    expect(host.files.get('/etc/hosts')).toMatchObject({
      content: '127.0.0.1 localhost\n# BEGIN hpcha cluster\n10.0.0.1 a\n# END hpcha cluster\n::1 ip6\n',
      mode: '0640',
      group: 'adm',
    });
  });

  it('is added to a file that does not end with a newline', async () => {
    const {cluster, host} = one();
    host.files.set('/etc/hosts', {content: '127.0.0.1 localhost', ...owner});
    await converge(cluster, wanted);
    expect(host.files.get('/etc/hosts')?.content).toMatch(/^127\.0\.0\.1 localhost\n# BEGIN hpcha cluster\n/);
  });

  it('does not take a block of a similar name for its own', async () => {
    const {cluster, host} = one();
    const other = '# BEGIN hpcha cluster-old\nx\n# END hpcha cluster-old\n';
    host.files.set('/etc/hosts', {content: other, ...owner});
    await converge(cluster, wanted);
    expect(host.files.get('/etc/hosts')?.content.startsWith(other)).toBe(true);
  });
});

describe('line', () => {
  const wanted = {kind: 'line', path: '/g', match: '^safe_to_bootstrap:', line: 'safe_to_bootstrap: 1'} as const;

  it('changes that line and no other', async () => {
    const {cluster, host} = one();
    host.files.set('/g', {content: '# GALERA\nseqno: -1\nsafe_to_bootstrap: 0\n', ...owner});
    await converge(cluster, {...wanted, append: false});
    expect(host.files.get('/g')?.content).toBe('# GALERA\nseqno: -1\nsafe_to_bootstrap: 1\n');
  });

  it('is refused where the file has no such line and none may be added', async () => {
    const {cluster, host} = one();
    host.files.set('/g', {content: 'x\n', ...owner});
    const look = inspectOperation({...wanted, append: false}, looking(cluster), never);
    await expect(look).rejects.toMatchObject({code: 'missing'});
    await converge(cluster, {...wanted, append: true});
  });
});

describe('package', () => {
  it('installs what is missing and only that', async () => {
    const {cluster, host} = one();
    host.packages.add('munge');
    const wanted: Operation = {kind: 'package', names: ['munge', 'slurmctld']};
    expect(await inspectOperation(wanted, looking(cluster), never)).toEqual({
      ...{needed: true, diff: 'install slurmctld\n'},
    });
    await converge(cluster, wanted);
  });

  it('never lets a name become a shell word of another kind', async () => {
    const {cluster} = one();
    const wanted: Operation = {kind: 'package', names: ['munge; rm -rf /']};
    await expect(inspectOperation(wanted, looking(cluster), never)).rejects.toMatchObject({code: 'bug'});
  });
});

describe('unit', () => {
  it('unmasks, enables and starts in that order, each only where it is needed', async () => {
    const {cluster, host} = one();
    Object.assign(host.unit('x'), {file: 'masked'});
    const wanted: Operation = {kind: 'unit', unit: 'x', state: 'started', enabled: true, masked: false};
    await converge(cluster, wanted);
    expect(host.writes).toEqual([
      ...['systemctl --runtime unmask x', 'systemctl unmask x', 'systemctl enable x', 'systemctl start x'],
    ]);
  });

  it('takes a failed unit for stopped, and a starting one for not yet started', async () => {
    const {cluster, host} = one();
    host.unit('x').active = 'failed';
    const stopped: Operation = {kind: 'unit', unit: 'x', state: 'stopped'};
    expect(await inspectOperation(stopped, looking(cluster), never)).toEqual({needed: false});
    host.unit('x').active = 'activating';
    const started: Operation = {kind: 'unit', unit: 'x', state: 'started'};
    expect(await inspectOperation(started, looking(cluster), never)).toMatchObject({needed: true});
  });
});

describe('sql', () => {
  it('compares rows as tabs and newlines, and never shows a secret of its statements', async () => {
    const {cluster, host} = one();
    const operation: Operation = {
      kind: 'sql',
      look: {query: ['SELECT 1'], expect: ['a\tNULL\nb\t2']},
      statements: [['SET PASSWORD = ', {secret: 'redis.password', form: 'mysql-native'}]],
    };
    expect(await inspectOperation(operation, looking(cluster), never)).toEqual({
      ...{needed: true, diff: 'sql: SET PASSWORD = •••\n'},
    });
    host.sqlRows = [
      {x: 'a', y: null},
      {x: 'b', y: '2'},
    ];
    expect(await inspectOperation(operation, looking(cluster), never)).toEqual({needed: false});
  });
});

describe('redis', () => {
  it('looks up the id of a cluster node, and does not take a failed one', async () => {
    const {cluster, host} = one();
    const nodes = ['dead1 10.0.0.2:6379@16379 master,fail', 'beef2 10.0.0.2:6379@16379,server2 master'].join('\n');
    host.redisReplies.set('CLUSTER NODES', nodes);
    const operation: Operation = {
      kind: 'redis',
      port: 6380,
      look: {command: ['ROLE'], matches: '^slave'},
      commands: [['CLUSTER', 'REPLICATE', {nodeIdOf: '10.0.0.2:6379'}]],
    };
    await applyOperation(operation, acting(cluster), never);
    expect(host.writes).toEqual(['redis CLUSTER REPLICATE beef2']);
  });
});

describe('exec', () => {
  const wanted: Operation = {
    kind: 'exec',
    argv: ['gluster', 'peer', 'probe', 'b'],
    stdin: [{secret: 'redis.password'}],
    unless: {argv: ['look'], expect: {kind: 'stdout-is', text: 'joined'}},
  };

  it('is not needed when its look says so, and output that only resembles it is no proof', async () => {
    const {cluster, host} = one();
    host.commands.set('look', () => ({exitCode: 0, stdout: 'joined\n'}));
    expect(await inspectOperation(wanted, looking(cluster), never)).toEqual({needed: false});
    host.commands.set('look', () => ({exitCode: 1, stdout: 'joined\n'}));
    expect(await inspectOperation(wanted, looking(cluster), never)).toMatchObject({needed: true});
  });

  it('gets secrets by stdin, never by argv', async () => {
    const {cluster, host} = one();
    await applyOperation(wanted, acting(cluster), never);
    expect(host.stdins).toEqual(['hunter2-secret']);
    expect(host.writes.join('\n')).not.toContain('hunter2');
  });

  it('fails with what the command said', async () => {
    const {cluster, host} = one();
    host.commands.set('gluster', () => ({exitCode: 1, stderr: 'peer probe: failed: no route'}));
    const act = applyOperation(wanted, acting(cluster), never);
    await expect(act).rejects.toMatchObject({code: 'command', what: expect.stringContaining('no route')});
  });
});
