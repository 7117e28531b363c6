// Which lines of the log are shown: by severity, controller, unit and words.

import type {LogLine} from '../model/log-line.ts';
import type {HostName} from '../model/service.ts';

export type LogFilter = {
  /** The least severe that is shown, as syslog counts: 7 shows all, 4 warnings and worse. */
  readonly priority: number;
  /** null: all. */
  readonly host: HostName | null;
  readonly unit: string | null;
  /** A line must hold this, in upper or lower case unless it has upper case itself; with `!` in front it must not. '': all. */
  readonly words: string;
};

export const allLines: LogFilter = {priority: 7, host: null, unit: null, words: ''};

export function matcherOf(filter: LogFilter): (line: LogLine) => boolean {
  const holds = holdsWords(filter.words);
  return (line) =>
    line.priority <= filter.priority &&
    (filter.host === null || line.host === filter.host) &&
    (filter.unit === null || sameUnit(line.unit, filter.unit)) &&
    holds(line);
}

/** `mariadb` names `mariadb.service`. */
export function sameUnit(unit: string, wanted: string): boolean {
  return unit === wanted || unit === `${wanted}.service`;
}

function holdsWords(words: string): (line: LogLine) => boolean {
  const inverse = words.startsWith('!');
  const needle = inverse ? words.slice(1) : words;
  if (needle === '') return () => true;
  const exact = needle !== needle.toLowerCase();
  const has = (text: string): boolean => (exact ? text : text.toLowerCase()).includes(needle);
  return (line) => (has(line.text) || has(line.unit) || has(line.host)) !== inverse;
}

/** The same lines for the same question, as long as neither changes: a screen asks several times a picture. */
let last:
  | {readonly lines: readonly LogLine[]; readonly filter: LogFilter; readonly found: readonly LogLine[]}
  | undefined;

export function matchingLines(lines: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  if (isAll(filter)) return lines;
  if (last?.lines === lines && last.filter === filter) return last.found;
  const found = lines.filter(matcherOf(filter));
  last = {lines, filter, found};
  return found;
}

function isAll(filter: LogFilter): boolean {
  return filter.priority >= 7 && filter.host === null && filter.unit === null && /^!?$/.test(filter.words);
}
