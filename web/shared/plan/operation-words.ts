// An operation in one line: its kind and what it is about. The whole of it stands beside as it is.

import {isRecord} from '../api/shape.ts';

export function operationLine(operation: unknown): string {
  if (!isRecord(operation)) return '';
  const text = (key: string): string => (typeof operation[key] === 'string' ? operation[key] : '');
  const kind = text('kind');
  const words = isWords(operation['argv']) ? operation['argv'].join(' ') : '';
  const about = text('path') || text('unit') || words || namesOf(operation['names']) || text('name') || text('source');
  const how = kind === 'unit' ? text('state') : kind === 'restart' ? text('how') : '';
  return [kind, about, how].filter((part) => part !== '').join(' ');
}

/** A word of a command may be a secret's name: it is shown as dots. */
function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}

function namesOf(value: unknown): string {
  return isWords(value) ? value.join(' ') : '';
}
