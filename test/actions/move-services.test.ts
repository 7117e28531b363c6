// Moving the address, Redis and Slurm, and taking a controller out: who is chosen, and every reason against every candidate.

import {describe, expect, it} from 'vitest';
import {planAlign} from '../../src/actions/align-primary.ts';
import {planFailover, predictedGapMs} from '../../src/actions/failover-vip.ts';
import {planMaintenance} from '../../src/actions/maintenance.ts';
import {partingEffects} from '../../src/actions/parting/effects.ts';
import {planRepairVip} from '../../src/actions/repair-vip.ts';
import {planSwitchRedis} from '../../src/actions/switch-redis.ts';
import {planTakeover} from '../../src/actions/takeover-slurm.ts';
import type {HostFacts, KeepalivedFacts, RedisFacts, SlurmFacts} from '../../src/model/facts.ts';
import {findingText} from '../../src/model/messages.ts';
import {type PlanResult, planHash} from '../../src/model/plan.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {codesOf, gluster, lost, planOf, running, seen, stepTitles, unit, withReadings} from './support/cluster.ts';
import {config, controller, healthy, hosts, master, owner, redis, replica, vrrp} from './support/healthy.ts';
import {instance} from './support/parts.ts';
import {withVolume} from './support/volume.ts';
import {expectWords, findingOf, saidBy} from './support/words.ts';

function failover(snapshot: Snapshot, to?: string, overrides: readonly string[] = []) {
  return planFailover({snapshot, config, input: to === undefined ? {} : {to}, overrides});
}

describe('failover-vip', () => {
  it('goes to whoever the election would choose, and holds nobody back', () => {
    const plan = planOf(failover(healthy()));
    expect(plan).toMatchObject({
      danger: 'disruptive',
      target: 'server2',
      decidedBy: {from: 'server1', to: 'server2', held: ''},
    });
  });

  it('holds back who would win instead of the target, before the owner lets go', () => {
    const plan = planOf(failover(healthy(), 'server3'));
    expect(plan.decidedBy).toMatchObject({to: 'server3', held: 'server2'});
    const stages = plan.stages.map(({id}) => id);
    expect(stages.indexOf('vip-hold')).toBeLessThan(stages.indexOf('vip-move'));
  });

  it('takes every flag away again whatever happens, and proves the owner in three samples from everywhere', () => {
    const plan = planOf(failover(healthy(), 'server3'));
    expect(plan.stages.find(({id}) => id === 'vip-clear')?.when).toBe('always');
    expect(
      plan.steps
        .filter(({stage}) => stage === 'vip-clear')
        .map(({on}) => on)
        .sort(),
    ).toEqual(['server1', 'server2']);
    const proofs = plan.steps.filter(({stage}) => stage === 'vip-prove');
    expect(proofs.map(({on}) => on)).toEqual([...hosts]);
    for (const {after} of proofs)
      expect(after[0]).toMatchObject({name: 'vip-stays', args: {owner: 'server3', samples: 3}});
  });

  it('names every unmet condition of an unhealthy target, and shows those of all candidates', () => {
    let snapshot = healthy();
    snapshot = withReadings(snapshot, 'keepalived', {
      server3: seen(
        vrrp({
          checks: {galera: false, gluster: true},
          maintenance: {owner: 'bob', reason: 'disk', since: 0},
          vrrpState: 'FAULT',
        }),
      ),
    });
    snapshot = withReadings(snapshot, 'mariadb', {server3: seen(running({wsrep_cluster_status: 'non-Primary'}))});
    snapshot = withReadings(snapshot, 'glusterfs', {server3: seen(gluster())});
    const result = failover(snapshot, 'server3');
    expect(codesOf(result)).toEqual([
      'VipTargetMaintenance@server3',
      'VipTargetCheck@server3',
      'VipTargetDatabase@server3',
      'VipTargetMount@server3',
    ]);
    expect(result.kind === 'refusal' && result.evidence?.rows.map((row) => row.at(-1))).toEqual([
      '',
      'nothing',
      'VipTargetMaintenance VipTargetCheck VipTargetDatabase VipTargetMount',
    ]);
  });

  it('refuses without one owner, to the owner itself, to a stranger, to one that is not seen', () => {
    const both = withReadings(healthy(), 'keepalived', {server2: seen(owner)});
    expect(codesOf(failover(both, 'server3'))).toEqual(['VipMoveTwoOwners@cluster']);
    const nobody = withReadings(healthy(), 'keepalived', {server1: seen(vrrp())});
    expect(codesOf(failover(nobody, 'server2'))).toEqual(['VipMoveNoOwner@cluster']);
    expect(codesOf(failover(healthy(), 'server1'))).toEqual(['VipTargetOwns@server1']);
    expect(codesOf(failover(healthy(), 'server9'))).toEqual(['VipTargetUnknown@server9']);
    const dark = withReadings(healthy(), 'keepalived', {server2: lost('no answer')});
    expect(codesOf(failover(dark, 'server2'))).toEqual(['VipTargetUnseen@server2']);
    expect(planOf(failover(dark)).notes.map(({code}) => code)).toEqual(['VipUnseenBystander']);
  });

  it('refuses a second move within the cooldown, unless it is meant', () => {
    const just = withReadings(healthy(), 'keepalived', {
      server1: seen({...owner, lastTransitionAt: owner.now - 5_000}),
    });
    expect(codesOf(failover(just))).toEqual(['VipMovedJustNow@server1']);
    expect(planOf(failover(just, undefined, ['VipMovedJustNow'])).target).toBe('server2');
  });

  it('predicts the gap of a planned move from priority and advert interval', () => {
    expect(predictedGapMs({priority: 90}, 0.2)).toBe(130);
  });
});

