// Puts one service's cells and findings together: a seen cell is as bad as its findings, the service as bad as its worst.

import type {Finding} from '../model/finding.ts';
import type {CellLevel} from '../model/level.ts';
import {rollUp} from '../model/level.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {Cell} from '../model/verdict.ts';
import type {JudgePart} from './judge-part.ts';

export type CellFacts = Cell['facts'];

/** The cell of a controller that answered: its level is the worst finding about that controller, ok without one. */
export function seenCell(
  host: HostName,
  at: Instant,
  findings: readonly Finding[],
  shown: {readonly word: string; readonly facts: CellFacts},
): Cell {
  const own = findings.filter((finding) => finding.where === host);
  return {reading: 'seen', level: rollUp(own.map((finding) => finding.level)), at, ...shown};
}

/** The service's part: level by cells and findings together; `none` where the service is on no controller at all. */
export function servicePart(given: {
  readonly cells: Readonly<Record<HostName, Cell>>;
  readonly findings: readonly Finding[];
  readonly line: string;
  readonly tolerance: number | null;
  readonly facts: CellFacts;
}): JudgePart {
  const {cells, findings, line, tolerance, facts} = given;
  return {
    verdict: {level: levelOf(Object.values(cells), findings), line, tolerance, controllers: cells, facts},
    findings,
  };
}

function levelOf(cells: readonly Cell[], findings: readonly Finding[]): CellLevel {
  if (cells.every((cell) => cell.level === 'none')) return 'none';
  return rollUp([...cells.map((cell) => cell.level), ...findings.map((finding) => finding.level)]);
}
