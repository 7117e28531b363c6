// How a service's judge builds its part: levels of cells from findings, the service's level from both.

import type {Finding} from '../model/finding.ts';
import type {CellLevel, Level} from '../model/level.ts';
import {rollUp} from '../model/level.ts';
import type {Message} from '../model/message.ts';
import type {HostName} from '../model/service.ts';
import type {Cell} from '../model/verdict.ts';
import {word} from '../model/words.ts';
import type {JudgePart} from './judge-part.ts';

/** The worst that these findings say of one host; `info` has no say. */
export function levelOn(findings: readonly Finding[], host: HostName): Level {
  return rollUp(findings.filter((finding) => finding.where === host).map((finding) => finding.level));
}

type PartInput = {
  readonly cells: Readonly<Record<HostName, Cell>>;
  readonly findings: readonly Finding[];
  readonly line: Message;
  readonly tolerance: number | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

/** A service that is nowhere enabled, deployed or asked has no say, and then nothing about it is found either. */
export function partOf(input: PartInput): JudgePart {
  const cells = Object.values(input.cells);
  const level = levelOf(cells, input.findings);
  const {findings, line, tolerance, facts, cells: controllers} = input;
  return {verdict: {level, line, tolerance: level === 'none' ? null : tolerance, controllers, facts}, findings};
}

function levelOf(cells: readonly Cell[], findings: readonly Finding[]): CellLevel {
  if (cells.every((cell) => cell.level === 'none') && findings.length === 0) return 'none';
  return rollUp([...cells.map((cell) => cell.level), ...findings.map((finding) => finding.level)]);
}

/** `none` for a service without any cell that was asked, in words. */
export function quietLine(cells: Readonly<Record<HostName, Cell>>): Message {
  const words = new Set(Object.values(cells).map((cell) => cell.word.en));
  if (words.has(word('not-deployed').en)) return word('not-deployed');
  return words.has(word('off').en) ? word('off') : word('not-asked');
}