describe('repair-vip', () => {
  const repair = (snapshot: Snapshot) => planRepairVip({snapshot, config, input: {}, overrides: []});

  it('takes the address off a dead daemon’s interface, and keeps it where a daemon is MASTER', () => {
    const dead = {...owner, unit: unit('keepalived.service', 'failed')};
    const plan = planOf(repair(withReadings(healthy(), 'keepalived', {server1: seen(dead), server2: seen(owner)})));
    expect(plan.decidedBy).toMatchObject({survivor: 'server2', surplus: 'server1'});
    expect(stepTitles(plan.steps, 'server1')).toContain('take 10.0.0.100 off eth0');
  });

  it('lets one of two living owners go by its flag, the one with more against it', () => {
    let snapshot = withReadings(healthy(), 'keepalived', {server2: seen(owner)});
    snapshot = withReadings(snapshot, 'mariadb', {server1: seen(running({wsrep_cluster_status: 'non-Primary'}))});
    const plan = planOf(repair(snapshot));
    expect(plan).toMatchObject({danger: 'disruptive', decidedBy: {survivor: 'server2', surplus: 'server1'}});
  });

  it.each(['masked', 'masked-runtime'])(
    'leaves a keepalived that is %s as it is, and says how to let it take part again',
    (enabled) => {
      const masked = {...unit('keepalived.service', 'inactive'), enabled};
      const result = repair(withReadings(healthy(), 'keepalived', {server3: seen(vrrp({unit: masked}))}));
      expect(planOf(result).steps.some(({on, title}) => on === 'server3' && title === 'start keepalived')).toBe(false);
      const finding = findingOf(result, 'VipDaemonMasked');
      expect(finding).toMatchObject({level: 'warning', where: 'server3', params: {}});
      expectWords(finding, {
        en: [/keepalived on server3 is masked/, /systemctl unmask keepalived there/],
        ko: [/server3의 keepalived가 mask/, /systemctl unmask keepalived 후 다시 실행하십시오/],
      });
    },
  );

  it('starts one that is only stopped, without a word about masks', () => {
    const stopped = vrrp({unit: unit('keepalived.service', 'inactive')});
    const result = repair(withReadings(healthy(), 'keepalived', {server3: seen(stopped)}));
    expect(stepTitles(planOf(result).steps, 'server3')).toContain('start keepalived');
    expect(saidBy(result)).toEqual([]);
  });

  it('refuses where a machine outside of the cluster answers', () => {
    const fooled = vrrp({neighbourMac: 'ff:ff:00:00:00:09', neighbourState: 'REACHABLE'});
    expect(codesOf(repair(withReadings(healthy(), 'keepalived', {server3: seen(fooled)})))).toEqual([
      'VipForeignMachine@cluster',
    ]);
  });
});

