// X5: the controller in control of Slurm cannot write its state, so a standby is about to take over (ha-operations §2.9).

import {describe, expect, it} from 'vitest';
import type {GlusterFacts, SlurmFacts} from '../../../src/model/facts.ts';
import type {Reading} from '../../../src/model/reading.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {
  brick,
  codesOf,
  configOf,
  gluster,
  healthy,
  seen,
  unit,
  volume,
  withHost,
  withVolume,
} from '../support/readings.ts';

const config = configOf();
const hosts = ['server1', 'server2', 'server3'] as const;

type Beat = {readonly index: number; readonly age?: number; readonly order?: readonly string[]};

function slurm({index, age = 4, order = hosts}: Beat, over: Partial<SlurmFacts> = {}): SlurmFacts {
  return {
    ...{slurmctld: unit('slurmctld.service'), slurmdbd: unit('slurmdbd.service'), munge: unit('munge.service')},
    ...{version: '22.05.8', mungeKeyDigest: 'a', configDigest: 'b'},
    conf: {
      ...{clusterName: 'test', controllers: order, stateSaveLocation: '/mnt/glusterfs/slurm/state'},
      ...{controllerTimeoutSeconds: 25, accountingHost: null, accountingBackupHost: null},
      ...{maxDbdMessages: null, maxJobCount: null},
    },
    stateLocation: {path: '/mnt/glusterfs/slurm/state', fstype: 'fuse.glusterfs'},
    heartbeat: {index, writtenAt: 1000, ageSeconds: age, digest: `d${index}`},
    heartbeatError: null,
    ping: order.map((host, at) => ({role: at === 0 ? 'primary' : `backup${at}`, host, up: true})),
    problems: [],
    ...over,
  };
}

/** Slurm everywhere, and the mount of one host in trouble. */
function scene(beat: Beat, host: string, trouble: Partial<GlusterFacts>, over: Partial<SlurmFacts> = {}): Snapshot {
  const readings = Object.fromEntries(
    hosts.map((each): [string, Reading<SlurmFacts>] => [each, seen(slurm(beat, each === host ? over : {}))]),
  );
  const snapshot = withHost(healthy(config), 'slurm', readings);
  return withHost(snapshot, 'glusterfs', {[host]: seen(gluster(config, host, trouble))});
}

const hung = {mountAnswers: false, mountError: 'no answer within 2.5 s'};
const imminent = (snapshot: Snapshot) => {
  const judged = judge({snapshot, config, history: []});
  codesOf(judged);
  return judged.findings.filter(({code}) => code === 'SlurmTakeoverImminent');
};

describe('a takeover of Slurm', () => {
  it('is imminent when the mount of the one in control hangs: a warning there, with age and limit of the heartbeat', () => {
    const snapshot = scene({index: 0, age: 14.4}, 'server1', hung);
    expect(imminent(snapshot)).toMatchObject([
      {level: 'warning', where: 'server1', service: 'slurm', params: {age: 14, limit: 25}},
    ]);
    expect(judge({snapshot, config, history: []}).level).toBe('critical');
  });

  it('is not when the mount of a standby hangs', () => {
    expect(imminent(scene({index: 0}, 'server2', hung))).toEqual([]);
    expect(imminent(scene({index: 0}, 'server1', {}))).toEqual([]);
  });

  it('goes by the order of slurm.conf, not by that of our configuration', () => {
    const order = ['server3', 'server1', 'server2'];
    expect(imminent(scene({index: 0, order}, 'server3', hung))).toMatchObject([{where: 'server3'}]);
    expect(imminent(scene({index: 0, order}, 'server1', hung))).toEqual([]);
  });

  it('is imminent too when its mount is cut off from the quorum of bricks: it answers, and refuses every write', () => {
    expect(imminent(scene({index: 0}, 'server1', {brickLinks: [true, false, false]}))).toHaveLength(1);
    expect(imminent(scene({index: 0}, 'server1', {brickLinks: [true, true, false]}))).toEqual([]);
    expect(imminent(scene({index: 0}, 'server1', {brickLinks: null}))).toEqual([]);
  });

  it('is not for want of links that no quorum asks for', () => {
    const options = {'cluster.quorum-type': 'none'};
    const free = withVolume(
      scene({index: 0}, 'server1', {brickLinks: [true, false, false]}),
      seen(volume(config, {bricks: hosts.map((host) => brick(host)), options})),
    );
    expect(imminent(free)).toEqual([]);
  });

  it('is over when the heartbeat is older than the limit, or the one in control is seen to be stopped', () => {
    expect(imminent(scene({index: 0, age: 26}, 'server1', hung))).toEqual([]);
    const stopped = {slurmctld: unit('slurmctld.service', 'inactive')};
    expect(imminent(scene({index: 0}, 'server1', hung, stopped))).toEqual([]);
  });
});
