// What phase 4 promises: shared state or none, one key for ever, controllers in order, nodes that are down left out.

import {expect, test} from 'vitest';
import {slurmPhase} from '../../../src/actions/phases/slurm.ts';
import {bareSnapshot, configOf, lost, seen, survey, withReadings} from '../support/cluster.ts';
import {fileOn, partOf, refusedCodes, slurm} from '../support/parts.ts';

const config = configOf();
const bare = bareSnapshot(config);
const conf = '/etc/slurm/slurm.conf';
const keyFile = '/etc/munge/munge.key';

function keyWriters(snapshot = bare) {
  return partOf(slurmPhase.plan(snapshot, config)).steps.flatMap(({on, operation}) =>
    operation.kind === 'file' && operation.path === keyFile ? [on] : [],
  );
}

function surveys(digests: Readonly<Record<string, string | null>>, clusterName: string | null = null) {
  const address = {server1: '10.0.0.101', server2: '10.0.0.102', server3: '10.0.0.103', node001: '10.0.0.201'};
  return Object.fromEntries(
    Object.entries(address).map(([host, ip]) => {
      const name = host === 'node001' ? null : clusterName;
      return [host, seen(survey(ip, {mungeKeyDigest: digests[host] ?? null, slurmClusterName: name}))];
    }),
  );
}

test('slurm.conf is the same on every machine and names the controllers in order of priority', () => {
  const {steps} = partOf(slurmPhase.plan(bare, config));
  const text = fileOn(steps, 'server1', conf);
  for (const host of ['server2', 'server3', 'node001']) expect(fileOn(steps, host, conf)).toBe(text);
  expect(text.match(/^SlurmctldHost=.*$/gm)).toEqual([
    'SlurmctldHost=server1(10.0.0.101)',
    'SlurmctldHost=server2(10.0.0.102)',
    'SlurmctldHost=server3(10.0.0.103)',
  ]);
  expect(text).toContain('StateSaveLocation=/mnt/glusterfs/slurm/state\n');
  expect(text).toContain('SlurmctldTimeout=8\n');
});

test('slurmctld is started only where the shared mount is Gluster, and its unit demands the same', () => {
  const {steps} = partOf(slurmPhase.plan(bare, config));
  const starts = steps.filter(({operation}) => operation.kind === 'unit' && operation.unit === 'slurmctld.service');
  expect(starts.map(({on}) => on)).toEqual(['server1', 'server2', 'server3']);
  for (const {before} of starts) {
    expect(before.map(({name, args}) => `${name} ${String(args['fstype'])}`)).toEqual(['mounted fuse.glusterfs']);
  }
  const unit = fileOn(steps, 'server2', '/etc/systemd/system/slurmctld.service.d/hpcha.conf');
  expect(unit).toContain('RequiresMountsFor=/mnt/glusterfs\n');
  expect(unit).toMatch(/ExecStartPre=\/usr\/bin\/findmnt .*fuse\.glusterfs.*\/mnt\/glusterfs\n/);
});

test('a controller without glusterfs gets no local state: the phase refuses', () => {
  const without = configOf(3, {}, [{}, {glusterfs: false}]);
  expect(refusedCodes(slurmPhase.plan(bareSnapshot(without), without))).toEqual(['SlurmWithoutGluster@server2']);
});

test('accounting: one active and one backup, both on databases of their own, not beside the controller in control', () => {
  const {steps} = partOf(slurmPhase.plan(bare, config));
  const text = fileOn(steps, 'server1', '/etc/slurm/slurmdbd.conf');
  expect(text).toContain('DbdHost=server2\n');
  expect(text).toContain('DbdBackupHost=server1\n');
  expect(text).toContain('StorageHost=localhost\n');
  expect(fileOn(steps, 'server3', conf)).toContain(
    'AccountingStorageHost=server2\nAccountingStorageBackupHost=server1\n',
  );
  expect(() => fileOn(steps, 'server3', '/etc/slurm/slurmdbd.conf')).toThrow('no step writes');
});

test('no password stands in a step as text, and slurmdbd.conf is readable by its owner alone', () => {
  const part = partOf(slurmPhase.plan(bare, config));
  expect(JSON.stringify(part)).not.toContain('p-slurm');
  const modes = part.steps.flatMap(({operation}) =>
    operation.kind === 'file' && operation.path.endsWith('slurmdbd.conf')
      ? [`${operation.mode} ${operation.owner}`]
      : [],
  );
  expect(new Set(modes)).toEqual(new Set(['0600 slurm']));
});

test('the keys that the packages made at random are no keys in use: all get the cluster key', () => {
  const random = withReadings(bare, 'survey', surveys({server1: 'a', server2: 'b', server3: 'c', node001: 'd'}));
  expect(keyWriters(bare)).toEqual(['server1', 'server2', 'server3', 'node001']);
  expect(keyWriters(random)).toEqual(['server1', 'server2', 'server3', 'node001']);
});

test('a key that is the same everywhere is never written again', () => {
  const equal = {server1: 'k', server2: 'k', server3: 'k', node001: 'k'};
  expect(keyWriters(withReadings(bare, 'survey', surveys(equal, 'test')))).toEqual([]);
});

