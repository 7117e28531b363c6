// A few facts of one cell in one line, for the wide overview.

import type {ServiceId} from '../../model/service.ts';
import type {Cell} from '../../model/verdict.ts';
import type {Style} from '../kit/style.ts';
import {factDefinitions} from './fact-definitions.ts';
import {factTitle} from './fact-title.ts';
import {factValue} from './fact-value.ts';

export function factSummary(service: ServiceId, cell: Cell | undefined, style: Style): string {
  if (cell === undefined || cell.reading !== 'seen') return '';
  return factDefinitions[service]
    .filter(({key, brief}) => brief === true && cell.facts[key] !== undefined && cell.facts[key] !== null)
    .map(({key, unit}) => `${factTitle(service, key, style)} ${factValue(cell.facts[key], unit, style).text}`)
    .join(`  `);
}
