// The command `setup`: everything, on all controllers, from one place; base is phase 0, multihead is phases 1–7.

import {HpchaError} from '../model/error.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runSetup(io: CliIo, options: CommandOptions): Promise<number> {
  const skipBase = options['skipBase'] === true;
  const skipMultihead = options['skipMultihead'] === true;
  if (skipBase && skipMultihead) {
    throw new HpchaError({
      code: 'usage',
      where: 'setup',
      what: '--skip-base and --skip-multihead together leave nothing to do',
    });
  }
  const flags = runFlags(options);
  const input = {from: skipBase ? 1 : 0, to: skipMultihead ? 0 : 7};
  return planAndRun(io, {
    request: {action: 'phases', input, overrides: flags.overrides},
    options,
    flags,
    rolling: true,
  });
}
