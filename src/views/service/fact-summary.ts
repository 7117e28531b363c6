// A few facts of one cell in one line, for the wide overview.

import type {ServiceId} from '../../model/service.ts';
import type {Cell} from '../../model/verdict.ts';
import type {Style} from '../kit/style.ts';
import {factDefinitions} from './fact-definitions.ts';
import {factTitle} from './fact-title.ts';
import {factValue} from './fact-value.ts';

export function factSummary(service: ServiceId, cell: Cell | undefined, style: Style): string {
  if (cell === undefined || cell.reading !== 'seen') return '';
  const {facts} = cell;
  return factDefinitions[service]
    .filter(({key, brief}) => brief === true && facts[key] !== undefined && facts[key] !== null && facts[key] !== '')
    .map(({key, unit}) => `${factTitle(service, key, style)} ${factValue(facts[key], unit, style).text}`)
    .join(`  `);
}
