// Finds out whether a copy of the audit journal was rewritten: by its own chain, and by what the other copies remember of it.

import {type AuditLine, auditHash, genesis, parseAuditLine} from './audit-entry.ts';

/** One copy as it was read: the console's or a controller's; null: it could not be read, which proves nothing about it. */
export type AuditCopy = {readonly name: string; readonly text: string | null};

export type AuditProblem = {
  readonly copy: string;
  /** Line number from 1; 0: the copy as a whole. */
  readonly line: number;
  readonly what: string;
};

export function verifyAudit(copies: readonly AuditCopy[]): readonly AuditProblem[] {
  const chains = copies.flatMap(({name, text}) => (text === null ? [] : [{name, lines: linesOf(text)}]));
  return chains.flatMap(({name, lines}) => [...brokenChain(name, lines), ...forgotten(name, lines, chains)]);
}

type Chain = {readonly name: string; readonly lines: readonly (AuditLine | null)[]};

function linesOf(text: string): readonly (AuditLine | null)[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseAuditLine);
}

/** The first line of a copy may follow one that was rotated away; after it every line names the one before it. */
function brokenChain(copy: string, lines: readonly (AuditLine | null)[]): readonly AuditProblem[] {
  return lines.flatMap((line, index): readonly AuditProblem[] => {
    const at = {copy, line: index + 1};
    if (line === null) return [{...at, what: 'it is not a line of an audit journal'}];
    const {prev, hash, ...body} = line;
    if (auditHash(prev, body) !== hash) return [{...at, what: `run ${line.opId} was changed after it was written`}];
    const before = lines[index - 1];
    if (index === 0 || before === null || before === undefined || before.hash === prev) return [];
    return [{...at, what: `a line before run ${line.opId} was removed or exchanged`}];
  });
}

/** Another copy remembers a last line of this one that is no longer there: it was cut off or rewritten from there on. */
function forgotten(
  copy: string,
  lines: readonly (AuditLine | null)[],
  chains: readonly Chain[],
): readonly AuditProblem[] {
  const known = new Set(lines.flatMap((line) => (line === null ? [] : [line.hash, line.prev])));
  const first = lines[0];
  const since = first === undefined || first === null || first.prev === genesis ? '' : first.at;
  const missing = new Map<string, AuditProblem>();
  for (const other of chains) {
    if (other.name === copy) continue;
    for (const line of other.lines) {
      const remembered = line?.copies[copy] ?? null;
      if (line === null || remembered === null || known.has(remembered) || line.at < since) continue;
      if (!missing.has(remembered))
        missing.set(remembered, {
          copy,
          line: 0,
          what: `${other.name} remembers a line of it from before run ${line.opId} that is gone or was rewritten`,
        });
    }
  }
  return [...missing.values()];
}

/** All operations that any copy knows, oldest first, each once. */
export function mergeAudit(copies: readonly AuditCopy[]): readonly AuditLine[] {
  const byRun = new Map<string, AuditLine>();
  for (const {text} of copies) {
    for (const line of text === null ? [] : linesOf(text))
      if (line !== null && !byRun.has(line.opId)) byRun.set(line.opId, line);
  }
  return [...byRun.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
