// Every condition that a phase of the setup warns of or refuses for is provoked, and says what is wrong and what to do.

import {describe, expect, it} from 'vitest';
import {glusterfsPhase} from '../../../src/actions/phases/glusterfs.ts';
import {mariadbPhase} from '../../../src/actions/phases/mariadb.ts';
import type {Phase} from '../../../src/actions/phases/phase.ts';
import {preparePhase} from '../../../src/actions/phases/prepare.ts';
import {redisPhase} from '../../../src/actions/phases/redis.ts';
import {slurmPhase} from '../../../src/actions/phases/slurm.ts';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {HostFacts} from '../../../src/model/facts.ts';
import type {Finding} from '../../../src/model/finding.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {bareSnapshot, configOf, seen, survey, withReadings} from '../support/cluster.ts';
import {expectWords, findingOf, saidBy, type Words} from '../support/words.ts';

type Situation = {readonly config: ClusterConfig; readonly snapshot: Snapshot};

function bare(config: ClusterConfig, change: (snapshot: Snapshot) => Snapshot = (same) => same): Situation {
  return {config, snapshot: change(bareSnapshot(config))};
}

function called(host: string, hostname: string): Situation {
  const facts = {hostname} as Partial<HostFacts> as HostFacts;
  return bare(configOf(), (snapshot) => withReadings(snapshot, 'host', {[host]: seen(facts)}));
}

function tables(firewallForeignTables: readonly string[]): Situation {
  const found = seen(survey('10.0.0.102', {firewallForeignTables}));
  return bare(configOf(), (snapshot) => withReadings(snapshot, 'survey', {server2: found}));
}

function withoutComputeNodes(): Situation {
  const config = configOf();
  return bare({...config, nodes: {...config.nodes, compute_nodes: []}});
}

/** Slurm of its own under /opt/slurm, installed on the controllers that are named. */
function ownSlurm(installed: readonly string[]): Situation {
  const config = configOf(3, {slurm: {db_password: 'p', prefix: '/opt/slurm'}});
  const readings = Object.fromEntries(
    config.nodes.controllers.map(({hostname, ip_address}) => {
      const slurmPrefixVersion = installed.includes(hostname) ? '23.11.4' : null;
      return [hostname, seen(survey(ip_address, {slurmPrefixVersion}))];
    }),
  );
  return bare(config, (snapshot) => withReadings(snapshot, 'survey', readings));
}

const redisConfig = (controllers: number, over: object) => bare(configOf(controllers, {redis: over}));
const slurmConfig = (over: object) => bare(configOf(3, {slurm: over}));
const noDatabase = {mariadb: false};

type Condition = {
  readonly code: string;
  readonly phase: Phase;
  readonly when: readonly Situation[];
  /** So near to it that it must not be said. */
  readonly unless: readonly Situation[];
  readonly says: Pick<Finding, 'level' | 'where' | 'params'>;
  readonly words: Words;
};

