// What a drill promises before anything is broken: its class, its target, a way back that is armed, canaries beside the target.

import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {planDrill} from '../../src/actions/drill.ts';
import {drills} from '../../src/actions/drills/catalogue.ts';
import {vipTakeover} from '../../src/actions/drills/predict.ts';
import {sentinelFile} from '../../src/actions/phases/redis/files.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {DrillSpec} from '../../src/model/drill/drill.ts';
import type {KeepalivedFacts, RedisFacts, SlurmFacts} from '../../src/model/facts.ts';
import type {PlanResult} from '../../src/model/plan.ts';
import {bareSnapshot, codesOf, configOf, lost, planOf, running, seen, unit, withReadings} from './support/cluster.ts';
import {expectWords, findingOf} from './support/words.ts';

const config = configOf(3, {lab: true});

function keepalived(vipOn: string | null): KeepalivedFacts {
  return {
    ...{unit: unit('keepalived.service', 'active'), vipOn, mac: null, neighbourMac: null, neighbourState: null},
    ...{vrrpState: vipOn === null ? 'BACKUP' : 'MASTER', lastTransitionAt: null, transitions10min: 0, transitions: []},
    ...{maintenance: null, checks: {}, now: 0},
  };
}

function redis(role: string): RedisFacts {
  const instance = {
    port: 6379,
    unit: null,
    info: {role},
    config: null,
    error: null,
    clusterInfo: null,
    clusterNodes: null,
  };
  return {instances: [instance], sentinel: null};
}

const slurm: SlurmFacts = {
  ...{slurmctld: unit('slurmctld.service', 'active'), slurmdbd: unit('slurmdbd.service', 'active')},
  ...{munge: unit('munge.service', 'active'), version: null, mungeKeyDigest: null, configDigest: null},
  conf: {
    ...{clusterName: 'test', controllers: ['server1', 'server2', 'server3'], stateSaveLocation: null},
    ...{controllerTimeoutSeconds: 10, accountingHost: null, accountingBackupHost: null},
    ...{maxDbdMessages: null, maxJobCount: null},
  },
  ...{stateLocation: null, heartbeatError: null, ping: null, problems: []},
  heartbeat: {index: 1, writtenAt: 0, ageSeconds: 1, digest: ''},
};

const snapshot = withReadings(
  withReadings(
    withReadings(
      withReadings(bareSnapshot(config), 'keepalived', {
        server1: seen(keepalived('eth0')),
        server2: seen(keepalived(null)),
        server3: seen(keepalived(null)),
      }),
      'redis',
      {server1: seen(redis('slave')), server2: seen(redis('slave')), server3: seen(redis('master'))},
    ),
    'slurm',
    {server1: seen(slurm), server2: seen(slurm), server3: seen(slurm)},
  ),
  'mariadb',
  {server1: seen(running()), server2: seen(running()), server3: seen(running())},
);

function plan(drill: string, over: {readonly target?: string; readonly config?: ClusterConfig} = {}): PlanResult {
  const target = over.target === undefined ? {} : {target: over.target};
  return planDrill({snapshot, config: over.config ?? config, input: {drill, ...target}, overrides: []});
}

function specOf(result: PlanResult): DrillSpec {
  const operation = planOf(result).steps[0]?.operation;
  if (operation?.kind !== 'drill') throw new Error('no drill in it');
  return operation.spec;
}

describe('classes', () => {
  const real = configOf(3, {lab: false});

  it('lab-only drills are refused on anything else, and no override is offered', () => {
    const labOnly = drills.filter((drill) => drill.class === 'L');
    expect(labOnly.length).toBeGreaterThan(4);
    for (const {id} of labOnly) {
      const answer = plan(id, {config: real});
      expect(codesOf(answer)).toEqual(['DrillLabOnly@cluster']);
      expect(answer.kind === 'refusal' && answer.findings.some(({overridable}) => overridable === true)).toBe(false);
    }
  });

  it('P and W want the target’s name, L the cluster’s', () => {
    for (const {id, class: kind} of drills) {
      const {danger, target} = planOf(plan(id));
      if (kind === 'L') expect([danger, target]).toEqual(['destructive', 'test']);
      else expect([danger, target]).toEqual(['disruptive', specOf(plan(id)).target]);
    }
  });

  it('waits minutes before a drill where people work, and seconds in a lab', () => {
    expect(specOf(plan('D11', {config: real})).waits.preflightMs).toBe(300_000);
    expect(specOf(plan('D11')).waits.preflightMs).toBeLessThan(5_000);
  });
});