describe('switch-redis', () => {
  const move = (snapshot: Snapshot, to?: string) =>
    planSwitchRedis({snapshot, config, input: to === undefined ? {} : {to}, overrides: []});

  it('leaves the target the place among the replicas that it had, also after a switch that was cut short', () => {
    const left = (slave_priority: string): string => {
      const snapshot = withReadings(healthy(), 'redis', {server2: seen(redis({...replica, slave_priority}))});
      const plan = planOf(move(snapshot, 'server2'));
      const back = plan.steps.findLast(({title}) => title === 'be a replica like the others again');
      return JSON.stringify(back?.operation);
    };
    expect(left('70')).toContain('"replica-priority","70"');
    expect(left('1')).toContain('"replica-priority","101"');
  });

  it('goes to the first that could, whoever is some bytes further at that look: what is confirmed is what was shown', () => {
    const look = (server2: string, server3: string) =>
      planOf(
        move(
          withReadings(healthy(), 'redis', {
            server1: seen(redis({...master, master_repl_offset: '5000000'})),
            server2: seen(redis({...replica, slave_repl_offset: server2})),
            server3: seen(redis({...replica, slave_repl_offset: server3})),
          }),
        ),
      );
    const [shown, confirmed] = [look('4999000', '4999014'), look('5000028', '4999000')];
    expect([shown.target, confirmed.target]).toEqual(['server2', 'server2']);
    expect(planHash(confirmed)).toBe(planHash(shown));
    // Really behind: more than a million bytes, as configured.
    expect(look('3999999', '4999000').target).toBe('server3');
  });

  it('lets writes wait before the sentinels move the master, and lets them go on whatever happens', () => {
    const plan = planOf(move(healthy(), 'server3'));
    const stages = plan.stages.map(({id}) => id);
    expect(stages.indexOf('redis-pause')).toBeLessThan(stages.indexOf('redis-move'));
    expect(plan.stages.find(({id}) => id === 'redis-unpause')?.when).toBe('always');
    expect(plan.steps.find(({stage}) => stage === 'redis-pause')).toMatchObject({
      on: 'server1',
      after: [{name: 'redis-replica-level'}],
    });
  });

  it('names what speaks against each replica', () => {
    let snapshot = withReadings(healthy(), 'redis', {
      server2: seen(redis({...replica, master_link_status: 'down', slave_priority: '0'})),
    });
    snapshot = withReadings(snapshot, 'redis', {server3: lost('no answer')});
    expect(codesOf(move(snapshot))).toEqual([
      'RedisTargetLink@server2',
      'RedisTargetNever@server2',
      'RedisTargetUnseen@server3',
    ]);
  });

  it('refuses while the sentinels do not agree, and to the master itself', () => {
    const split = withReadings(healthy(), 'redis', {server2: seen(redis(replica, '10.0.0.103'))});
    expect(codesOf(move(split))).toEqual(['RedisNoAgreedMaster@cluster']);
    expect(codesOf(move(healthy(), 'server1'))).toEqual(['RedisTargetIsMaster@server1']);
  });
});

