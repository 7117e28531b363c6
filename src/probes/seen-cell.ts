// The cell of a controller that answered: its level is the worst finding about that controller, ok without one.

import type {Finding} from '../model/finding.ts';
import type {Message} from '../model/message.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {Cell} from '../model/verdict.ts';
import {levelOn} from './part.ts';

export type CellFacts = Cell['facts'];

export function seenCell(
  host: HostName,
  at: Instant,
  findings: readonly Finding[],
  shown: {readonly word: Message; readonly facts: CellFacts},
): Cell {
  return {reading: 'seen', level: levelOn(findings, host), at, ...shown};
}
