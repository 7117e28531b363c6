// A command as a list of words, and the one place where words are quoted for a shell.

/** A program and its arguments. Never a shell string. */
export type Argv = readonly [string, ...string[]];

/** Quotes one word for a POSIX shell so that it arrives as exactly that word. */
export function quoteWord(word: string): string {
  if (word !== '' && /^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line that a POSIX shell splits back into exactly this argv. ssh has no other way to carry one. */
export function quoteArgv(argv: Argv): string {
  return argv.map(quoteWord).join(' ');
}