describe('takeover-slurm', () => {
  const take = (snapshot: Snapshot, to?: string) =>
    planTakeover({snapshot, config, input: to === undefined ? {} : {to}, overrides: []});

  it('goes to the next in the order of succession, by its index', () => {
    const plan = planOf(take(healthy()));
    expect(plan.target).toBe('server2');
    const step = plan.steps.find(({title}) => title === 'take control');
    expect(step?.operation).toMatchObject({argv: ['scontrol', 'takeover', '1']});
  });

  it('ends a slurmctld that runs and answers nobody beside the one in control, which keeps it', () => {
    const ping = hosts.map((host, index) => ({role: `${index}`, host, up: host !== 'server2'}));
    const readings = Object.fromEntries(hosts.map((host) => [host, seen(controller({ping}))]));
    const plan = planOf(take(withReadings(healthy(), 'slurm', readings)));
    expect(plan.title).toBe('end the slurmctld of server2, which answers nobody, and keep control of Slurm on server1');
    expect(plan.steps.map(({on, stage}) => `${stage} ${on}`)).toEqual([
      'slurm-count server1',
      'slurm-end server2',
      'slurm-back server2',
      'slurm-back server3',
      'slurm-kept server1',
    ]);
    expect(plan.steps[1]?.operation).toMatchObject({argv: ['systemctl', 'kill', '--signal=KILL', 'slurmctld.service']});
  });

  it('leaves alone the one in control that answers nobody yet: it may just be taking over', () => {
    const ping = hosts.map((host, index) => ({role: `${index}`, host, up: host !== 'server1'}));
    const readings = Object.fromEntries(hosts.map((host) => [host, seen(controller({ping}))]));
    const plan = planOf(take(withReadings(healthy(), 'slurm', readings)));
    expect(plan.steps.some(({stage}) => stage === 'slurm-end')).toBe(false);
    expect(plan.title).toBe('give control of Slurm from server1, which answers nobody, to server2');
    expectWords(findingOf({kind: 'plan', plan}, 'SlurmWriterSilent'), {
      en: [/server1 writes the heartbeat.*answers nobody/, /Look again after a minute/],
      ko: [/server1.*응답하지 않습니다/, /1분 뒤 다시 확인/],
    });
  });

  it('keeps control where another writes the heartbeat too and answers, and ends the silent one once that is seen', () => {
    const ping = hosts.map((host, index) => ({role: `${index}`, host, up: host !== 'server1'}));
    const beat = (index: number, ageSeconds: number) => ({index, writtenAt: 100 - ageSeconds, ageSeconds, digest: 'x'});
    const readings = {
      server1: seen(controller({ping, heartbeat: beat(0, 1)})),
      server2: seen(controller({ping, heartbeat: beat(0, 1)})),
      server3: seen(controller({ping, heartbeat: beat(2, 3)})),
    };
    const plan = planOf(take(withReadings(healthy(), 'slurm', readings)));
    expect(plan).toMatchObject({target: 'server3', decidedBy: {from: 'server1', silent: 'server1'}});
    const titles = plan.steps.filter(({on}) => on === 'server1').map(({title}) => title);
    expect(titles).toEqual([
      'mask slurmctld until it is called back',
      'end slurmctld if it does not end by itself',
      'see slurmctld stay away',
    ]);
    expect(plan.steps.findIndex(({title}) => title === 'take control')).toBeLessThan(
      plan.steps.findIndex(({title}) => title === 'end slurmctld if it does not end by itself'),
    );
    expect(findingOf({kind: 'plan', plan}, 'SlurmWriterSilentBeside')).toMatchObject({
      where: 'server1',
      params: {others: 'server3'},
    });
  });

  it('takes no heartbeat that is older than a takeover for one that is written beside', () => {
    const ping = hosts.map((host, index) => ({role: `${index}`, host, up: host !== 'server1'}));
    const old = {index: 2, writtenAt: 1, ageSeconds: 600, digest: 'x'};
    const readings = Object.fromEntries(
      hosts.map((host) => [host, seen(controller({ping, ...(host === 'server3' ? {heartbeat: old} : {})}))]),
    );
    expect(planOf(take(withReadings(healthy(), 'slurm', readings))).target).toBe('server2');
  });

  it('names every unmet condition of a standby', () => {
    const bad = controller({
      heartbeat: null,
      heartbeatError: 'no such mount',
      mungeKeyDigest: 'b',
      configDigest: 'b',
      stateLocation: {path: '/', fstype: 'ext4'},
    });
    let snapshot = withReadings(healthy(), 'slurm', {
      server1: seen(controller({mungeKeyDigest: 'a', configDigest: 'a'})),
    });
    snapshot = withReadings(snapshot, 'slurm', {server2: seen(bad)});
    expect(codesOf(take(snapshot, 'server2'))).toEqual([
      'SlurmTargetState@server2',
      'SlurmTargetState@server2',
      'SlurmTargetKey@server2',
      'SlurmTargetConfig@server2',
    ]);
  });

  it('does not take over from nobody', () => {
    const silent = Object.fromEntries(
      hosts.map((host) => [
        host,
        seen(controller({heartbeat: {index: 0, writtenAt: 1, ageSeconds: 600, digest: 'x'}})),
      ]),
    );
    expect(codesOf(take(withReadings(healthy(), 'slurm', silent), 'server2'))).toContain(
      'SlurmNobodySeenInControl@cluster',
    );
  });
});

