// A flag that takes one value, given twice, is an error: commander by itself takes the last one and says nothing.

import type {Command, Option} from 'commander';
import {HpchaError} from '../model/error.ts';

/**
 * Of a whole table of commands, when it is complete. HpchaError `usage` while parsing: whoever types `--phase 3 --phase 6` means
 * both, and would be told of one. Flags that gather their values (`--override`, `--config`) and flags without a value may repeat.
 */
export function refuseRepeatedValues(command: Command): Command {
  for (const option of command.options) if (takesOneValue(option)) refuseSecond(command, option);
  for (const each of command.commands) refuseRepeatedValues(each);
  return command;
}

function takesOneValue(option: Option): boolean {
  const gathers = option.variadic || Array.isArray(option.defaultValue);
  return (option.required || option.optional) && !gathers;
}

function refuseSecond(command: Command, option: Option): void {
  const read = option.parseArg;
  option.argParser((value: string, before: unknown): unknown => {
    // Commander writes down where a value came from once it has it: a default is not the command line.
    if (command.getOptionValueSource(option.attributeName()) === 'cli') throw givenTwice(command, option);
    return read === undefined ? value : read.call(option, value, before);
  });
}

function givenTwice(command: Command, option: Option): HpchaError {
  return new HpchaError({
    code: 'usage',
    where: command.name(),
    what: `${option.long ?? option.flags} was given twice: it takes one value`,
    hint: 'for several values, run the command once for each',
  });
}