describe('every drill of class P and W', () => {
  for (const {id, class: kind} of drills) {
    if (kind === 'L') continue;
    it(`${id} has a way back that its target can go alone, and says when the fault begins`, () => {
      const {restore, injections, target, ttlSeconds, waits} = specOf(plan(id));
      expect(restore).not.toBe('');
      expect(injections.map(({on}) => on)).toEqual([target]);
      expect(injections.every((each) => each.via === 'script' && /^echo injecting$/m.test(each.script))).toBe(true);
      expect(ttlSeconds * 1000).toBeGreaterThan(waits.mostMs);
    });
  }
});

describe('D02', () => {
  /** What its fault does where redis-cli answers these lines: the exit code, and what redis-cli was told. */
  const injected = (answers: readonly string[]): {readonly code: number | null; readonly told: string} => {
    const places = mkdtempSync(join(tmpdir(), 'hpcha-d02-'));
    try {
      writeFileSync(join(places, 'sentinel.conf'), 'port 26379\nrequirepass "s3cret"\n');
      const cli = `#!/bin/sh\ncat > ${places}/told\nprintf '%s\\n' ${answers.map((line) => `'${line}'`).join(' ')}\n`;
      writeFileSync(join(places, 'redis-cli'), cli, {mode: 0o755});
      const [injection] = specOf(plan('D02')).injections;
      const script = injection?.via === 'script' ? injection.script : '';
      expect(script).toContain(sentinelFile);
      const here = script.replace(sentinelFile, join(places, 'sentinel.conf')).replace(/^scontrol .*$/m, 'true');
      const {status} = spawnSync('/bin/sh', ['-c', here], {env: {PATH: `${places}:/usr/bin:/bin`}});
      return {code: status, told: readFileSync(join(places, 'told'), 'utf8')};
    } finally {
      rmSync(places, {recursive: true});
    }
  };

  it('asks the sentinel that this program set up, with the password of its own file', () => {
    expect(injected(['OK', 'OK'])).toEqual({code: 0, told: 'AUTH s3cret\nSENTINEL FAILOVER hpcha\n'});
  });

  it('is not done where the sentinel accepts the password and refuses to fail over', () => {
    expect(injected(['OK', 'NOGOODSLAVE No suitable replica to promote']).code).toBe(1);
  });
});

describe('D03', () => {
  it('freezes all of keepalived before it kills it, so that its VRRP process cannot take the address off meanwhile', () => {
    const [injection] = specOf(plan('D03')).injections;
    const script = injection?.via === 'script' ? injection.script : '';
    const signals = script.split('\n').filter((line) => line.startsWith('systemctl kill'));
    expect(signals).toEqual(['STOP', 'KILL'].map((signal) => `systemctl kill --kill-whom=all -s ${signal} keepalived`));
  });
});

describe('targets', () => {
  it('are the bearers of the role that the drill is about', () => {
    expect(specOf(plan('D03')).target).toBe('server1');
    expect(specOf(plan('D08')).target).toBe('server3');
    expect(specOf(plan('D06')).target).toBe('server2');
    expect(codesOf(plan('D08', {target: 'server1'}))).toEqual(['DrillWrongTarget@cluster']);
  });

  it('are never the owner of the address where the drill is about a bystander', () => {
    expect(specOf(plan('D04')).target).toBe('server3');
    expect(codesOf(plan('D12', {target: 'server1'}))).toEqual(['DrillWrongTarget@cluster']);
  });

  it('must be seen, all of them', () => {
    const dark = withReadings(snapshot, 'reach', {server2: lost('no route')});
    const answer = planDrill({snapshot: dark, config, input: {drill: 'D11'}, overrides: []});
    expect(codesOf(answer)).toEqual(['ControllerUnseen@server2']);
  });
});

