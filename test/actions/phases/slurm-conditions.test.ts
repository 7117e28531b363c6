// Every condition of Slurm that the setup warns of or refuses for is provoked, and says what is wrong and what to do.

import {expect, it} from 'vitest';
import {slurmPhase} from '../../../src/actions/phases/slurm.ts';
import {bareSnapshot, configOf, seen, survey, withReadings} from '../support/cluster.ts';
import {bare, type Condition, provokeAll, type Situation} from '../support/conditions.ts';
import {expectWords, saidBy} from '../support/words.ts';

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

const slurmConfig = (over: object) => bare(configOf(3, {slurm: over}));
const noDatabase = {mariadb: false};

const conditions: readonly Condition[] = [
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

provokeAll(conditions);

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
