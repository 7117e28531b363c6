// Words of a typed line: separated by spaces, kept together by quotes. Nothing is expanded; this is no shell.

import {HpchaError} from '../../model/error.ts';

/** Throws HpchaError `usage` for a quote that is not closed. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  for (const match of line.matchAll(/"([^"]*)"|'([^']*)'|(["'])|(\S+)/g)) {
    const [, double, single, open, plain] = match;
    if (open !== undefined) {
      throw new HpchaError({code: 'usage', where: 'console', what: `a ${open} is not closed`});
    }
    words.push(double ?? single ?? plain ?? '');
  }
  return words;
}
