// The command `maintenance on|off HOST`: takes a controller out of service and brings it back.

import {HpchaError} from '../model/error.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runMaintenance(io: CliIo, options: CommandOptions, words: readonly string[]): Promise<number> {
  const [mode, host] = words;
  if ((mode !== 'on' && mode !== 'off') || host === undefined) {
    throw new HpchaError({
      code: 'usage',
      where: 'maintenance',
      what: 'expected: maintenance on HOST, or maintenance off HOST',
    });
  }
  const hours = options['hours'];
  const flags = runFlags(options);
  const input = {host, mode, ...(hours === undefined ? {} : {hours: Number(hours)})};
  return planAndRun(io, {
    request: {action: 'maintenance', input, overrides: flags.overrides},
    options,
    flags,
    rolling: false,
  });
}
