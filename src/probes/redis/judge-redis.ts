// Judges Redis from all controllers' readings, by the mode that the configuration says.

import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {judgeClusterMode} from './judge-cluster-mode.ts';
import {judgeSentinelMode} from './judge-sentinel-mode.ts';

export function judgeRedis(input: JudgeInput): JudgePart {
  return input.config.redis.mode === 'sentinel' ? judgeSentinelMode(input) : judgeClusterMode(input);
}
