// Reads what Slurm's commands print as columns, in a way that no job's name can forge: every column ends with a mark made for this call.

import {randomBytes} from 'node:crypto';
import {WebRefusal} from '../app/web-refusal.ts';

/** Unguessable, and made of characters that neither a format of squeue(1) nor a delimiter of sacct(1) gives a meaning. */
export function makeMark(): string {
  return `~${randomBytes(12).toString('hex')}~`;
}

/**
 * Rows of `columns` columns. A job's name may hold newlines and any delimiter (sbatch takes them), so lines say nothing: only the marks
 * count. Throws `slurm-unreadable` where what came is not whole rows: silence or half an answer is never an empty list.
 */
export function readMarkedRows(
  output: string,
  given: {readonly mark: string; readonly columns: number; readonly command: string},
): readonly (readonly string[])[] {
  const parts = output.split(given.mark);
  const rest = parts.pop() ?? '';
  if (rest.trim() !== '' || parts.length % given.columns !== 0) {
    throw new WebRefusal('slurm-unreadable', {command: given.command});
  }
  const rows: string[][] = [];
  for (let at = 0; at < parts.length; at += given.columns) {
    const row = parts.slice(at, at + given.columns);
    // A row begins where the line before it ended.
    row[0] = (row[0] ?? '').replace(/^\n/, '');
    rows.push(row);
  }
  return rows;
}