describe('a drill is refused', () => {
  it('where there is none of that name', () => {
    const answer = plan('D99');
    expect(codesOf(answer)).toEqual(['DrillUnknown@cluster']);
    const finding = findingOf(answer, 'DrillUnknown');
    expect(finding).toMatchObject({level: 'critical', params: {drill: 'D99'}});
    expectWords(finding, {en: [/no drill D99/, /drill list/], ko: [/D99.*없습니다/, /drill list/]});
  });

  it('with fewer than three controllers: nobody would be left to decide', () => {
    const two = configOf(2, {lab: true});
    const answer = plan('D03', {config: two});
    expect(codesOf(answer)).toEqual(['DrillTooFew@cluster']);
    const finding = findingOf(answer, 'DrillTooFew');
    expect(finding).toMatchObject({level: 'critical', params: {count: 2}});
    expectWords(finding, {
      en: [/at least three controllers.* has 2\./, /nodes\.controllers/],
      ko: [/3대 이상.*2대입니다/, /nodes\.controllers에.*십시오/],
    });
  });

  const nobody = {...redis('slave'), sentinel: null};
  const silent = {...slurm, heartbeat: null, slurmdbd: unit('slurmdbd.service', 'inactive')};
  const everywhere = <T>(value: T) => ({server1: seen(value), server2: seen(value), server3: seen(value)});
  it.each([
    ['D03', 'VIP', withReadings(snapshot, 'keepalived', everywhere(keepalived(null)))],
    ['D03', 'VIP', withReadings(snapshot, 'keepalived', everywhere(keepalived('eth0')))],
    ['D03', 'VIP', withReadings(snapshot, 'keepalived', {server1: lost('no answer')})],
    ['D08', 'Redis master', withReadings(snapshot, 'redis', everywhere(nobody))],
    ['D08', 'Redis master', withReadings(snapshot, 'redis', everywhere(redis('master')))],
    ['D06', 'slurmctld', withReadings(snapshot, 'slurm', everywhere(silent))],
    ['D07', 'slurmdbd', withReadings(snapshot, 'slurm', everywhere(silent))],
  ])('%s while the role %s is nobody’s, several’s or unseen', (drill, role, of) => {
    const answer = planDrill({snapshot: of, config, input: {drill}, overrides: []});
    expect(codesOf(answer)).toEqual(['DrillNoTarget@cluster']);
    const finding = findingOf(answer, 'DrillNoTarget');
    expect(finding).toMatchObject({level: 'critical', params: {drill, role}});
    expectWords(finding, {
      en: [new RegExp(`${drill} .*"${role}", and none could be named`), /hpcha-tui status.*repair/],
      ko: [
        new RegExp(`${drill}.*"${role.replace('master', '마스터')}".*찾을 수 없습니다`),
        /hpcha-tui status.*고치십시오/,
      ],
    });
  });
});

it('no canary goes through the target, and the second vantage is another controller', () => {
  for (const {id} of drills) {
    const {streams, target, vantage} = specOf(plan(id));
    expect(vantage).not.toBe(target);
    expect(streams.filter(({way}) => 'host' in way && way.host === target)).toEqual([]);
    // An open file would keep the volume of a full stop from being unmounted.
    expect(new Set(streams.map(({service}) => service)).size).toBe(id === 'D19' ? 3 : 5);
  }
});

describe('predictions', () => {
  it('of the address follow the advert interval and the best remaining priority', () => {
    expect(vipTakeover(config, 'server1')).toBe(Math.round(600 + ((256 - 90) / 256) * 200));
  });

  it('of a lost controller count only the roles that it has', () => {
    expect(specOf(plan('D14', {target: 'server3'})).predicted).toEqual({
      ...{keepalived: 0, mariadb: 2_500, glusterfs: 4_000, redis: 3_000, slurm: 4_000},
    });
  });
});
