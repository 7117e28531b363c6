// Prints the one error type the same way everywhere: a sentence, where, what to do; or as JSON.

import {isHpchaError, toHpchaError} from '../model/error.ts';
import {exitCodeOfError} from './exit-code.ts';

/** The text or JSON of a failure and the exit code that goes with it. */
export function describeError(
  thrown: unknown,
  options: {readonly json: boolean; readonly verbose: boolean},
): {
  readonly text: string;
  readonly exitCode: number;
} {
  const error = toHpchaError(thrown, 'hpcha-tui');
  const exitCode = exitCodeOfError(error.code);
  if (options.json) return {text: `${JSON.stringify({schema: 1, error: error.toJSON(), exitCode})}\n`, exitCode};
  const lines = [`error: ${error.where}: ${error.what}`];
  if (error.hint !== undefined) lines.push(`  do: ${error.hint}`);
  if (error.code === 'bug') lines.push('  this is a fault of hpcha-tui itself; run it again with -v for the trace');
  if (options.verbose) {
    const cause = isHpchaError(thrown) ? thrown.cause : thrown;
    if (cause instanceof Error && cause.stack !== undefined) lines.push(cause.stack);
  }
  return {text: `${lines.join('\n')}\n`, exitCode};
}
