// Prints the one error type the same way everywhere: a sentence, where, what to do; or as JSON.

import {isHpchaError, toHpchaError} from '../model/error.ts';
import type {Language} from '../model/message.ts';
import {planWords} from '../model/plan-words.ts';
import {exitCodeOfError} from './exit-code.ts';
import {runWords} from './run/run-words.ts';

/** The text or JSON of a failure and the exit code that goes with it. */
export function describeError(
  thrown: unknown,
  options: {readonly json: boolean; readonly verbose: boolean; readonly language: Language},
): {
  readonly text: string;
  readonly exitCode: number;
} {
  const error = toHpchaError(thrown, 'hpcha-tui');
  const exitCode = exitCodeOfError(error.code);
  if (options.json) return {text: `${JSON.stringify({schema: 1, error: error.toJSON(), exitCode})}\n`, exitCode};
  const {language} = options;
  const words = runWords[language];
  const lines = [`${words.error}: ${error.where}: ${planWords(error.what, language)}`];
  if (error.hint !== undefined) lines.push(`  ${words.remedy}: ${planWords(error.hint, language)}`);
  if (error.code === 'bug') lines.push(`  ${words.bug}`);
  if (options.verbose) {
    const cause = isHpchaError(thrown) ? thrown.cause : thrown;
    if (cause instanceof Error && cause.stack !== undefined) lines.push(cause.stack);
  }
  return {text: `${lines.join('\n')}\n`, exitCode};
}
