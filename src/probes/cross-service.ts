// What only shows across services: lost or partitioned controllers, the VIP on an unhealthy node (ha-operations §2.9).

import type {Finding} from '../model/finding.ts';
import type {ServiceId} from '../model/service.ts';
import type {ServiceVerdict} from '../model/verdict.ts';
import type {JudgeInput} from './judge-part.ts';

export function judgeCrossService(
  _input: JudgeInput,
  _services: Readonly<Record<ServiceId, ServiceVerdict>>,
): readonly Finding[] {
  return [];
}
