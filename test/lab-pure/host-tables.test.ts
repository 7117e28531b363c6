// Reading the kernel's tables: mounts below a path, control group hierarchies of v2 and of hybrid hosts.

import {describe, expect, it} from 'vitest';
import {hierarchies, machineGroups} from '../../src/lab/cgroups.ts';
import {mountsUnder, parseMountInfo} from '../../src/lab/mounts.ts';

const hybrid = [
  '25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '30 25 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755',
  '31 30 0:27 / /sys/fs/cgroup/cpuset rw,nosuid - cgroup cgroup rw,cpuset',
  '32 30 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd',
  '33 30 0:29 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw',
  '',
].join('\n');

describe('tables of the kernel', () => {
  it('finds every hierarchy of a hybrid host, and knows which of them is a cpuset', () => {
    expect(hierarchies(parseMountInfo(hybrid))).toEqual([
      {path: '/sys/fs/cgroup/cpuset', version: 1, cpuset: true},
      {path: '/sys/fs/cgroup/systemd', version: 1, cpuset: false},
      {path: '/sys/fs/cgroup/unified', version: 2, cpuset: false},
    ]);
  });

  it('finds the one hierarchy of a v2 host', () => {
    const v2 = '30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n';
    expect(hierarchies(parseMountInfo(v2))).toEqual([{path: '/sys/fs/cgroup', version: 2, cpuset: false}]);
  });

  it('puts every machine into a group of its own in every hierarchy', () => {
    const groups = machineGroups(hierarchies(parseMountInfo(hybrid)), '0-lab', 'server1');
    expect(groups).toHaveLength(3);
    expect(groups[1]).toBe('/sys/fs/cgroup/systemd/hpcha-lab/0-lab/server1');
  });

  it('lists mounts below a path deepest first, and neither its neighbours nor its parents', () => {
    const table = ['/', '/lab', '/lab/a', '/lab/a/b', '/lab2', '/lab/with\\040space']
      .map((target, n) => `${n} 1 8:1 / ${target} rw - ext4 /dev/x rw`)
      .join('\n');
    expect(mountsUnder(parseMountInfo(table), '/lab')).toEqual(['/lab/with space', '/lab/a/b', '/lab/a', '/lab']);
  });
});
