// The controllers of one service with what was read there, so that every rule about the service starts from the same list.

import {controllersOf} from '../config/order.ts';
import type {Instant, Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import {type PerHostFacts, readingOf} from '../model/snapshot.ts';
import type {JudgeInput} from './judge-part.ts';

export type ServiceHost<S extends 'redis' | 'slurm'> = {
  readonly host: HostName;
  readonly address: string;
  readonly reading: Reading<PerHostFacts[S]>;
  /** Only what was seen now; a lost reading has none. */
  readonly facts: PerHostFacts[S] | null;
  readonly at: Instant | null;
};

/** In column order. */
export function serviceHosts<S extends 'redis' | 'slurm'>(
  service: S,
  {snapshot, config}: Pick<JudgeInput, 'snapshot' | 'config'>,
): readonly ServiceHost<S>[] {
  return controllersOf(config, service).map((controller) => {
    const reading = readingOf(snapshot, service, controller.hostname);
    const seen = reading.kind === 'seen' ? reading : null;
    return {
      host: controller.hostname,
      address: controller.ip_address,
      reading,
      facts: seen?.value ?? null,
      at: seen?.at ?? null,
    };
  });
}
