// What is said where nobody can tell who is in control of Slurm, or what there is to take over (ha-operations §2.6, L06, L18).

import {describe, expect, it} from 'vitest';
import type {SlurmClusterFacts, SlurmFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import type {JudgePart} from '../../../src/probes/judge-part.ts';
import {judgeSlurm} from '../../../src/probes/slurm/judge-slurm.ts';
import {parseNodes} from '../../../src/probes/slurm/parse-slurm-cluster.ts';
import {snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';
import {unit, withHost} from '../support/readings.ts';

const config = labConfig();
const healthy = await snapshotOf('slurm', transcriptOf('slurm', 'healthy'), config);
const hosts = ['server1', 'server2', 'server3'] as const;

type Edit = (facts: SlurmFacts) => Partial<SlurmFacts>;

function on(snapshot: Snapshot, host: string, edit: Edit): Snapshot {
  const reading = snapshot.hosts.slurm[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  return withHost(snapshot, 'slurm', {[host]: {...reading, value: {...reading.value, ...edit(reading.value)}}});
}

const everywhere = (edit: Edit): Snapshot => hosts.reduce((scene, host) => on(scene, host, edit), healthy);

const inConf =
  (over: Partial<NonNullable<SlurmFacts['conf']>>): Edit =>
  ({conf}) => ({conf: conf === null ? null : {...conf, ...over}});

function withSummary(over: Partial<SlurmClusterFacts>): Snapshot {
  const reading = healthy.shared.slurmCluster;
  if (reading.kind !== 'seen') throw new Error('the cluster was not seen');
  return {...healthy, shared: {...healthy.shared, slurmCluster: {...reading, value: {...reading.value, ...over}}}};
}

const judged = (snapshot: Snapshot, given = config): JudgePart => judgeSlurm({snapshot, config: given, history: []});
const found = ({findings}: JudgePart): readonly string[] =>
  findings.map(({level, code, where}) => `${level} ${code} ${where}`);

describe('who is in control', () => {
  const unread: Edit = () => ({heartbeat: null, heartbeatError: 'no answer within 3.5 s'});

  it('is unknown while slurmctld runs and no heartbeat can be read anywhere', () => {
    const part = judged(everywhere(unread));
    expect(found(part)).toContain('unknown SlurmControlUnknown cluster');
    expect(part.findings.find(({code}) => code === 'SlurmControlUnknown')?.evidence?.raw).toContain('no answer');
    expect(part.verdict).toMatchObject({level: expect.not.stringMatching('ok'), tolerance: 0});
  });

  it('is unknown too where nobody has written a heartbeat', () => {
    const part = judged(everywhere(() => ({heartbeat: null, heartbeatError: null})));
    expect(found(part)).toEqual(['unknown SlurmControlUnknown cluster']);
    expect(part.verdict.level).toBe('unknown');
  });

  it('is known as long as one controller reads a heartbeat', () => {
    const rest = ['server2', 'server3'].reduce((scene, host) => on(scene, host, unread), healthy);
    expect(found(judged(rest)).join()).not.toContain('SlurmControlUnknown');
  });

  it('needs no heartbeat where there is one controller: Slurm writes none then', () => {
    const one = labConfig({off: {server2: ['slurm'], server3: ['slurm']}});
    const alone = on(on(healthy, 'server1', unread), 'server1', inConf({controllers: ['server1']}));
    expect(found(judged(alone, one)).join()).not.toContain('SlurmControlUnknown');
  });

  it('is nobody of ours when the heartbeat names an index that slurm.conf does not have, or one that we do not: critical', () => {
    const beat =
      (index: number): Edit =>
      ({heartbeat}) => ({heartbeat: heartbeat && {...heartbeat, index}});
    const part = judged(everywhere(beat(3)));
    expect(found(part)).toContain('critical SlurmHeartbeatForeign cluster');
    expect(part.verdict).toMatchObject({level: 'critical', tolerance: 0});
    const two = labConfig({off: {server3: ['slurm']}});
    expect(found(judged(everywhere(beat(2)), two))).toContain('critical SlurmHeartbeatForeign cluster');
    expect(found(judged(everywhere(beat(2)))).join()).not.toContain('SlurmHeartbeatForeign');
  });
});

describe('what a controller has', () => {
  it('is unknown there where slurm.conf cannot be read', () => {
    const part = judged(on(healthy, 'server2', () => ({conf: null, problems: ['slurm-conf: no such file']})));
    expect(found(part)).toEqual(['unknown SlurmConfUnread server2']);
    expect(part.findings[0]?.evidence?.raw).toBe('slurm-conf: no such file');
    expect(part.verdict.level).toBe('unknown');
  });

  it.each([
    [{mungeKeyDigest: null}, 'munge.key'],
    [{configDigest: null}, 'slurm.conf'],
    [{mungeKeyDigest: null, configDigest: null}, 'munge.key, slurm.conf'],
  ])('that could not be compared is said, but is no fault: %o', (over, what) => {
    const part = judged(on(healthy, 'server3', () => over));
    expect(found(part)).toEqual(['info SlurmNotCompared server3']);
    expect(part.findings[0]?.params).toEqual({what});
    expect(part.verdict.level).toBe('ok');
  });

  it('as its state is unknown where neither slurm.conf nor the mounts tell: never ok', () => {
    const part = judged(on(healthy, 'server2', () => ({stateLocation: null})));
    expect(found(part)).toEqual(['unknown SlurmStateDirUnknown server2']);
    expect(part.verdict).toMatchObject({level: 'unknown', tolerance: 1});
  });

  it('as its state does not matter where nobody stands by', () => {
    const one = labConfig({off: {server2: ['slurm'], server3: ['slurm']}});
    const alone = on(
      on(healthy, 'server1', () => ({stateLocation: null})),
      'server1',
      inConf({controllers: ['server1']}),
    );
    expect(found(judged(alone, one)).join()).not.toContain('SlurmStateDirUnknown');
  });
});

describe('accounting', () => {
  const accounting = labConfig({slurm: {accounting: true}});

  it.each(['localhost', '127.0.0.1', '::1'])('that each controller does for itself (%s) is a warning (L18)', (name) => {
    const part = judged(everywhere(inConf({accountingHost: name})), accounting);
    expect(found(part)).toContain('warning SlurmAccountingLocalhost cluster');
    expect(part.findings.find(({code}) => code === 'SlurmAccountingLocalhost')?.remedy).toBe('start');
    expect(part.verdict.level).toBe('warning');
  });

  it('by a name that all know, or on the only controller, is none', () => {
    expect(found(judged(healthy, accounting)).join()).not.toContain('SlurmAccountingLocalhost');
    const alone = on(healthy, 'server1', inConf({accountingHost: 'localhost', controllers: ['server1']}));
    const one = labConfig({slurm: {accounting: true}, off: {server2: ['slurm'], server3: ['slurm']}});
    expect(found(judged(alone, one)).join()).not.toContain('SlurmAccountingLocalhost');
  });
});

describe('compute nodes', () => {
  it('that registered with less than slurm.conf promises are a warning, named as sinfo groups them', () => {
    const summary = parseNodes('idle|7|c[1-7]|none\ninval|2|c[8-9]|Low RealMemory\n', 'server1');
    const part = judged(withSummary(summary));
    expect(found(part)).toEqual(['warning SlurmNodesInvalid cluster']);
    expect(part.findings[0]?.params).toEqual({nodes: 'c[8-9]'});
    expect(part.verdict.level).toBe('warning');
    expect(found(judged(withSummary(parseNodes('idle|9|c[1-9]|none\n', 'server1'))))).toEqual([]);
  });
});

describe('without anybody left', () => {
  it('control is not unknown but nobody’s, when every slurmctld was seen to be stopped', () => {
    const down = everywhere(() => ({slurmctld: unit('slurmctld.service', 'inactive'), heartbeat: null}));
    const said = found(judged(down));
    expect(said).toContain('critical SlurmNoController cluster');
    expect(said.join()).not.toContain('SlurmControlUnknown');
  });
});
