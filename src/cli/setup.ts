// The command `setup`: everything, on all controllers, from one place; base is phase 0, multihead is phases 1–7.

import {HpchaError} from '../model/error.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runSetup(io: CliIo, options: CommandOptions): Promise<number> {
  const flags = runFlags(options);
  return planAndRun(io, {
    request: {action: 'phases', input: setupRange(options), overrides: flags.overrides},
    options,
    flags,
    rolling: true,
  });
}

/** All phases, or one half of them. */
export function setupRange(options: CommandOptions): {readonly from: number; readonly to: number} {
  const skipBase = options['skipBase'] === true;
  const skipMultihead = options['skipMultihead'] === true;
  if (skipBase && skipMultihead) {
    throw new HpchaError({
      code: 'usage',
      where: 'setup',
      what: '--skip-base and --skip-multihead together leave nothing to do',
    });
  }
  return {from: skipBase ? 1 : 0, to: skipMultihead ? 0 : 7};
}
