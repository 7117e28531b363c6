// Phase 3: Redis, with sentinels or as a cluster; nothing that exists is ever flushed or reset.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Step} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn} from '../platform.ts';
import type {Phase, PhasePart} from './phase.ts';
import {planClusterMode} from './redis/cluster-mode.ts';
import {chooseMaster, redisRefusals} from './redis/placement.ts';
import {sentinelNotes, sentinelStages, sentinelSteps} from './redis/sentinel-mode.ts';

export const redisPhase: Phase = {
  number: 3,
  name: 'redis',
  title: {en: 'Redis', ko: 'Redis'},
  plan: planRedis,
};

function planRedis(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const controllers = controllersOf(config, 'redis');
  if (controllers.length === 0) return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  const against = [...redisRefusals(snapshot, config), ...unquotablePassword(config)];
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const packages = controllers.flatMap(({hostname}): readonly Step[] => {
    const names = distributionOn(snapshot, hostname)?.packages.redis ?? [];
    return [packageStep('redis-files', hostname, names)];
  });
  if (config.redis.mode === 'cluster') return planClusterMode(snapshot, config, packages);
  const choice = chooseMaster(snapshot, config);
  if (choice.kind === 'refusal') return choice;
  return {
    kind: 'part',
    stages: sentinelStages,
    steps: [...packages, ...sentinelSteps(config, choice.host)],
    notes: sentinelNotes(config),
    decidedBy: {mode: 'sentinel', master: choice.host},
  };
}

/** redis.conf and sentinel.conf quote with `"` and `\`; a password that holds either cannot be written the same in both. */
function unquotablePassword(config: ClusterConfig): readonly Finding[] {
  const value = config.redis.password?.reveal() ?? '';
  if (!/["\\\p{Cc}]/u.test(value)) return [];
  return [{code: 'RedisPasswordUnquotable', level: 'critical', where: 'cluster', service: 'redis', params: {}}];
}
