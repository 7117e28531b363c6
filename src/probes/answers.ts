// Takes the answers of several looks apart by name: what must be there, and what may be missing.

import type {HpchaError} from '../model/error.ts';
import {HpchaError as Failure} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {LookResult, Output} from '../transport/host.ts';

export type Answers = ReadonlyMap<string, LookResult>;

/** Answers of `lookAll` by the looks' names. */
export function answersOf(results: readonly LookResult[]): Answers {
  return new Map(results.map((result) => [result.look.name, result]));
}

/** The output of a look without which there are no facts. Throws its own error: silence is never an empty list. */
export function mustHave(answers: Answers, look: Pick<Look, 'name'>, where: string): Output {
  const result = answers.get(look.name);
  if (result === undefined) throw new Failure({code: 'bug', where, what: `${look.name} was not asked`});
  if (result.kind === 'error') throw result.error;
  if (result.output.truncated) {
    throw new Failure({code: 'parse', where, what: `the answer of ${look.name} is too long and was cut`});
  }
  return result.output;
}

/** The output, or null where the program is not installed there. Every other failure is thrown. */
export function mayLack(answers: Answers, look: Pick<Look, 'name'>, where: string): Output | null {
  const result = answers.get(look.name);
  if (result?.kind === 'error' && isAbsence(result.error)) return null;
  return mustHave(answers, look, where);
}

/** Exit 127 is a shell's word for "no such program"; transports that notice it themselves say `missing`. */
function isAbsence(error: HpchaError): boolean {
  return error.code === 'missing' || (error.code === 'command' && /\b127\b|not found/i.test(error.what));
}

/** Lines of `grep -H ''`: file → its lines. Files without lines are absent: they are empty or not there. */
export function linesByFile(text: string): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const cut = line.indexOf(':');
    if (cut <= 0) continue;
    const file = line.slice(0, cut);
    const lines = files.get(file) ?? [];
    lines.push(line.slice(cut + 1).replace(/\r$/, ''));
    files.set(file, lines);
  }
  return files;
}
