// The command `stop`: everything or one service, in the safe order; remembers the last Galera node out.

import {HpchaError} from '../model/error.ts';
import type {ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runStop(io: CliIo, options: CommandOptions): Promise<number> {
  const flags = runFlags(options);
  return planAndRun(io, {
    request: {action: 'stop', input: stopInput(options), overrides: flags.overrides},
    options,
    flags,
    rolling: false,
  });
}

export function stopInput(options: CommandOptions): {readonly service?: ServiceId} {
  const service = serviceOf(options['service']);
  return service === undefined ? {} : {service};
}

function serviceOf(given: unknown): ServiceId | undefined {
  if (given === undefined) return undefined;
  const found = services.find((service) => service === given);
  if (found !== undefined && found !== 'host') return found;
  throw new HpchaError({
    code: 'usage',
    where: 'stop',
    what: `there is no service ${String(given)}`,
    hint: `one of: ${services.filter((service) => service !== 'host').join(', ')}`,
  });
}
