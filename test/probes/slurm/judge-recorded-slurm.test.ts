// What the product says of Slurm in scenes recorded on real controllers.

import {describe, expect, it} from 'vitest';
import type {SlurmClusterFacts, SlurmFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judgeSlurm} from '../../../src/probes/slurm/judge-slurm.ts';
import type {Said} from '../../support/judged-scene.ts';
import {saidBy, sceneOf, snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';

const config = labConfig();
const say = async (...names: [string, ...string[]]) => sceneOf('slurm', judgeSlurm, names, config);

describe('who is in control, as recorded', () => {
  it('is the writer of the heartbeat; the others are standbys that may be counted on', async () => {
    expect(await say('healthy')).toEqual({
      level: 'ok',
      tolerance: 2,
      line: 'server1 in control, 2 standby, 1 of 1 nodes',
      words: {server1: 'in control', server2: 'standby', server3: 'standby'},
      found: [],
    });
  });

  it('is nobody while a takeover is under way, which is critical and explains that nothing answers', async () => {
    const said = await say('primary-just-stopped');
    expect(said).toMatchObject({level: 'critical', tolerance: 0, words: {server1: 'down', server2: 'up'}});
    expect(said.found).toEqual(['critical SlurmTakeoverUnderWay cluster', 'warning SlurmctldDown server1']);
  });

  it('is the standby after the takeover, with the primary as the only loss', async () => {
    const said = await say('taken-over');
    expect(said).toMatchObject({level: 'warning', tolerance: 1, words: {server2: 'in control', server3: 'standby'}});
    expect(said.found).toEqual(['info SlurmBackupInControl cluster', 'warning SlurmctldDown server1']);
  });

  it('is the primary again as soon as it is back', async () => {
    expect(await say('primary-back')).toMatchObject({level: 'ok', tolerance: 2, words: {server1: 'in control'}});
  });

  it('is nobody when all were stopped, not merely down here and there', async () => {
    const said = await say('all-stopped');
    expect(said).toMatchObject({level: 'critical', tolerance: 0});
    expect(said.found).toContain('critical SlurmNoController cluster');
  });

  it('passes on by itself after a power failure: critical, then a warning', async () => {
    const now = await say('primary-poweroff-now');
    expect(now.level).toBe('critical');
    expect(now.found).toContain('warning SlurmctldLost server1');
    const then = await say('primary-poweroff-taken-over');
    expect(then).toMatchObject({level: 'warning', tolerance: 1, words: {server1: 'lost', server2: 'in control'}});
  });

  it('is disputed, and then two at once, when a controller that was relieved goes on writing heartbeats', async () => {
    const names = [1, 2, 3, 4, 5].map((sample) => `dual-control-${sample}`);
    const [first = '', ...rest] = names;
    expect((await say(first)).found).toContain('warning SlurmctldNotAnswering server2');
    const second = await say(first, ...rest.slice(0, 1));
    expect(second.found).toContain('critical SlurmControlDisputed cluster');
    const third = await say(first, ...rest.slice(0, 2));
    expect(third).toMatchObject({level: 'critical', tolerance: 0});
    expect(third.found).toContain('critical SlurmDualControl cluster');
    expect(third.found.some((found) => found.includes('SlurmStateDirDiverged'))).toBe(false);
  });
});

describe('what a takeover would need, as recorded', () => {
  it('is missing where Gluster is not mounted: critical, and no standby to count on', async () => {
    const said = await say('not-mounted');
    expect(said).toMatchObject({level: 'critical', tolerance: 1});
    expect(said.found).toContain('critical SlurmStateDirLocal server3');
  });

  it('is missing where munge is stopped, and the others are not doubted for it', async () => {
    const said = await say('munge-stopped');
    expect(said).toMatchObject({level: 'warning', tolerance: 1, words: {server1: 'in control', server2: 'standby'}});
    expect(said.found).toEqual(['warning SlurmctldNotAnswering server3', 'warning SlurmMungeDown server3']);
  });

  it('is not the same where keys or configurations differ', async () => {
    expect((await say('munge-key-drift')).found).toEqual(['critical SlurmMungeKeyDrift cluster']);
    expect((await say('config-drift')).found).toEqual(['warning SlurmConfigDrift cluster']);
  });
});

describe('accounting, as recorded', () => {
  it('is a warning without its primary, and says so without any slurmdbd, but stops nothing', async () => {
    expect((await say('dbd-primary-stopped')).found).toEqual(['warning SlurmdbdDown server1']);
    const both = await say('dbd-both-stopped');
    expect(both).toMatchObject({level: 'warning', tolerance: 2});
    expect(both.found).toContain('warning SlurmAccountingDown cluster');
  });
});

describe('compute nodes, as recorded', () => {
  it('that all lost their power are critical, while the controllers are fine', async () => {
    const said = await say('node-down');
    expect(said).toMatchObject({level: 'critical', tolerance: 2, words: {server1: 'in control'}});
    expect(said.found).toEqual(['critical SlurmNodesDown cluster']);
  });

  it('drained by hand are somebody’s intention', async () => {
    expect(await say('node-drained')).toMatchObject({level: 'ok', found: ['info SlurmNodesDrained cluster']});
  });
});

describe('10,000 nodes and 100,000 jobs, as recorded', () => {
  it('cost a few lines: counts, one group of nodes, no question for each', async () => {
    const snapshot = await snapshotOf('slurm', transcriptOf('slurm', 'ten-thousand-nodes'), config);
    const reading = snapshot.shared.slurmCluster;
    expect(reading.kind === 'seen' && reading.value).toMatchObject({
      nodesTotal: 10_001,
      nodesDown: 10_000,
      nodesByState: {down: 10_000, idle: 1},
      badNodes: [{node: 'fake[00001-10000]', state: 'down*', reason: 'fake', count: 10_000}],
      jobsByState: {pending: 100_000, running: 0},
    });
    expect(JSON.stringify(reading).length).toBeLessThan(2000);
  });
});

const healthy = await snapshotOf('slurm', transcriptOf('slurm', 'healthy'), config);

function withHost(snapshot: Snapshot, host: string, edit: (facts: SlurmFacts) => SlurmFacts): Snapshot {
  const reading = snapshot.hosts.slurm[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  const slurm = {...snapshot.hosts.slurm, [host]: {...reading, value: edit(reading.value)}};
  return {...snapshot, hosts: {...snapshot.hosts, slurm}};
}

function withCluster(snapshot: Snapshot, changes: Partial<SlurmClusterFacts>): Snapshot {
  const reading = snapshot.shared.slurmCluster;
  if (reading.kind !== 'seen') throw new Error('the cluster was not seen');
  return {...snapshot, shared: {...snapshot.shared, slurmCluster: {...reading, value: {...reading.value, ...changes}}}};
}

const judged = (snapshot: Snapshot, history: readonly Snapshot[] = []): Said =>
  saidBy(judgeSlurm({snapshot, config, history}));

describe('made from the healthy scene', () => {
  const other = withHost(healthy, 'server3', (facts) =>
    facts.heartbeat === null ? facts : {...facts, heartbeat: {...facts.heartbeat, index: 2}},
  );

  it('a state directory of its own is suspected first and critical when it stays (L06)', () => {
    expect(judged(other).found).toContain('warning SlurmStateDirDiverged cluster');
    expect(judged({...other, at: other.at + 3000}, [other]).found).toContain('critical SlurmStateDirDiverged cluster');
  });

  it('a mount that hangs is told apart from a file that is not there', () => {
    const hung = withHost(healthy, 'server2', (facts) => ({
      ...facts,
      heartbeat: null,
      heartbeatError: 'no answer within 2.5 s',
    }));
    expect(judged(hung)).toMatchObject({level: 'warning', tolerance: 1});
    expect(judged(hung).found).toContain('warning SlurmStateDirUnreadable server2');
  });

  it('a late heartbeat of a living controller is a warning, an old one critical', () => {
    const aged = (seconds: number): Snapshot =>
      ['server1', 'server2', 'server3'].reduce(
        (snapshot, host) =>
          withHost(snapshot, host, (facts) =>
            facts.heartbeat === null ? facts : {...facts, heartbeat: {...facts.heartbeat, ageSeconds: seconds}},
          ),
        healthy,
      );
    expect(judged(aged(4)).found).toEqual([]);
    expect(judged(aged(7)).found).toContain('warning SlurmHeartbeatLate cluster');
    expect(judged(aged(11)).found).toContain('critical SlurmNobodyInControl cluster');
  });

  it('nobody who could be pinged is unknown, except the one that proves itself by its heartbeat', () => {
    const unasked = ['server1', 'server2', 'server3'].reduce(
      (snapshot, host) => withHost(snapshot, host, (facts) => ({...facts, ping: null, problems: ['slurm-ping: hung']})),
      healthy,
    );
    expect(judged(unasked)).toMatchObject({level: 'unknown', tolerance: 0});
    expect(judged(unasked).found).toEqual(['unknown SlurmctldUnasked server2', 'unknown SlurmctldUnasked server3']);
  });

  it.each([
    [100, 5, 'info'],
    [100, 6, 'warning'],
    [100, 20, 'warning'],
    [100, 21, 'critical'],
    [10_000, 600, 'warning'],
  ])('of %i nodes %i down: %s', (nodesTotal, nodesDown, level) => {
    expect(judged(withCluster(healthy, {nodesTotal, nodesDown})).found).toContain(`${level} SlurmNodesDown cluster`);
  });

  it('nodes drained because a job could not be killed, and partitions that are not up, are warnings', () => {
    const badNodes = [{node: 'c[1-3]', state: 'drained', reason: 'Kill task failed', count: 3}];
    expect(judged(withCluster(healthy, {badNodes})).found).toContain('warning SlurmKillTaskFailed cluster');
    const partitions = [{name: 'normal', state: 'DOWN', nodes: 1}];
    expect(judged(withCluster(healthy, {partitions})).found).toContain('warning SlurmPartitionNotUp cluster');
  });

  it.each([
    [10, 'info'],
    [6000, 'warning'],
    [16_000, 'critical'],
  ])('%i messages waiting for slurmdbd: %s', (dbdQueue, level) => {
    expect(judged(withCluster(healthy, {dbdQueue})).found).toContain(`${level} SlurmAccountingQueue cluster`);
  });

  it('a summary that could not be read is unknown while somebody is in control', () => {
    const error = {code: 'timeout' as const, what: 'sinfo did not answer'};
    const lost = {
      ...healthy,
      shared: {...healthy.shared, slurmCluster: {kind: 'lost' as const, error, at: healthy.at}},
    };
    expect(judged(lost)).toMatchObject({level: 'unknown', found: ['unknown SlurmClusterUnread cluster']});
  });

  it('a controller without Slurm on purpose has no say', async () => {
    const two = labConfig({off: {server3: ['slurm']}});
    const all = transcriptOf('slurm', 'healthy');
    // Whoever was asked for the summary then: now it is one of the two.
    const everything = Object.assign({}, ...Object.values(all.hosts).map((host) => host.looks));
    const hosts = Object.entries(all.hosts).map(([host, said]) => [
      host,
      {...said, looks: {...everything, ...said.looks}},
    ]);
    const snapshot = await snapshotOf('slurm', {...all, hosts: Object.fromEntries(hosts)}, two);
    const said = saidBy(judgeSlurm({snapshot, config: two, history: []}));
    expect(said).toMatchObject({level: 'ok', tolerance: 1});
    expect(Object.keys(said.words)).toEqual(['server1', 'server2']);
  });
});

describe('a takeover that would take minutes', () => {
  it('is said before anything fails (L19)', async () => {
    const snapshot = await snapshotOf('slurm', transcriptOf('slurm', 'healthy'), config);
    const reading = snapshot.hosts.slurm['server1'];
    if (reading?.kind !== 'seen' || reading.value.conf === null) throw new Error('server1 was not seen');
    const conf = {...reading.value.conf, controllerTimeoutSeconds: 120};
    const slurm = {...snapshot.hosts.slurm, server1: {...reading, value: {...reading.value, conf}}};
    const slow: Snapshot = {...snapshot, hosts: {...snapshot.hosts, slurm}};
    const said = saidBy(judgeSlurm({snapshot: slow, config, history: []}));
    expect(said.found).toEqual(['info SlurmTakeoverSlow cluster']);
    expect(said.level).toBe('ok');
  });
});
