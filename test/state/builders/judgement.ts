// Builds judgements for tests: a healthy cluster of any size, and faults put into it by name.

import type {Finding} from '../../../src/model/finding.ts';
import {sortFindings} from '../../../src/model/finding.ts';
import type {CellLevel} from '../../../src/model/level.ts';
import {rollUp} from '../../../src/model/level.ts';
import type {HostName, ServiceId} from '../../../src/model/service.ts';
import {services} from '../../../src/model/service.ts';
import type {Cell, Judgement, ServiceVerdict} from '../../../src/model/verdict.ts';
import {verbatim} from '../../../src/model/words.ts';

export const startOfTest = Date.UTC(2026, 10, 23, 3, 4, 19);
export const threeHosts: readonly HostName[] = ['server1', 'server2', 'server3'];
export const vip = '10.77.0.100';

const words: Readonly<Record<ServiceId, readonly string[]>> = {
  glusterfs: ['brick mount'],
  mariadb: ['Synced'],
  redis: ['master', 'replica 0 B'],
  slurm: ['in control', 'standby'],
  keepalived: ['MASTER 100', 'BACKUP 90'],
  web: ['off'],
  host: ['load 0.4'],
};

const facts: Readonly<Record<ServiceId, Cell['facts']>> = {
  glusterfs: {bricks: 1, healPending: 0, mount: '/mnt/glusterfs', peersConnected: 2},
  mariadb: {state: 'Synced', clusterSize: 3, lastCommitted: 48451, flowControlPaused: 0, version: '10.11.19'},
  redis: {role: 'replica', lagBytes: 0, memoryBytes: 1_500_000, sentinel: 'ok'},
  slurm: {slurmctld: 'active', slurmdbd: 'active', heartbeatAgeSeconds: 2},
  keepalived: {vrrpState: 'BACKUP', priority: 90, transitions10min: 0},
  web: {},
  host: {load1: 0.4, memoryUsedPercent: 31, diskUsedPercent: 12, failedUnits: 0, uptimeSeconds: 90000},
};

export type JudgementOptions = {
  readonly hosts?: readonly HostName[];
  readonly at?: number;
  readonly findings?: readonly Finding[];
  /** Cells that differ from the healthy ones, by `service@host`. */
  readonly cells?: Readonly<Record<string, Partial<Cell>>>;
  readonly lost?: readonly HostName[];
  readonly confirmedLost?: readonly HostName[];
  readonly tolerance?: number | null;
  readonly owners?: readonly HostName[];
};

/** A healthy cluster, except for what the options say. Levels roll up from the cells and findings. */
export function buildJudgement(options: JudgementOptions = {}): Judgement {
  const hosts = options.hosts ?? threeHosts;
  const findings = sortFindings(options.findings ?? []);
  const verdicts = services.map((service): [ServiceId, ServiceVerdict] => [
    service,
    buildVerdict(service, hosts, options),
  ]);
  const byService = new Map(verdicts);
  const of = (service: ServiceId): ServiceVerdict => byService.get(service) ?? buildVerdict(service, hosts, options);
  const level = rollUp([...verdicts.map(([, verdict]) => verdict.level), ...findings.map((finding) => finding.level)]);
  return {
    cluster: 'my-cluster',
    at: options.at ?? startOfTest,
    level,
    tolerance: options.tolerance === undefined ? 1 : options.tolerance,
    vip: {address: vip, owners: options.owners ?? hosts.slice(0, 1)},
    controllers: Object.fromEntries(
      hosts.map((host, index) => [
        host,
        {
          address: `10.77.0.${101 + index}`,
          reach: (options.lost ?? []).includes(host) ? ('lost' as const) : ('seen' as const),
          confirmedLost: (options.confirmedLost ?? []).includes(host),
        },
      ]),
    ),
    services: {
      glusterfs: of('glusterfs'),
      mariadb: of('mariadb'),
      redis: of('redis'),
      slurm: of('slurm'),
      keepalived: of('keepalived'),
      web: of('web'),
      host: of('host'),
    },
    findings,
  };
}

function buildVerdict(service: ServiceId, hosts: readonly HostName[], options: JudgementOptions): ServiceVerdict {
  const cells = hosts.map((host, index): [HostName, Cell] => [host, buildCell(service, host, index, options)]);
  const off = service === 'web';
  return {
    level: off ? 'none' : rollUp(cells.map(([, cell]) => cell.level)),
    line: verbatim(off ? '' : `${hosts.length} of ${hosts.length}`),
    tolerance: off || service === 'host' ? null : 1,
    controllers: Object.fromEntries(cells),
    facts: service === 'glusterfs' ? {healPending: 0, splitBrain: 0} : {},
  };
}

function buildCell(service: ServiceId, host: HostName, index: number, options: JudgementOptions): Cell {
  const at = options.at ?? startOfTest;
  const word = words[service][Math.min(index, words[service].length - 1)] ?? '';
  const level: CellLevel = service === 'web' ? 'none' : 'ok';
  const healthy: Cell = {
    reading: service === 'web' ? 'none' : 'seen',
    level,
    word: verbatim(word),
    at: service === 'web' ? null : at,
    facts: facts[service],
  };
  const lost: Partial<Cell> =
    (options.lost ?? []).includes(host) && service !== 'web'
      ? {
          reading: 'lost',
          level: (options.confirmedLost ?? []).includes(host) ? 'warning' : 'unknown',
          word: verbatim('lost'),
          facts: {},
        }
      : {};
  return {...healthy, ...lost, ...options.cells?.[`${service}@${host}`]};
}

/** A finding whose code has no message prints its code, which tests can look for. */
export function buildFinding(code: string, more: Partial<Finding> = {}): Finding {
  return {code, level: 'warning', where: 'server3', params: {}, ...more};
}
