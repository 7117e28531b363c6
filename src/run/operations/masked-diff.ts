// A unified diff of a managed file in which no secret can be read, neither a new one nor the one that it replaces.

import {createTwoFilesPatch} from 'diff';
import type {Text} from '../../model/secret.ts';
import {maskText, secretsIn} from '../../model/secret.ts';

/** Longest diff kept for one step, in lines; the rest is counted. */
const longest = 400;

/** `word = value` and `word value` where the word smells of a secret: the value is dots, whoever wrote the old file. */
const telltale =
  /^(\s*[#;]?\s*[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|auth|credential|api_?key|private_?key)[\w.-]*\s*[:=\s]\s*)(\S.*)$/i;

/**
 * Unified diff between what is there (null: nothing) and what shall be.
 * Where the new text holds secrets, lines of the old file that are not in the new one are hidden altogether:
 * an old password is as secret as the new one, and nobody told us what it is.
 */
export function maskedDiff(path: string, before: string | null, after: Text): string {
  const next = maskText(after);
  const previous = before === null ? '' : maskOld(before, after, next);
  if (before !== null && previous === next) return `${path}: only a secret in it changes (•••)\n`;
  const patch = createTwoFilesPatch(before === null ? '/dev/null' : path, path, previous, next, '', '', {context: 2});
  return cut(patch);
}

/** The same for two texts that are known to hold no secret references. */
export function plainDiff(path: string, before: string | null, after: string): string {
  return maskedDiff(path, before, [after]);
}

function maskOld(before: string, after: Text, next: string): string {
  const wanted = next.split('\n');
  const kept = new Set(wanted);
  const holes = wanted.filter((line) => line.includes('•••')).map(lineWithHoles);
  const secretive = secretsIn(after).length > 0;
  return before
    .split('\n')
    .map((line) => {
      if (kept.has(line)) return line;
      const same = holes.find((hole) => hole.pattern.test(line));
      if (same !== undefined) return same.line;
      return secretive ? '••• (a line of a file that holds secrets)' : maskValue(line);
    })
    .join('\n');
}

function lineWithHoles(line: string): {readonly line: string; readonly pattern: RegExp} {
  const literal = line.split('•••').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return {line, pattern: new RegExp(`^${literal.join('.*')}$`)};
}

function maskValue(line: string): string {
  return line.replace(telltale, (_all, name: string) => `${name}•••`);
}

function cut(patch: string): string {
  const lines = patch.split('\n').filter((line) => !/^(=+$|Index: )/.test(line));
  if (lines.length <= longest) return lines.join('\n');
  return [...lines.slice(0, longest), `… ${lines.length - longest} more lines`].join('\n');
}
