// What `lab up` is asked for.

import type {LabRoot} from './paths.ts';
import type {Progress} from './progress.ts';

export type UpOptions = {
  readonly root: LabRoot;
  readonly name: string;
  /** How many of each; undefined keeps what the lab has (or 3 and 1 for a new one). */
  readonly controllers?: number | undefined;
  readonly compute?: number | undefined;
  readonly installHostPackages?: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
};

export const DEFAULT_CONTROLLERS = 3;
export const DEFAULT_COMPUTE = 1;
