// A Look: one question that may be asked of a host without changing anything. The catalogue beside the probes is closed.

import type {Argv} from './argv.ts';

export type Look = {
  /** Name of the pattern in the catalogue, for example `gluster-peers`; sudoers and evidence refer to it. */
  readonly name: string;
  readonly argv: Argv;
  /** Needs root: sent through sudo when the login user is another. */
  readonly privileged: boolean;
  /** The remote command is killed after this; the channel a second later. */
  readonly timeoutMs: number;
  /** Exit codes that are an answer; others make the reading lost. Default [0]. */
  readonly answers?: readonly number[];
};
