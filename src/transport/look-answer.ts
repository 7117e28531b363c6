// Decides whether what a look gave back is an answer, and says what it is otherwise.

import {HpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import {cleanBytes} from './clean-text.ts';
import type {Output} from './host.ts';
import type {RawOutput} from './link.ts';
import {lastWords, seconds} from './transport-errors.ts';

/** Raw output as the faces give it out: clean text. */
export function toOutput(raw: RawOutput): Output {
  return {...raw, stdout: cleanBytes(raw.stdout), stderr: cleanBytes(raw.stderr)};
}

/** The look's output, or the error that it is. An exit code that is no answer must never read as an empty answer. */
export function answerOf(look: Look, raw: RawOutput, where: string): Output {
  const output = toOutput(raw);
  if ((look.answers ?? [0]).includes(output.exitCode)) return output;
  throw lookFailure(look, output, where);
}

export function lookFailure(look: Look, output: Output, where: string): HpchaError {
  const command = look.argv.join(' ').slice(0, 200);
  const program = look.argv[0];
  const said = lastWords(output.stderr);
  const tail = said === '' ? '' : `: ${said}`;
  if (isTimeoutExit(look, output)) return lookTimeout(look, where);
  if (output.exitCode === 127 || (output.exitCode === 1 && /^sudo: .*command not found/m.test(output.stderr))) {
    return new HpchaError({code: 'missing', where, what: `there is no program ${program}${tail}`});
  }
  return new HpchaError({code: 'command', where, what: `${command} exited ${output.exitCode}${tail}`});
}

export function lookTimeout(look: Look, where: string): HpchaError {
  return new HpchaError({
    code: 'timeout',
    where,
    what: `${look.argv.join(' ').slice(0, 200)} did not answer within ${seconds(look.timeoutMs)}`,
  });
}

/** timeout(1) exits 124, or 137 when it had to kill; a command's own 124 comes earlier than the deadline. */
function isTimeoutExit(look: Look, output: Output): boolean {
  const isOurs = output.exitCode === 124 || output.exitCode === 137 || output.exitCode === 143;
  return isOurs && output.tookMs >= look.timeoutMs * 0.95;
}
