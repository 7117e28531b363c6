// Who holds the virtual address, by the kernels' own word (ha-operations §2.5: the daemon's opinion is not the truth).

import {controllersOf} from '../config/order.ts';
import type {HostName} from '../model/service.ts';
import {readingOf} from '../model/snapshot.ts';
import type {JudgeInput} from './judge-part.ts';

/**
 * Controllers on which the VIP was seen on an interface; a lost reading contributes nothing, neither owner nor absence. Nor does
 * one that was read before another controller took the address over: a holder that was just powered off was last seen with it.
 */
export function vipOwners({snapshot, config}: Pick<JudgeInput, 'snapshot' | 'config'>): readonly HostName[] {
  const claims = controllersOf(config, 'keepalived').flatMap(({hostname: host}) => {
    const reading = readingOf(snapshot, 'keepalived', host);
    if (reading.kind !== 'seen' || reading.value.vipOn === null) return [];
    const {lastTransitionAt, now} = reading.value;
    // By the age on the host's own clock: clocks of controllers differ.
    const since = lastTransitionAt === null ? null : reading.at - Math.max(0, now - lastTransitionAt);
    return [{host, at: reading.at, since}];
  });
  const latest = Math.max(...claims.map(({since}) => since ?? Number.NEGATIVE_INFINITY));
  return claims.filter(({at}) => claims.length === 1 || at >= latest).map(({host}) => host);
}