describe('taking a controller out', () => {
  const maintain = (snapshot: Snapshot, host: string, mode: 'on' | 'off' = 'on') =>
    planMaintenance({snapshot, config, input: {host, mode, hours: 2}, overrides: []});

  it('says beforehand what would move, and that nothing else may fail', () => {
    const codes = partingEffects(healthy(), config, 'server1').map(({code, level}) => `${level} ${code}`);
    expect(codes).toContain('info PartMovesAddress');
    expect(codes).toContain('info PartMovesRedis');
    expect(codes).toContain('info PartMovesSlurm');
    expect(codes.some((code) => code.startsWith('critical'))).toBe(false);
  });

  it('moves the address, Slurm and Redis away first, then stops Slurm, Redis, Galera and Gluster in that order', () => {
    const plan = planOf(maintain(healthy(), 'server1'));
    const stages = plan.stages.map(({id}) => id);
    const order = [
      'vip-move',
      'slurm-takeover',
      'redis-move',
      'leave-slurm',
      'leave-redis',
      'leave-mariadb',
      'leave-gluster',
    ];
    expect(stages.filter((id) => order.includes(id))).toEqual(order);
    expect(plan.steps.filter(({stage}) => stage === 'vip-clear').map(({on}) => on)).not.toContain('server1');
  });

  it('is refused where a service would lose its quorum, with each service named', () => {
    let snapshot = withReadings(
      healthy(),
      'mariadb',
      Object.fromEntries(hosts.map((host) => [host, seen(running({wsrep_cluster_size: '2'}))])),
    );
    snapshot = withReadings(snapshot, 'reach', {server3: lost('no answer')});
    snapshot = withVolume(snapshot, {
      bricks: [{healPending: 4}, {healPending: 4}, {healPending: 4, online: false}],
    });
    expect(codesOf(maintain(snapshot, 'server2'))).toEqual([
      'PartNotSeen@server3',
      'PartDatabase@server2',
      'PartVolume@server2',
      'PartHealing@server2',
    ]);
  });

  it('stops a database that was voted out as Inconsistent only beside Synced ones, and starts it again (GaleraPartitionMinority)', () => {
    const votedOut = {wsrep_cluster_status: 'Disconnected', wsrep_local_state_comment: 'Inconsistent'};
    const two = running({wsrep_cluster_size: '2'});
    const snapshot = withReadings(healthy(), 'mariadb', {
      ...{server1: seen(two), server2: seen(two)},
      server3: seen(running({...votedOut, wsrep_local_state: '5', wsrep_ready: 'OFF'})),
    });
    const databaseSteps = (mode: 'on' | 'off') =>
      planOf(maintain(snapshot, 'server3', mode)).steps.filter(
        ({operation}) => 'unit' in operation && operation.unit === 'mariadb.service',
      );
    expect(databaseSteps('on')).toMatchObject([
      {
        on: 'server3',
        operation: {state: 'stopped', masked: 'runtime'},
        before: [
          {name: 'galera-synced', on: 'server1'},
          {name: 'galera-synced', on: 'server2'},
        ],
      },
    ]);
    expect(databaseSteps('off')).toMatchObject([{on: 'server3', operation: {state: 'started', masked: false}}]);
  });

  it('comes back in the reverse order, the address last', () => {
    const plan = planOf(maintain(healthy(), 'server2', 'off'));
    expect(plan.stages.map(({id}) => id)).toEqual([
      'return-gluster',
      'return-mariadb',
      'return-redis',
      'return-slurm',
      'return-vip',
    ]);
  });
});

