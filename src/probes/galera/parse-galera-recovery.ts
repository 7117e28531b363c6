// Reads the records that a recovery of Galera leaves on a controller, and the saved view of the server itself.

import type {GaleraRecoveryFacts} from '../../model/facts.ts';
import {linesByFile} from '../answers.ts';
import * as catalogue from '../catalogue/galera-recovery.ts';
import {nowFile} from '../catalogue/gluster.ts';

/** `records`: `file:line` lines of grep; `times`: `file SECONDS` lines of stat, what is not there is absent. */
export function parseGaleraRecords(records: string, times: string): Omit<GaleraRecoveryFacts, 'answers'> {
  const files = linesByFile(records);
  const at = timesByFile(times);
  const line = (path: string): string | null => files.get(path)?.[0]?.trim() ?? null;
  const tried = line(catalogue.viewTriedFile);
  const lastOut = line(catalogue.lastOutFile);
  return {
    recovered: recoveredOf(line(catalogue.recoveredFile), at),
    savedView: savedViewOf(files.get(catalogue.savedViewFile) ?? []),
    viewTried: tried === '' ? null : tried,
    lastOut: lastOut === '' ? null : lastOut,
    waited: waitedOf(line(catalogue.waitedFile), at),
  };
}

function timesByFile(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split('\n').flatMap((line): readonly (readonly [string, number])[] => {
      const match = /^(\S+) (\d+(?:\.\d+)?)$/.exec(line.trim());
      return match?.[1] === undefined ? [] : [[match[1], Number(match[2])]];
    }),
  );
}

/** A start of the server after it writes to the log: then the record says nothing about what the data are now. */
function recoveredOf(line: string | null, at: ReadonlyMap<string, number>): GaleraRecoveryFacts['recovered'] {
  const recorded = at.get(catalogue.recoveredFile);
  if (line === null || recorded === undefined || recorded < (at.get(catalogue.redoLogFile) ?? 0)) return null;
  const failed = /^error (.*)$/.exec(line);
  if (failed !== null) return {kind: 'error', why: failed[1] ?? ''};
  const position = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (-?\d+)$/i.exec(line);
  if (position?.[1] === undefined || position[2] === undefined)
    return {kind: 'error', why: `its record reads "${line}"`};
  return {kind: 'position', uuid: position[1].toLowerCase(), seqno: BigInt(position[2])};
}

function waitedOf(line: string | null, at: ReadonlyMap<string, number>): GaleraRecoveryFacts['waited'] {
  const [then, now] = [at.get(catalogue.waitedFile), at.get(nowFile)];
  if (line === null || then === undefined || now === undefined) return null;
  return {component: line, agoSeconds: Math.max(0, Math.round(now - then))};
}

/** `view_id: 3 UUID SEQ` and one `member: UUID SEGMENT` a line (Galera's gvwstate.dat). */
function savedViewOf(lines: readonly string[]): GaleraRecoveryFacts['savedView'] {
  const id = lines.map((line) => /^view_id:\s*(.+?)\s*$/.exec(line)?.[1]).find((found) => found !== undefined);
  const members = lines.flatMap((line) => /^member:\s*(\S+)/.exec(line)?.[1] ?? []);
  return id === undefined || members.length === 0 ? null : {id, members: members.sort()};
}
