// The command `start`: converges one phase or a range of them.

import {HpchaError} from '../model/error.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {phaseNumber, runFlags} from './run/run-flags.ts';

export async function runStart(io: CliIo, options: CommandOptions): Promise<number> {
  const flags = runFlags(options);
  const input = startRange(options);
  return planAndRun(io, {
    request: {action: 'phases', input, overrides: flags.overrides},
    options,
    flags,
    rolling: true,
  });
}

/** `--phase N`, or `--start-phase A --end-phase B` with 0 and 7 where one is left out. */
export function startRange(options: CommandOptions): {readonly from: number; readonly to: number} {
  const one = phaseNumber(options['phase'], '--phase');
  const from = phaseNumber(options['startPhase'], '--start-phase');
  const to = phaseNumber(options['endPhase'], '--end-phase');
  if (one !== undefined && (from !== undefined || to !== undefined)) {
    throw new HpchaError({code: 'usage', where: 'start', what: 'give either --phase or --start-phase and --end-phase'});
  }
  const range = one === undefined ? {from: from ?? 0, to: to ?? 7} : {from: one, to: one};
  if (range.from <= range.to) return range;
  throw new HpchaError({code: 'usage', where: 'start', what: `phase ${range.from} comes after phase ${range.to}`});
}
