// What the product promises about the hosts themselves: ha-operations §2.8.

import {describe, expect, it} from 'vitest';
import type {HostFacts} from '../../../src/model/facts.ts';
import {judge} from '../../../src/probes/judge.ts';
import {codesOf, configOf, healthy, hostFacts, seen, unit, withHost} from '../support/readings.ts';

const config = configOf();
const disk = (path: string, used: number, over: Partial<HostFacts['disks'][number]> = {}) => ({
  path,
  sizeBytes: 100,
  usedBytes: used,
  inodesUsedPercent: 1,
  readOnly: false,
  ...over,
});

function findings(over: Partial<HostFacts>, given = config): readonly string[] {
  const snapshot = withHost(healthy(given), 'host', {server2: seen(hostFacts('server2', over))});
  return codesOf(judge({snapshot, config: given, history: []}));
}

describe('hosts', () => {
  it('a filling disk warns, a full one is critical, and the data directory has the last word', () => {
    expect(findings({disks: [disk('/', 79)]})).toEqual([]);
    expect(findings({disks: [disk('/', 80)]})).toEqual(['warning DiskFilling server2']);
    expect(findings({disks: [disk('/', 50), disk('/data', 91)]})).toEqual(['critical DiskFull server2']);
    expect(findings({disks: [disk('/', 50), disk('/var/lib/mysql', 96)]})).toEqual([
      'critical DiskDatadirFull server2',
    ]);
  });

  it('inodes and read-only filesystems count like full ones', () => {
    expect(findings({disks: [disk('/', 5, {inodesUsedPercent: 85})]})).toEqual(['warning InodesFilling server2']);
    expect(findings({disks: [disk('/', 5, {inodesUsedPercent: null})]})).toEqual([]);
    expect(findings({disks: [disk('/', 5, {readOnly: true})]})).toEqual(['critical FilesystemReadOnly server2']);
  });

  it('clocks are compared with each other, not with ours', () => {
    expect(findings({clockOffsetMs: 1500})).toEqual(['warning ClockSkew server2']);
    expect(findings({clockOffsetMs: -6000})).toEqual(['critical ClockSkew server2']);
    const shifted = Object.fromEntries(
      ['server1', 'server2', 'server3'].map((host) => [host, seen(hostFacts(host, {clockOffsetMs: 9000}))]),
    );
    const all = judge({snapshot: withHost(healthy(config), 'host', shifted), config, history: []});
    expect(all.findings.map((each) => `${each.level} ${each.code}`)).toEqual(['info OwnClockDiffers']);
    expect(all.level).toBe('ok');
  });

  it('a clock without a source warns, but not in the lab, whose clock is its host’s', () => {
    expect(findings({timeSynchronised: false})).toEqual(['warning TimeNotSynchronised server2']);
    expect(findings({timeSynchronised: false}, configOf(3, {lab: true}))).toEqual([]);
  });

  it('a failed unit of ours warns, somebody else’s is only told', () => {
    const units = [unit('mariadb.service')];
    expect(findings({units, failedUnits: ['mariadb.service']})).toEqual(['warning UnitFailed server2']);
    expect(findings({units, failedUnits: ['apt-daily.service']})).toEqual(['info UnitFailed server2']);
    expect(findings({units: [{...unit('mariadb.service', 'inactive'), enabled: 'masked-runtime'}]})).toEqual([
      'warning UnitMasked server2',
    ]);
  });

  it('restarts that are due, drill residue, little memory and a wrong name are told', () => {
    expect(findings({pendingRestarts: ['mariadb']})).toEqual(['warning RestartPending server2']);
    expect(findings({leftovers: ['table inet hpcha_drill']})).toEqual(['warning DrillResidue server2']);
    expect(findings({memory: {totalBytes: 100, availableBytes: 1}})).toEqual(['critical MemoryLow server2']);
    expect(findings({hostname: 'localhost'})).toEqual(['warning HostCallsItselfOtherwise server2']);
    expect(findings({hostname: 'server2.example.org'})).toEqual([]);
  });

  it('somebody at work on the cluster is told once, with whom to ask, and is no fault', () => {
    const held = ['server1', 'server3'].reduce(
      (snapshot, host) => withHost(snapshot, 'host', {[host]: seen(hostFacts(host, {locked: true}))}),
      healthy(config),
    );
    const judged = judge({snapshot: held, config, history: []});
    expect(codesOf(judged)).toEqual(['info OperationLockHeld cluster']);
    expect(judged.findings[0]).toMatchObject({params: {hosts: 'server1, server3'}, remedy: 'runs list'});
    expect(judged.level).toBe('ok');
    expect(findings({locked: false})).toEqual([]);
  });
});