const conditions: readonly Condition[] = [
  {
    code: 'FewControllers',
    phase: preparePhase,
    when: [bare(configOf(2))],
    unless: [bare(configOf(3))],
    says: {level: 'warning', where: 'cluster', params: {count: 2}},
    words: {
      en: [/2 controllers .* no majority/, /nodes\.controllers/],
      ko: [/2대.*과반/, /nodes\.controllers.*십시오/],
    },
  },
  {
    code: 'HostNameDiffers',
    phase: preparePhase,
    when: [called('server2', 'localhost')],
    // Slurm compares the short form; host names have no case.
    unless: [called('server2', 'server2'), called('server2', 'Server2.example.org')],
    says: {level: 'warning', where: 'server2', params: {own: 'localhost'}},
    words: {
      en: [/server2 calls itself localhost/, /hostnamectl set-hostname server2/],
      ko: [/server2의 실제 호스트 이름은 localhost/, /hostnamectl set-hostname server2.*십시오/],
    },
  },
  {
    code: 'FirewallForeign',
    phase: preparePhase,
    when: [tables(['inet filter', 'ip nat'])],
    unless: [tables([])],
    says: {level: 'warning', where: 'server2', params: {tables: 'inet filter, ip nat'}},
    words: {
      en: [/server2 has other firewall tables \(inet filter, ip nat\)/, /let these ports pass/],
      ko: [/server2에 다른 방화벽 테이블\(inet filter, ip nat\)/, /허용하거나.*제거하십시오/],
    },
  },
  {
    code: 'GlusterNoReplica',
    phase: glusterfsPhase,
    when: [
      bare(configOf(3, {storage: {gluster: {replica_count: 1}}})),
      bare(configOf(1, {storage: {gluster: {replica_count: 1}}})),
    ],
    unless: [bare(configOf())],
    says: {level: 'warning', where: 'cluster', params: {}},
    words: {en: [/one copy/, /replica_count: 3/], ko: [/사본이 하나/, /replica_count: 3.*십시오/]},
  },
  ...([0, 2] as const).map((value) => ({
    code: 'GaleraFlushNotDurable',
    phase: mariadbPhase,
    when: [bare(configOf(3, {database: {password: 'p', auth_password: 'q', flush_at_commit: value}}))],
    unless: [bare(configOf())],
    says: {level: 'warning', where: 'cluster', params: {value}} as const,
    words: {
      en: [new RegExp(`trx_commit is ${value}: .* loses`), /flush_at_commit: 1/],
      ko: [new RegExp(`값이 ${value}입니다.*잃습니다`), /flush_at_commit: 1.*십시오/],
    } as const,
  })),
  {
    code: 'RedisPasswordUnquotable',
    phase: redisPhase,
    when: ['a"b', 'a\\b', 'a\nb'].flatMap((password) => [
      redisConfig(3, {password}),
      redisConfig(3, {password, mode: 'cluster'}),
    ]),
    unless: [redisConfig(3, {password: "a b#'c"})],
    says: {level: 'critical', where: 'cluster', params: {}},
    words: {
      en: [/redis\.password holds a quote/, /Choose another/],
      ko: [/redis\.password에.*따옴표/, /다른 값을 쓰십시오/],
    },
  },
  {
    code: 'RedisTooFewSentinels',
    phase: redisPhase,
    when: [redisConfig(2, {password: 'p'}), bare(configOf(3, {}, [{}, {redis: false}]))],
    unless: [bare(configOf())],
    says: {level: 'warning', where: 'cluster', params: {sentinels: 2}},
    words: {en: [/Only 2 of at least three sentinels/, /Enable redis/], ko: [/센티널이 2개/, /redis를 켜십시오/]},
  },
  {
    code: 'RedisClusterTooFewControllers',
    phase: redisPhase,
    when: [redisConfig(2, {password: 'p', mode: 'cluster'})],
    unless: [redisConfig(3, {password: 'p', mode: 'cluster'}), redisConfig(2, {password: 'p'})],
    says: {level: 'critical', where: 'cluster', params: {controllers: 2}},
    words: {
      en: [/needs three controllers, and 2 have/, /redis\.mode: sentinel/],
      ko: [/3대가 필요하지만.*2대/, /redis\.mode: sentinel로 하십시오/],
    },
  },
  {
    code: 'SlurmNoAccounting',
    phase: slurmPhase,
    when: [bare(configOf(3, {}, [noDatabase, noDatabase, noDatabase]))],
    unless: [bare(configOf(3, {slurm: {accounting: false}}, [noDatabase, noDatabase, noDatabase])), bare(configOf())],
    says: {level: 'warning', where: 'cluster', params: {}},
    words: {
      en: [/no controller has both Slurm and MariaDB/, /Enable mariadb .* slurm\.accounting: false/],
      ko: [/MariaDB가 함께 있는 컨트롤러가 없습니다/, /mariadb를 켜거나 slurm\.accounting: false로 하십시오/],
    },
  },
  {
    code: 'SlurmOneAccountingHost',
    phase: slurmPhase,
    when: [bare(configOf(3, {}, [noDatabase, noDatabase]))],
    unless: [
      bare(configOf(3, {}, [noDatabase])),
      bare(configOf(3, {slurm: {accounting: false}}, [noDatabase, noDatabase])),
    ],
    says: {level: 'warning', where: 'cluster', params: {}},
    words: {en: [/Only one controller/, /Enable slurm and mariadb/], ko: [/한 대뿐/, /slurm과 mariadb를 켜십시오/]},
  },
  {
    code: 'SlurmWithoutNodes',
    phase: slurmPhase,
    when: [withoutComputeNodes()],
    unless: [bare(configOf())],
    says: {level: 'critical', where: 'cluster', params: {}},
    words: {
      en: [/does not start/, /nodes\.compute_nodes/],
      ko: [/시작되지 않습니다/, /nodes\.compute_nodes에.*하세요/],
    },
  },
  {
    code: 'SlurmPrefixEmpty',
    phase: slurmPhase,
    when: [ownSlurm(['server1', 'server3'])],
    unless: [ownSlurm(['server1', 'server2', 'server3']), bare(configOf())],
    says: {level: 'critical', where: 'server2', params: {prefix: '/opt/slurm'}},
    words: {
      en: [/no Slurm under \/opt\/slurm on server2/, /Install it there, or leave slurm\.prefix out/],
      ko: [/server2의 \/opt\/slurm에 Slurm이 없습니다/, /설치하거나 slurm\.prefix를 빼고/],
    },
  },
  {
    code: 'SlurmPasswordUnquotable',
    phase: slurmPhase,
    when: ['a b', 'a#b', 'a"b', 'a\\b', 'a\u0001b'].map((db_password) => slurmConfig({db_password})),
    // Without slurmdbd there is no file that would have to carry it.
    unless: [slurmConfig({db_password: "p'$;%"}), slurmConfig({db_password: 'a b', accounting: false})],
    says: {level: 'critical', where: 'cluster', params: {}},
    words: {
      en: [/slurm\.db_password holds a space/, /Choose another/],
      ko: [/slurm\.db_password에.*공백/, /다른 값을 쓰십시오/],
    },
  },
];

