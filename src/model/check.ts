// A Check: a named question with arguments that either holds or does not, so that plans and journals stay data.

import type {HostName} from './service.ts';

/** Names are looked up in the registry that the Runner is handed (src/probes/checks.ts). */
export type Check = {
  readonly name: string;
  /** Asked on this controller; by default the step's own. */
  readonly on?: HostName;
  readonly args: Readonly<Record<string, string | number | boolean | readonly string[]>>;
};

/** `unknown` is not `no`: it could not be asked. `saw` says what was seen, for the journal and the screen. */
export type CheckResult = {readonly holds: 'yes' | 'no' | 'unknown'; readonly saw: string};
