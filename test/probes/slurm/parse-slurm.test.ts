// What Slurm's tools and files say becomes facts or an error, never an empty answer (ha-operations §11.1).

import {describe, expect, it} from 'vitest';
import {
  fstypeOf,
  parseDigest,
  parseHeartbeat,
  parsePing,
  parseSlurmConf,
  parseVersion,
} from '../../../src/probes/slurm/parse-slurm.ts';
import {
  parseControlHost,
  parseLoad,
  parseNodes,
  parsePartitions,
} from '../../../src/probes/slurm/parse-slurm-cluster.ts';

describe('scontrol ping', () => {
  it('reads one, two and three controllers, up and down', () => {
    expect(parsePing('Slurmctld(primary) at h1 is UP\n', 'h')).toEqual([{role: 'primary', host: 'h1', up: true}]);
    expect(parsePing('Slurmctld(primary) at h1 is UP\nSlurmctld(backup) at h2 is DOWN\n', 'h')).toEqual([
      {role: 'primary', host: 'h1', up: true},
      {role: 'backup', host: 'h2', up: false},
    ]);
    const three = 'Slurmctld(primary) at h1 is DOWN\nSlurmctld(backup1) at h2 is UP\nSlurmctld(backup2) at h3 is UP\n';
    expect(parsePing(three, 'h').map((ping) => `${ping.role} ${ping.up}`)).toEqual([
      'primary false',
      'backup1 true',
      'backup2 true',
    ]);
  });

  it('reads the list through the banner that goes with all of them down', () => {
    const text = [
      'Slurmctld(primary) at h1 is DOWN',
      'Slurmctld(backup) at h2 is DOWN',
      '*****************************************',
      '** RESTORE SLURMCTLD DAEMON TO SERVICE **',
      '*****************************************',
    ].join('\n');
    expect(parsePing(text, 'h').every((ping) => !ping.up)).toBe(true);
  });

  it('never takes silence for no controllers', () => {
    expect(() => parsePing('', 'h')).toThrow(/named no controller/);
    expect(() => parsePing('scontrol: error: Unable to establish configuration source', 'h')).toThrow();
  });
});

describe('the heartbeat file', () => {
  const written = ' 00 00 00 00 6a 11 22 33 00 00 00 00 00 00 00 02\n';

  it('is big-endian time and index, and has an age on our clock', () => {
    const at = 0x6a112233;
    expect(parseHeartbeat(written, at + 3.26, 'h')).toEqual({
      index: 2,
      writtenAt: at,
      ageSeconds: 3.3,
      digest: '000000006a1122330000000000000002',
    });
  });

  it('is read when od breaks the line', () => {
    expect(parseHeartbeat(' 00 00 00 00 6a 11 22 33\n 00 00 00 00 00 00 00 01', 0x6a112233, 'h').index).toBe(1);
  });

  it.each(['', '00 00 00 00', ' 00 00 00 00 6a 11 22 33 00 00 00 00 00 00 00 zz'])(
    'short or broken (%j) is none',
    (text) => {
      expect(() => parseHeartbeat(text, 1, 'h')).toThrow(/of 16 bytes/);
    },
  );

  it('has no age without a clock', () => {
    expect(() => parseHeartbeat(written, Number.NaN, 'h')).toThrow(/no time/);
  });
});

describe('slurm.conf', () => {
  it('reads the order of succession, comments, any case, the last of repeated keys', () => {
    const text = [
      'clustername=lab',
      'SlurmctldHost=server1(10.0.0.1) # primary',
      '  SlurmctldHost = server2(10.0.0.2)',
      'SlurmctldTimeout=10',
      'StateSaveLocation=/old',
      'StateSaveLocation=/mnt/glusterfs/slurm/state',
      'AccountingStorageHost=server1',
      'MaxDBDMsgs=20000',
    ].join('\n');
    expect(parseSlurmConf(text)).toEqual({
      clusterName: 'lab',
      controllers: ['server1', 'server2'],
      stateSaveLocation: '/mnt/glusterfs/slurm/state',
      controllerTimeoutSeconds: 10,
      accountingHost: 'server1',
      accountingBackupHost: null,
      maxDbdMessages: 20_000,
      maxJobCount: null,
    });
  });

  it("takes slurmctld's own default where the file sets no timeout", () => {
    expect(parseSlurmConf('ClusterName=x\n').controllerTimeoutSeconds).toBe(120);
  });
});