describe.each(conditions)('$code', ({code, phase, when, unless, says, words}) => {
  it.each(when)('is said, with its place, its facts and the way out', ({config, snapshot}) => {
    const part = phase.plan(snapshot, config);
    const finding = findingOf(part, code);
    expect(finding).toMatchObject(says);
    expect(finding.params).toEqual(says.params);
    // What is critical stops the phase before anything is touched; a warning stands beside its steps.
    expect(part.kind).toBe(says.level === 'critical' ? 'refusal' : 'part');
    expectWords(finding, words);
  });

  it.each(unless)('is not said where it does not hold', ({config, snapshot}) => {
    expect(saidBy(phase.plan(snapshot, config)).map((each) => each.code)).not.toContain(code);
  });
});

it('munge keys that differ are told apart by the beginning of their digests, and none is replaced', () => {
  const config = configOf();
  const readings = Object.fromEntries(
    config.nodes.controllers.map(({hostname, ip_address}, index) => {
      const mungeKeyDigest = index === 1 ? 'b'.repeat(64) : 'a'.repeat(64);
      return [hostname, seen(survey(ip_address, {mungeKeyDigest, slurmClusterName: 'test'}))];
    }),
  );
  const part = slurmPhase.plan(withReadings(bareSnapshot(config), 'survey', readings), config);
  const findings = saidBy(part).filter(({code}) => code === 'MungeKeysDiffer');
  expect(findings.map(({where, params}) => [where, params['digest']])).toEqual([
    ['server1', 'a'.repeat(12)],
    ['server2', 'b'.repeat(12)],
    ['server3', 'a'.repeat(12)],
  ]);
  for (const finding of findings) {
    expectWords(finding, {
      en: [/munge key of server\d/, /copy \/etc\/munge\/munge\.key/],
      ko: [/server\d의 munge 키/, /복사하고 munge를 재시작/],
    });
  }
});
