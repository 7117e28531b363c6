// The findings as the page on top lists them: its own ones, filtered by `/` and in the order that `s` chose.

import type {Finding} from '../model/finding.ts';
import {findingText} from '../model/messages.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {KeyedFinding} from './finding-key.ts';
import {keyFindings} from './finding-key.ts';
import {matchesFilter} from './list-filter.ts';
import {orderOf} from './list-order.ts';
import {findingsOnTop} from './open-item.ts';

/** Keys are given before filtering, so that a finding keeps its key whatever is typed. */
export function listedFindings(state: ConsoleState): readonly KeyedFinding[] {
  const layer = topLayer(state);
  const {filter} = layer.cursor;
  const all = keyFindings(findingsOnTop(state));
  const wanted = filter === '' ? all : all.filter(({finding}) => matchesFilter(filter, textOf(finding, state)));
  const order = orderOf(layer);
  const by = (name: (finding: Finding) => string): readonly KeyedFinding[] =>
    [...wanted].sort((a, b) => name(a.finding).localeCompare(name(b.finding)));
  if (order === 'place') return by(({where}) => where);
  return order === 'service' ? by(({service}) => service ?? '') : wanted;
}

function textOf(finding: Finding, {language}: ConsoleState): string {
  return `${finding.code} ${finding.where} ${finding.service ?? ''} ${finding.level} ${findingText(finding, language)}`;
}