describe('the mount table', () => {
  const mounts = [
    'overlay / overlay rw 0 0',
    'tmpfs /mnt tmpfs rw 0 0',
    'localhost:/data_volume /mnt/glusterfs fuse.glusterfs rw 0 0',
    'tmpfs /mnt/with\\040space tmpfs rw 0 0',
  ].join('\n');

  it('finds the file system by the longest mount point', () => {
    expect(fstypeOf(mounts, '/mnt/glusterfs/slurm/state')).toBe('fuse.glusterfs');
    expect(fstypeOf(mounts, '/mnt/glusterfs2/state')).toBe('tmpfs');
    expect(fstypeOf(mounts, '/var/spool/slurmctld')).toBe('overlay');
    expect(fstypeOf(mounts, '/mnt/with space/x')).toBe('tmpfs');
  });

  it('takes the later of two mounts on one point, which hides the other', () => {
    expect(fstypeOf(`${mounts}\nnone /mnt/glusterfs tmpfs rw 0 0`, '/mnt/glusterfs/slurm')).toBe('tmpfs');
  });

  it('knows nothing from an empty table', () => {
    expect(fstypeOf('', '/mnt')).toBeNull();
  });
});

describe('digests and versions', () => {
  it('reads sha256sum, and nothing from its errors', () => {
    const digest = 'a'.repeat(64);
    expect(parseDigest(`${digest}  /etc/munge/munge.key\n`)).toBe(digest);
    expect(parseDigest('sha256sum: /etc/munge/munge.key: No such file or directory')).toBeNull();
  });

  it("reads Debian's and SchedMD's version lines", () => {
    expect(parseVersion('slurm-wlm 22.05.8\n')).toBe('22.05.8');
    expect(parseVersion('slurm 24.11.3\n')).toBe('24.11.3');
  });
});

describe('sinfo grouped by state and reason', () => {
  it('counts states without their flags, and what does not respond or is down once', () => {
    const text = [
      'idle|900|c[0001-0900]|none',
      'allocated|80|c[0901-0980]|none',
      'down*|10|c[0981-0990]|Not responding',
      'down|4|c[0991-0994]|bad | disk',
      'idle*|1|c0995|none',
      'drained|3|c[0996-0998]|Kill task failed',
      'inval|2|c[0999-1000]|Low RealMemory',
    ].join('\n');
    expect(parseNodes(text, 'h')).toMatchObject({
      nodesByState: {idle: 901, allocated: 80, down: 14, drained: 3, inval: 2},
      nodesTotal: 1000,
      nodesNotResponding: 11,
      nodesDown: 15,
      badNodesLeftOut: 0,
    });
    expect(parseNodes(text, 'h').badNodes).toContainEqual({
      node: 'c[0991-0994]',
      state: 'down',
      reason: 'bad | disk',
      count: 4,
    });
  });

  it('keeps at most fifty groups and short lists, and says how many it left out', () => {
    const line = (index: number): string => `down|1|${'n'.repeat(300)}|reason ${index}`;
    const read = parseNodes(Array.from({length: 70}, (_, index) => line(index)).join('\n'), 'h');
    expect(read).toMatchObject({nodesDown: 70, badNodesLeftOut: 20});
    expect(read.badNodes).toHaveLength(50);
    expect(read.badNodes.every((each) => each.node.length <= 201)).toBe(true);
  });

  it('takes no line for no nodes, and a strange line for no answer', () => {
    expect(parseNodes('', 'h').nodesTotal).toBe(0);
    expect(() => parseNodes('slurm_load_partitions: Unable to contact slurm controller', 'h')).toThrow(
      /no group of nodes/,
    );
  });
});

describe('partitions, counters, accounting', () => {
  it('reads partitions one a line', () => {
    const text =
      'PartitionName=normal AllowGroups=ALL State=UP TotalCPUs=2 TotalNodes=1 X=1\nPartitionName=big State=DRAIN TotalNodes=40\n';
    expect(parsePartitions(text)).toEqual([
      {name: 'normal', state: 'UP', nodes: 1},
      {name: 'big', state: 'DRAIN', nodes: 40},
    ]);
    expect(parsePartitions('No partitions in the system\n')).toEqual([]);
  });

  it("reads sdiag's counters, and refuses a text without them", () => {
    const text = 'Agent queue size:       3\nDBD Agent queue size:   17\nJobs pending:   99000\nJobs running:   1000\n';
    expect(parseLoad(text, 'h')).toEqual({jobsByState: {pending: 99_000, running: 1000}, dbdQueue: 17});
    expect(() => parseLoad('slurm_get_statistics: Unable to contact', 'h')).toThrow(/counted no jobs/);
  });

  it('finds our cluster among those that slurmdbd knows, whatever its case', () => {
    expect(parseControlHost('other|10.0.0.9\nlab|10.0.0.1\n', 'Lab')).toBe('10.0.0.1');
    expect(parseControlHost('lab|\n', 'lab')).toBeNull();
    expect(parseControlHost('', 'lab')).toBeNull();
  });
});
