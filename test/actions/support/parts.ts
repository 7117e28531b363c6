// Helpers of the phase tests: the part of one phase, the text of a file that a plan writes, Redis and Slurm readings.

import type {PhasePart} from '../../../src/actions/phases/phase.ts';
import type {RedisFacts, RedisInstanceFacts, SlurmFacts} from '../../../src/model/facts.ts';
import type {Step} from '../../../src/model/plan.ts';
import {maskText} from '../../../src/model/secret.ts';
import {unit} from './cluster.ts';

export type Part = Extract<PhasePart, {kind: 'part'}>;

export function partOf(part: PhasePart): Part {
  if (part.kind === 'part') return part;
  throw new Error(`no part: ${JSON.stringify(part)}`);
}

export function refusedCodes(part: PhasePart): readonly string[] {
  return part.kind === 'refusal' ? part.findings.map(({code, where}) => `${code}@${where}`) : [];
}

/** The masked content of the file that the steps write on that host. */
export function fileOn(steps: readonly Step[], on: string, path: string): string {
  for (const {on: host, operation} of steps) {
    if (host === on && operation.kind === 'file' && operation.path === path) return maskText(operation.content);
  }
  throw new Error(`no step writes ${path} on ${on}`);
}

export function instance(
  info: Readonly<Record<string, string>> | null,
  over: Partial<RedisInstanceFacts> = {},
): RedisInstanceFacts {
  return {
    port: 6379,
    unit: unit('redis-server.service', info === null ? 'inactive' : 'active'),
    info,
    config: {},
    error: null,
    clusterInfo: null,
    clusterNodes: null,
    ...over,
  };
}

/** A Redis controller whose sentinel names that address as the master; null: its sentinel does not answer. */
export function redis(info: Readonly<Record<string, string>> | null, sentinelSays: string | null): RedisFacts {
  return {
    instances: [instance(info)],
    sentinel: {
      unit: unit('redis-sentinel.service', sentinelSays === null ? 'inactive' : 'active'),
      master: sentinelSays === null ? null : {ip: sentinelSays},
      sentinels: null,
      replicas: null,
      quorumCheck: null,
      tilt: null,
      error: null,
    },
  };
}

export function slurm(over: Partial<SlurmFacts> = {}): SlurmFacts {
  return {
    slurmctld: unit('slurmctld.service', 'active'),
    slurmdbd: unit('slurmdbd.service', 'active'),
    munge: unit('munge.service', 'active'),
    version: '22.05.8',
    mungeKeyDigest: null,
    configDigest: null,
    conf: null,
    stateLocation: null,
    heartbeat: null,
    heartbeatError: null,
    ping: null,
    problems: [],
    ...over,
  };
}
