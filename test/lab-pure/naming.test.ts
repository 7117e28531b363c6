// Names and addresses of a lab: derived, unique, and short enough for the kernel.

import {describe, expect, it} from 'vitest';
import {
  assertLabName,
  hostLink,
  MAX_COMPUTE,
  MAX_CONTROLLERS,
  machinePlaces,
  machineSpecs,
  vipAddress,
} from '../../src/lab/naming.ts';
import {labPaths, labRoot} from '../../src/lab/paths.ts';

describe('names and addresses of a lab', () => {
  it('gives controllers .101 and on, compute nodes .201 and on, the VIP .100', () => {
    const specs = machineSpecs(0, 3, 2);
    expect(specs.map((spec) => [spec.name, spec.role, spec.address])).toEqual([
      ['server1', 'controller', '10.77.0.101'],
      ['server2', 'controller', '10.77.0.102'],
      ['server3', 'controller', '10.77.0.103'],
      ['node001', 'compute', '10.77.0.201'],
      ['node002', 'compute', '10.77.0.202'],
    ]);
    expect(vipAddress(7)).toBe('10.77.7.100');
  });

  it('never gives two machines the same address, hardware address or name, in one lab or beside another', () => {
    const all = [...machineSpecs(0, MAX_CONTROLLERS, MAX_COMPUTE), ...machineSpecs(254, MAX_CONTROLLERS, MAX_COMPUTE)];
    expect(new Set(all.map((spec) => spec.address)).size).toBe(all.length);
    expect(new Set(all.map((spec) => spec.mac)).size).toBe(all.length);
  });

  it('gives hardware addresses that are local and unicast', () => {
    for (const spec of machineSpecs(9, 3, 1)) expect(spec.mac).toMatch(/^02(:[0-9a-f]{2}){5}$/);
  });

  it('keeps interface names within the kernel limit of 15 characters', () => {
    const paths = labPaths(labRoot({}), 'lab');
    const ports = machineSpecs(254, MAX_CONTROLLERS, MAX_COMPUTE).map(
      (spec) => machinePlaces(paths, 254, spec.name).port,
    );
    for (const name of [hostLink(254), ...ports]) expect(name.length).toBeLessThanOrEqual(15);
  });

  it('keeps the places of two labs apart', () => {
    const root = labRoot({});
    const one = machinePlaces(labPaths(root, 'one'), 1, 'server1');
    const two = machinePlaces(labPaths(root, 'two'), 2, 'server1');
    for (const key of ['netns', 'image', 'root', 'unit'] as const) expect(one[key]).not.toBe(two[key]);
  });

  it.each(['', 'Lab', '../etc', 'a b', '1lab', `a${'b'.repeat(40)}`, 'lab\n'])('refuses the lab name %j', (name) => {
    expect(() => assertLabName(name)).toThrow(/is no lab name/);
  });

  it('refuses a lab directory that overlayfs could not take, and says which characters', () => {
    expect(() => labRoot({HPCHA_LAB_DIR: '/srv/a,b'})).toThrow(/comma/);
    expect(labRoot({HPCHA_LAB_DIR: ''}).dir).toBe('/var/lib/hpcha-lab');
  });
});