describe('every condition that can stand against a move is provoked, and named with its place', () => {
  const on = (snapshot: Snapshot, host: string, over: Partial<HostFacts>) =>
    withReadings(snapshot, 'host', {
      [host]: seen({disks: [], clockOffsetMs: 0, ...over} as Partial<HostFacts> as HostFacts),
    });
  const disk = {path: '/var', sizeBytes: 100, usedBytes: 99, inodesUsedPercent: 1, readOnly: false};
  const down = unit('x.service', 'inactive');
  const silentRedis = {...redis(replica), instances: [instance(null)]};
  const noQuorum = (role: Readonly<Record<string, string>>): RedisFacts => {
    const facts = redis(role);
    return {...facts, sentinel: facts.sentinel === null ? null : {...facts.sentinel, quorumCheck: 'NOQUORUM 1 usable'}};
  };
  const split = (): Snapshot => {
    const base = healthy();
    const reading = base.shared.glusterVolume;
    if (reading.kind !== 'seen' || reading.value.volume === null) throw new Error('no volume');
    const bricks = reading.value.volume.bricks.map((brick) => ({...brick, splitBrain: 2}));
    const value = {...reading.value, volume: {...reading.value.volume, bricks}};
    return {...base, shared: {...base.shared, glusterVolume: {...reading, value}}};
  };
  const everySlurm = (over: Partial<SlurmFacts>) =>
    withReadings(healthy(), 'slurm', Object.fromEntries(hosts.map((host) => [host, seen(controller(over))])));
  const order = (controllers: readonly string[]) => ({
    conf: {...required(controller().conf), controllers: [...controllers]},
  });

  const vip = (over: Partial<KeepalivedFacts>) => withReadings(healthy(), 'keepalived', {server2: seen(vrrp(over))});
  const moveVip = (snapshot: Snapshot) => failover(snapshot, 'server2');
  const moveRedis = (snapshot: Snapshot) => planSwitchRedis({snapshot, config, input: {to: 'server2'}, overrides: []});
  const ofRedis = (facts: RedisFacts) => withReadings(healthy(), 'redis', {server2: seen(facts)});
  const moveSlurm = (to: string) => (snapshot: Snapshot) =>
    planTakeover({snapshot, config, input: {to}, overrides: []});
  const ofSlurm = (over: Partial<SlurmFacts>) => withReadings(healthy(), 'slurm', {server2: seen(controller(over))});
  const leave = (host: string) => (snapshot: Snapshot) =>
    planMaintenance({snapshot, config, input: {host, mode: 'on', hours: 2}, overrides: []});

  const provoked: readonly (readonly [string, Snapshot, (snapshot: Snapshot) => PlanResult])[] = [
    ['VipTargetDaemon@server2', vip({unit: down}), moveVip],
    ['VipTargetState@server2', vip({vrrpState: 'FAULT'}), moveVip],
    ['VipTargetDisk@server2', on(healthy(), 'server2', {disks: [disk]}), moveVip],
    ['VipTargetDisk@server2', on(healthy(), 'server2', {disks: [{...disk, usedBytes: 1, readOnly: true}]}), moveVip],
    ['VipTargetClock@server2', on(healthy(), 'server2', {clockOffsetMs: -60_000}), moveVip],
    ['RedisTargetBehind@server2', ofRedis(redis({...replica, slave_repl_offset: '-9000000'})), moveRedis],
    ['RedisTargetNoReplica@server2', ofRedis(redis({...replica, role: 'sentinel'})), moveRedis],
    ['RedisTargetSilent@server2', ofRedis(silentRedis), moveRedis],
    [
      'RedisSentinelUnfit@server3',
      withReadings(healthy(), 'redis', {server2: seen(noQuorum(replica)), server3: seen(noQuorum(replica))}),
      moveRedis,
    ],
    ['SlurmNoStandby@cluster', everySlurm(order(['server1'])), moveSlurm('server2')],
    ['SlurmStateSplit@cluster', split(), moveSlurm('server2')],
    ['SlurmTargetClock@server2', on(healthy(), 'server2', {clockOffsetMs: 2_000}), moveSlurm('server2')],
    ['SlurmTargetInControl@server1', healthy(), moveSlurm('server1')],
    [
      'SlurmTargetSilent@server2',
      everySlurm({ping: [{role: 'backup', host: 'server2', up: false}]}),
      moveSlurm('server2'),
    ],
    ['SlurmTargetStopped@server2', ofSlurm({slurmctld: down}), moveSlurm('server2')],
    ['SlurmTargetUnknown@server9', healthy(), moveSlurm('server9')],
    ['SlurmTargetUnseen@server2', withReadings(healthy(), 'slurm', {server2: lost('no answer')}), moveSlurm('server2')],
    ['AlignNothing@server1', healthy(), (snapshot) => planAlign({snapshot, config, input: {}, overrides: []})],
    ['PartUnknownHost@server9', healthy(), leave('server9')],
    [
      'PartAddress@server1',
      withReadings(healthy(), 'keepalived', {server2: seen(vrrp({unit: down})), server3: seen(vrrp({unit: down}))}),
      leave('server1'),
    ],
    [
      'PartRedis@server1',
      withReadings(healthy(), 'redis', {server2: lost('no answer'), server3: lost('no answer')}),
      leave('server1'),
    ],
    [
      'PartSlurm@server1',
      withReadings(healthy(), 'slurm', {server2: lost('no answer'), server3: lost('no answer')}),
      leave('server1'),
    ],
  ];

  it.each(provoked)('%s', (expected, snapshot, plan) => {
    const result = plan(snapshot);
    expect(codesOf(result)).toContain(expected);
    const finding =
      result.kind === 'refusal' ? result.findings.find(({code}) => expected.startsWith(`${code}@`)) : undefined;
    // In words, with every fact filled in.
    if (finding === undefined) throw new Error('not found');
    for (const language of ['en', 'ko'] as const) expect(findingText(finding, language)).not.toMatch(/\{\w+\}/);
  });

  it('a takeover from the first controller says beforehand that it stays away', () => {
    expect(planOf(moveSlurm('server2')(healthy())).notes.map(({code}) => code)).toEqual(['SlurmFirstStaysAway']);
  });
});

function required<T>(value: T | null): T {
  if (value === null) throw new Error('there is none');
  return value;
}
