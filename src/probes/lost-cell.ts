// The cell of a service that could not be read on one controller: never ok, and judged only where peers confirm a loss.

import type {Finding} from '../model/finding.ts';
import type {Message} from '../model/message.ts';
import type {Instant, Reading} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {Cell} from '../model/verdict.ts';
import {word} from '../model/words.ts';
import type {JudgeInput} from './judge-part.ts';
import type {Standing} from './peer-witness.ts';
import {witnessOf} from './peer-witness.ts';

export type LostReading = Extract<Reading<unknown>, {kind: 'lost'}>;

export type LostCell = {
  readonly cell: Cell;
  /** How the controller itself stands; `reached`: it is there, only this reading failed. */
  readonly standing: Standing;
  /** Only where the controller is reached: an unreachable controller has one finding for itself, not one a service. */
  readonly findings: readonly Finding[];
};

/**
 * Judges a lost reading. A controller that its peers confirm to be gone is a warning here (the service's own judge raises it
 * to critical where redundancy is gone); everything else that cannot be seen is unknown (DESIGN §3).
 */
export function lostCell(input: JudgeInput, service: ServiceId, host: HostName, reading: LostReading): LostCell {
  const {standing} = witnessOf(input, host);
  const at: Instant | null = reading.last?.at ?? null;
  if (standing === 'lost') return {cell: cellOf('warning', word('lost'), at), standing, findings: []};
  if (standing !== 'reached') return {cell: cellOf('unknown', word('unreachable'), at), standing, findings: []};
  return {cell: cellOf('unknown', word('no-answer'), at), standing, findings: [lostFinding(service, host, reading)]};
}

/** The cell of a service that is not enabled, not deployed or was not asked on this controller. */
export function noneCell(why: 'not-asked' | 'not-enabled' | 'not-deployed'): Cell {
  const id = ({'not-asked': 'nothing', 'not-enabled': 'off', 'not-deployed': 'not-deployed'} as const)[why];
  return {reading: 'none', level: 'none', word: word(id), at: null, facts: {}};
}

function cellOf(level: 'warning' | 'unknown', said: Message, at: Instant | null): Cell {
  return {reading: 'lost', level, word: said, at, facts: {}};
}

function lostFinding(service: ServiceId, host: HostName, reading: LostReading): Finding {
  return {
    code: 'ReadingLost',
    level: 'unknown',
    where: host,
    service,
    params: {service, error: reading.error.what, reason: reading.error.code},
    evidence: {command: `read ${service}`, raw: reading.error.what, at: reading.at},
  };
}
