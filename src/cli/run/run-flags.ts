// The flags that every command that changes something shares.

import type {Command} from 'commander';
import {z} from 'zod';
import {HpchaError} from '../../model/error.ts';
import type {CommandOptions} from '../bind.ts';

const flagsSchema = z.object({
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
  confirm: z.string().optional(),
  reason: z.string().max(500).optional(),
  override: z.array(z.string()).default([]),
});

export type RunFlags = {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly overrides: readonly string[];
  readonly confirm?: string;
  readonly reason?: string;
};

export function addRunFlags(command: Command): Command {
  return command
    .option('--dry-run', 'show exactly what would change; change nothing')
    .option('--yes', 'do not ask (scripts)')
    .option('--confirm <name>', 'the name that a dangerous plan must be confirmed with')
    .option('--reason <text>', 'why; kept in the journal and shown to whoever finds the cluster locked')
    .option('--override <code[:host]>', 'override one refusal that says it may be', collect, []);
}

export function runFlags(options: CommandOptions): RunFlags {
  const {dryRun, yes, confirm, reason, override} = flagsSchema.parse(options);
  const named = {...(confirm === undefined ? {} : {confirm}), ...(reason === undefined ? {} : {reason})};
  return {dryRun, yes, overrides: override, ...named};
}

/** A phase number, 0–7. */
export function phaseNumber(text: unknown, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 7) return value;
  const what = `${flag} ${String(text)}: a phase is a number from 0 to 7`;
  const hint = '0 prepare, 1 glusterfs, 2 mariadb, 3 redis, 4 slurm, 5 keepalived, 6 web, 7 verify';
  throw new HpchaError({code: 'usage', where: 'phases', what, hint});
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
