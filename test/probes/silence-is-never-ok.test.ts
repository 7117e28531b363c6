// The first law of the product, for Redis, Slurm and the VIP: what was not seen never reads ok, and no reading breaks a judge.

import {describe, expect, it} from 'vitest';
import type {Reading} from '../../src/model/reading.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import type {JudgeService} from '../../src/probes/judge-part.ts';
import {judgeKeepalived} from '../../src/probes/keepalived/judge-keepalived.ts';
import {judgeRedis} from '../../src/probes/redis/judge-redis.ts';
import {judgeSlurm} from '../../src/probes/slurm/judge-slurm.ts';
import {snapshotOf, transcriptOf} from '../support/judged-scene.ts';
import {labConfig} from '../support/lab-config.ts';

const plain = labConfig();
const clustered = labConfig({redis: {mode: 'cluster'}});

type Column = 'redis' | 'slurm' | 'keepalived';
const scenes = [
  {service: 'redis' as Column, scene: 'sentinel-healthy', judge: judgeRedis, config: plain},
  {service: 'redis' as Column, scene: 'cluster-healthy', judge: judgeRedis, config: clustered},
  {service: 'slurm' as Column, scene: 'healthy', judge: judgeSlurm, config: plain},
  {service: 'keepalived' as Column, scene: 'vip-healthy', judge: judgeKeepalived, config: plain},
] satisfies readonly {service: Column; scene: string; judge: JudgeService; config: typeof plain}[];

/** Small, seeded, and the same on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function lost(at: number): Reading<never> {
  return {kind: 'lost', error: {code: 'timeout', what: 'no answer'}, at};
}

function losing(snapshot: Snapshot, service: Column, hosts: readonly string[], withHost: boolean): Snapshot {
  const away = Object.fromEntries(hosts.map((host) => [host, lost(snapshot.at)]));
  return {
    ...snapshot,
    hosts: {
      ...snapshot.hosts,
      reach: withHost ? {...snapshot.hosts.reach, ...away} : snapshot.hosts.reach,
      [service]: {...snapshot.hosts[service], ...away},
    },
  };
}

describe.each(scenes)('$service, $scene', ({service, scene, judge, config}) => {
  const read = snapshotOf(service, transcriptOf(service, scene), config);
  const names = ['server1', 'server2', 'server3'];

  it('is ok when everything is seen', async () => {
    expect(judge({snapshot: await read, config, history: []}).verdict.level).toBe('ok');
  });

  it('is never ok when any reading was lost, with its controller or alone, in any combination', async () => {
    const snapshot = await read;
    for (let mask = 1; mask < 8; mask += 1) {
      const hosts = names.filter((_, index) => (mask & (1 << index)) !== 0);
      for (const withHost of [true, false]) {
        const {verdict} = judge({snapshot: losing(snapshot, service, hosts, withHost), config, history: [snapshot]});
        expect(['warning', 'critical', 'unknown'], `${hosts.join()} ${withHost}`).toContain(verdict.level);
        for (const host of hosts) expect(verdict.controllers[host]?.level).not.toBe('ok');
      }
    }
  });

  it('has no say at all, rather than ok, when it was never asked or never deployed', async () => {
    const snapshot = await read;
    const none = Object.fromEntries(names.map((name) => [name, {kind: 'none' as const, why: 'not-deployed' as const}]));
    for (const column of [none, {}]) {
      const empty = {...snapshot, hosts: {...snapshot.hosts, [service]: column}};
      const {verdict, findings} = judge({snapshot: empty, config, history: []});
      expect(verdict.level).toBe('none');
      expect(findings).toEqual([]);
    }
  });

  it('is judged without breaking, whatever is missing or strange in what was read', async () => {
    const snapshot = await read;
    const roll = dice(20_261_123);
    for (let round = 0; round < 150; round += 1) {
      const column = damaged(snapshot.hosts[service], roll);
      const broken = {...snapshot, hosts: {...snapshot.hosts, [service]: column}} as Snapshot;
      const {verdict} = judge({snapshot: broken, config, history: [snapshot]});
      expect(['ok', 'warning', 'critical', 'unknown']).toContain(verdict.level);
      expect(verdict.tolerance === null || (verdict.tolerance >= 0 && verdict.tolerance <= 2)).toBe(true);
    }
  });
});

/** Takes texts apart at random places: keys of INFO vanish, words and numbers become others. Types of facts stay what they are. */
function damaged(value: unknown, roll: () => number): unknown {
  if (Array.isArray(value)) return value.map((each) => damaged(each, roll));
  if (typeof value === 'string')
    return roll() < 0.02 ? ['', 'garbage', '-1', '99999999999'][Math.floor(roll() * 4)] : value;
  if (typeof value === 'number') return roll() < 0.02 ? value + Math.floor(roll() * 100) - 50 : value;
  if (typeof value !== 'object' || value === null) return value;
  const info = 'redis_version' in value || 'cluster_state' in value || 'num-other-sentinels' in value;
  const entries = Object.entries(value).filter(() => !info || roll() >= 0.05);
  return Object.fromEntries(entries.map(([key, each]) => [key, key === 'kind' ? each : damaged(each, roll)]));
}
