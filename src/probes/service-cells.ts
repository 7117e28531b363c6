// Makes one service's cells, a controller each: left out, lost, or seen with what is shown of it.

import type {Finding} from '../model/finding.ts';
import type {Message} from '../model/message.ts';
import type {Reading} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {Cell} from '../model/verdict.ts';
import type {JudgeInput} from './judge-part.ts';
import {lostCell, noneCell} from './lost-cell.ts';
import {type CellFacts, seenCell} from './seen-cell.ts';

export type CellSource<T, Host> = {
  readonly service: ServiceId;
  readonly hosts: readonly (Host & {readonly host: HostName; readonly reading: Reading<T>})[];
  /** Findings about what was seen; they give the cells their levels. */
  readonly seen: readonly Finding[];
  shown(host: Host, value: T): {readonly word: Message; readonly facts: CellFacts};
  /** What it means for the service that its peers confirm this controller to be gone. */
  gone(host: Host): Finding;
};

/** The cells, and the findings about readings that were lost. Pure. */
export function serviceCells<T, Host>(
  input: JudgeInput,
  {service, hosts, seen, shown, gone}: CellSource<T, Host>,
): {readonly cells: Readonly<Record<HostName, Cell>>; readonly lost: readonly Finding[]} {
  const cells: Record<HostName, Cell> = {};
  const lost: Finding[] = [];
  for (const host of hosts) {
    const {reading} = host;
    if (reading.kind === 'none') cells[host.host] = noneCell(reading.why);
    else if (reading.kind === 'lost') {
      const judged = lostCell(input, service, host.host, reading);
      cells[host.host] = judged.cell;
      lost.push(...judged.findings, ...(judged.standing === 'lost' ? [gone(host)] : []));
    } else cells[host.host] = seenCell(host.host, reading.at, seen, shown(host, reading.value));
  }
  return {cells, lost};
}
