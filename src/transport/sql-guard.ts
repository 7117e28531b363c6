// Lets only single statements that read pass to a reader's SQL connection. Defence in depth: the session is read-only as well.

import {HpchaError} from '../model/error.ts';

const readingWords = ['select', 'show', 'describe', 'desc', 'explain', 'with'] as const;

/** Words that make a reading statement write, lock, wait or reach for files. */
const forbidden =
  /\b(into\s+(outfile|dumpfile|@)|for\s+update|lock\s+in\s+share\s+mode|load_file|get_lock|release_lock|sleep|benchmark|master_gtid_wait|nextval|setval|lastval|insert|update|delete|replace\s+into|procedure\s+analyse|sys_exec|sys_eval)\b/i;

/** Throws `refused` for anything but one reading statement. Text in quotes is not looked at; comments are not allowed at all. */
export function assertReadingSql(sql: string, where: string): void {
  const why = objection(sql);
  if (why === undefined) return;
  throw new HpchaError({code: 'refused', where, what: `a reader does not send this: ${why}: ${sql.slice(0, 120)}`});
}

function objection(sql: string): string | undefined {
  const bare = withoutQuoted(sql);
  if (bare === undefined) return 'a quote is not closed';
  if (/;\s*\S/.test(bare)) return 'more than one statement';
  if (/--|#|\/\*/.test(bare)) return 'it holds a comment';
  const first = /^[\s(]*([a-z]+)\b/i.exec(bare)?.[1]?.toLowerCase();
  if (!readingWords.some((word) => word === first)) return 'it does not begin with SELECT or SHOW';
  if (/:=/.test(bare)) return 'it assigns a variable';
  const found = forbidden.exec(bare)?.[0];
  return found === undefined ? undefined : `it says ${found}`;
}

/** The statement with every quoted text emptied; undefined when a quote stays open. Backslashes escape as the server's default has it. */
function withoutQuoted(sql: string): string | undefined {
  let out = '';
  for (let at = 0; at < sql.length; at += 1) {
    const char = sql.charAt(at);
    out += char;
    if (char !== "'" && char !== '"' && char !== '`') continue;
    const end = closingQuote(sql, at + 1, char);
    if (end < 0) return undefined;
    out += char;
    at = end;
  }
  return out;
}

function closingQuote(sql: string, from: number, quote: string): number {
  for (let at = from; at < sql.length; at += 1) {
    const char = sql.charAt(at);
    if (char === '\\' && quote !== '`') at += 1;
    else if (char === quote && sql.charAt(at + 1) === quote) at += 1;
    else if (char === quote) return at;
  }
  return -1;
}
