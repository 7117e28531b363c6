// Who holds the virtual address, by the kernels' own word (ha-operations §2.5: the daemon's opinion is not the truth).

import {controllersOf} from '../config/order.ts';
import type {HostName} from '../model/service.ts';
import {readingOf} from '../model/snapshot.ts';
import type {JudgeInput} from './judge-part.ts';

/** Controllers on which the VIP was seen on an interface; a lost reading contributes nothing, neither owner nor absence. */
export function vipOwners({snapshot, config}: Pick<JudgeInput, 'snapshot' | 'config'>): readonly HostName[] {
  return controllersOf(config, 'keepalived')
    .map((controller) => controller.hostname)
    .filter((host) => {
      const reading = readingOf(snapshot, 'keepalived', host);
      return reading.kind === 'seen' && reading.value.vipOn !== null;
    });
}
