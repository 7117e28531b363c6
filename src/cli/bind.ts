// Ties a commander command to a function of ours, with the common flags in one typed shape.

import type {Command} from 'commander';
import {z} from 'zod';
import {themeNames} from '../model/theme-name.ts';
import type {CliIo} from './io.ts';

/** The flags that every command knows, wherever they stand, and the command's own beside them. */
const commonSchema = z.looseObject({
  config: z.array(z.string()).default([]),
  json: z.boolean().default(false),
  color: z.boolean().default(true),
  timeout: z.number().optional(),
  verbose: z.boolean().default(false),
  lang: z.enum(['en', 'ko']).optional(),
  theme: z.enum(themeNames).optional(),
  watch: z.boolean().default(false),
  operate: z.boolean().default(false),
});

export type CommandOptions = z.output<typeof commonSchema>;
export type RunCommand = (io: CliIo, options: CommandOptions, words: readonly string[]) => Promise<number>;
export type Bind = (command: Command, run: RunCommand) => Command;

/** The flags of a command that was parsed, with the common ones. */
export function readOptions(command: Command): CommandOptions {
  return commonSchema.parse(command.optsWithGlobals());
}

/** `done` receives the exit code. Words are the command's positional arguments; missing optional ones are left out. */
export function makeBind(io: CliIo, done: (exitCode: number) => void): Bind {
  return (command, run) =>
    command
      .exitOverride()
      .configureOutput({writeOut: io.stdout, writeErr: io.stderr})
      .action(async (...given: unknown[]) => {
        const words = given
          .slice(0, -2)
          .flatMap((word) => (typeof word === 'string' ? [word] : Array.isArray(word) ? word.map(String) : []));
        done(await run(io, readOptions(command), words));
      });
}