test('only the machine that lacks the key in use gets it, after proof that it is the one kept here', () => {
  const snapshot = withReadings(
    bare,
    'survey',
    surveys({server1: 'k', server2: 'k', server3: 'k', node001: 'new'}, 'test'),
  );
  expect(keyWriters(snapshot)).toEqual(['node001']);
  const [step] = partOf(slurmPhase.plan(snapshot, config)).steps.filter(
    ({operation}) => operation.kind === 'file' && operation.path === keyFile,
  );
  expect(step?.before).toEqual([{name: 'munge-key-is-ours', on: 'server1', args: {file: keyFile}}]);
});

test('two controllers that run Slurm with different keys are refused, each named', () => {
  const snapshot = withReadings(bare, 'survey', surveys({server1: 'k', server2: 'x', server3: 'k'}, 'test'));
  expect(refusedCodes(slurmPhase.plan(snapshot, config))).toEqual([
    'MungeKeysDiffer@server1',
    'MungeKeysDiffer@server2',
    'MungeKeysDiffer@server3',
  ]);
});

test('the state of another Slurm cluster is not touched', () => {
  const snapshot = withReadings(
    bare,
    'survey',
    surveys({server1: 'k', server2: 'k', server3: 'k', node001: 'k'}, 'other'),
  );
  expect(new Set(refusedCodes(slurmPhase.plan(snapshot, config)))).toEqual(
    new Set(['SlurmOtherCluster@server1', 'SlurmOtherCluster@server2', 'SlurmOtherCluster@server3']),
  );
});

test('state that lies elsewhere is not left behind: the phase refuses to move it silently', () => {
  const conf = {
    clusterName: 'test',
    controllers: ['server1'],
    stateSaveLocation: '/var/spool/slurmctld',
    controllerTimeoutSeconds: 120,
    accountingHost: null,
    accountingBackupHost: null,
    maxDbdMessages: null,
    maxJobCount: null,
  };
  const snapshot = withReadings(bare, 'slurm', {server2: seen(slurm({conf}))});
  expect(refusedCodes(slurmPhase.plan(snapshot, config))).toEqual(['SlurmStateElsewhere@server2']);
});

test('a compute node that is down keeps nobody from working, and its place in slurm.conf', () => {
  const snapshot = withReadings(bare, 'survey', {node001: lost('no route')});
  const {steps} = partOf(slurmPhase.plan(snapshot, config));
  expect(steps.filter(({on}) => on === 'node001')).toEqual([]);
  expect(fileOn(steps, 'server1', conf)).toContain('NodeName=node001');
});

test('jobs are confined by control groups only where every node that was seen can delegate them', () => {
  expect(fileOn(partOf(slurmPhase.plan(bare, config)).steps, 'server1', conf)).toContain(
    'ProctrackType=proctrack/cgroup',
  );
  const unable = withReadings(bare, 'survey', {
    node001: seen(survey('10.0.0.201', {cgroupControllersDelegated: false})),
  });
  const text = fileOn(partOf(slurmPhase.plan(unable, config)).steps, 'server1', conf);
  expect(text).toContain('ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\n');
});

test('only a lab overrides what the nodes really have', () => {
  const lab = configOf(3, {lab: true});
  expect(fileOn(partOf(slurmPhase.plan(bare, config)).steps, 'server1', conf)).not.toContain('config_overrides');
  expect(fileOn(partOf(slurmPhase.plan(bareSnapshot(lab), lab)).steps, 'server1', conf)).toContain('config_overrides');
});

test('an installation under slurm.prefix gets units of its own and no packages but munge', () => {
  const own = configOf(3, {slurm: {db_password: 'p-slurm', prefix: '/usr/local/slurm'}});
  const installed = bareSnapshot(own);
  const address = (host: string) => (host === 'node001' ? '10.0.0.201' : `10.0.0.10${host.at(-1) ?? ''}`);
  const there = Object.fromEntries(
    ['server1', 'server2', 'server3', 'node001'].map((host) => [
      host,
      seen(survey(address(host), {slurmPrefixVersion: '23.11.1'})),
    ]),
  );
  const {steps} = partOf(slurmPhase.plan(withReadings(installed, 'survey', there), own));
  const names = steps.flatMap(({operation}) => (operation.kind === 'package' ? operation.names : []));
  expect(new Set(names)).toEqual(new Set(['munge']));
  expect(fileOn(steps, 'server1', '/etc/systemd/system/slurmctld.service')).toContain(
    'ExecStart=/usr/local/slurm/sbin/slurmctld -D -f /usr/local/slurm/etc/slurm.conf\n',
  );
  expect(refusedCodes(slurmPhase.plan(installed, own)).length).toBe(3);
});

test('restarts roll from the last standby to the controller in front', () => {
  const {steps, stages} = partOf(slurmPhase.plan(bare, config));
  const order = steps.filter(({stage}) => stage === 'slurm-restart').map(({on}) => on);
  expect(order).toEqual(['server3', 'server2', 'server1']);
  expect(stages.find(({id}) => id === 'slurm-restart')?.mode).toBe('rolling');
});
