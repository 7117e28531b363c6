// The scenes that the scripted console can show, by name.

import type {Judgement} from '../../src/model/verdict.ts';
import {verbatim} from '../../src/model/words.ts';
import {buildFinding, buildJudgement} from '../state/builders/judgement.ts';

type Scene = (now: number) => Judgement;

const lastSeen = new Map<string, number>();

const known: Readonly<Record<string, Scene>> = {
  healthy: (at) => buildJudgement({at}),
  donor: (at) =>
    buildJudgement({
      at,
      cells: {'mariadb@server3': {level: 'warning', word: verbatim('Donor')}},
      findings: [
        buildFinding('GaleraDonorTest', {
          service: 'mariadb',
          params: {percent: 41},
          remedy: 'start',
          evidence: {
            command: "SHOW GLOBAL STATUS LIKE 'wsrep_%'",
            raw: 'wsrep_local_state_comment\tDonor/Desynced\nwsrep_cluster_size\t3\n'.repeat(20),
            at,
          },
        }),
      ],
    }),
  gone: (at) => {
    const since = lastSeen.get('gone') ?? at;
    lastSeen.set('gone', since);
    const services = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'host'];
    return buildJudgement({
      at,
      lost: ['server3'],
      confirmedLost: ['server3'],
      tolerance: 0,
      findings: [buildFinding('NodeLostTest', {level: 'critical'})],
      cells: Object.fromEntries(
        services.map((service) => [
          `${service}@server3`,
          {reading: 'lost' as const, level: 'warning' as const, at: since, facts: {}},
        ]),
      ),
    });
  },
  /** Nobody answers: the network of the console is gone, or the whole cluster. */
  dark: (at) =>
    buildJudgement({
      at,
      lost: ['server1', 'server2', 'server3'],
      owners: [],
      cells: Object.fromEntries(
        ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'host'].flatMap((service) =>
          ['server1', 'server2', 'server3'].map((host) => [
            `${service}@${host}`,
            {reading: 'lost' as const, level: 'unknown' as const, facts: {}},
          ]),
        ),
      ),
      findings: [buildFinding('AllLostTest', {level: 'unknown', where: 'cluster'})],
    }),
  /** Another picture with every poll. */
  flap: (at) => known[Math.floor(at / 100) % 2 === 0 ? 'healthy' : 'donor']?.(at) ?? buildJudgement({at}),
  /** A judgement that breaks its promise: the service's page cannot be drawn from it. */
  throws: (at) => buildJudgement({at, cells: {'mariadb@server2': {facts: JSON.parse('null')}}}),
};

export function scenes(names: readonly string[]): readonly Scene[] {
  return names.flatMap((name) => {
    const scene = known[name];
    return scene === undefined ? [] : [scene];
  });
}
