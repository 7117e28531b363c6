// Every condition of machines, storage, database and Redis that the setup warns of or refuses for is provoked, and says what to do.

import {glusterfsPhase} from '../../../src/actions/phases/glusterfs.ts';
import {mariadbPhase} from '../../../src/actions/phases/mariadb.ts';
import {preparePhase} from '../../../src/actions/phases/prepare.ts';
import {redisPhase} from '../../../src/actions/phases/redis.ts';
import {configOf, seen, survey, withReadings} from '../support/cluster.ts';
import {bare, type Condition, provokeAll, type Situation} from '../support/conditions.ts';

function called(host: 'server2' | 'node001', hostname: string | null): Situation {
  const found = seen(survey(host === 'node001' ? '10.0.0.201' : '10.0.0.102', {hostname}));
  return bare(configOf(), (snapshot) => withReadings(snapshot, 'survey', {[host]: found}));
}

function tables(firewallForeignTables: readonly string[]): Situation {
  const found = seen(survey('10.0.0.102', {firewallForeignTables}));
  return bare(configOf(), (snapshot) => withReadings(snapshot, 'survey', {server2: found}));
}

const redisConfig = (controllers: number, over: object) => bare(configOf(controllers, {redis: over}));

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
  ...(['server2', 'node001'] as const).map((host) => ({
    code: 'HostNameDiffers',
    phase: preparePhase,
    when: [called(host, 'localhost')],
    // Slurm compares the short form; host names have no case; what could not be read says nothing.
    unless: [called(host, host), called(host, `${host.toUpperCase()}.example.org`), called(host, null)],
    says: {level: 'warning', where: host, params: {own: 'localhost'}} as const,
    words: {
      en: [new RegExp(`${host} calls itself localhost`), new RegExp(`hostnamectl set-hostname ${host}`)],
      ko: [new RegExp(`${host}의 실제 호스트 이름은 localhost`), new RegExp(`set-hostname ${host}.*십시오`)],
    } as const,
  })),
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
];

provokeAll(conditions);
