// Everything that the judge tells of a service, by its name in the JSON: a row a fact, a column a controller, then the cluster's.

import type {ServiceId} from '../../model/service.ts';
import type {Cell} from '../../model/verdict.ts';
import {anyHost, readingItem} from '../../state/open-reading.ts';
import {cell, span} from '../kit/row.ts';
import type {Line} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import type {FactDefinition} from './fact-definitions.ts';
import {definitionsOf} from './fact-definitions.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import {factValue} from './fact-value.ts';
import type {SectionContext} from './figures.ts';

const labelMost = 28;
const narrowest = 8;

export function allFactLines({state, style, hosts}: SectionContext, service: ServiceId): readonly Line[] {
  const verdict = state.judgement?.services[service];
  if (verdict === undefined) return [];
  const cells = hosts.map((host) => verdict.controllers[host]);
  const keys = new Set(cells.flatMap((one) => Object.keys(one?.facts ?? {})));
  const own = definitionsOf(service, keys);
  const shared = definitionsOf(service, new Set(Object.keys(verdict.facts)));
  const titles = [...own, ...shared].map(({key}) => factTitle(service, key, style));
  const label = Math.min(labelMost, Math.max(10, ...titles.map(widthOf))) + 2;
  const line = (id: string, place: string, key: string, values: readonly FactText[]): Line => ({
    key: readingItem(service, place, id),
    row: (width, here) => {
      const shown = values.slice(0, Math.max(1, Math.floor((width - label) / narrowest)));
      const each = Math.min(36, Math.floor((width - label) / shown.length));
      return [
        cell(factTitle(service, key, style), label - 1, style, here ? 'strong' : 'dim'),
        span(' '),
        ...shown.flatMap(({text, tone}) => [
          values.length === 1 && place === 'cluster' ? span(text, tone) : cell(text, each - 1, style, tone),
          span(' '),
        ]),
      ];
    },
  });
  const head: Line = {
    key: null,
    row: (width) => {
      const shown = hosts.slice(0, Math.max(1, Math.floor((width - label) / narrowest)));
      const each = Math.min(36, Math.floor((width - label) / shown.length));
      return [span(' '.repeat(label)), ...shown.flatMap((host) => [cell(host, each - 1, style, 'strong'), span(' ')])];
    },
  };
  return [
    ...(own.length > 0 ? [head] : []),
    ...own.map((definition) =>
      line(
        `fact ${definition.key}`,
        anyHost,
        definition.key,
        cells.map((one) => shownFact(one, definition, style)),
      ),
    ),
    ...shared.map(({key, unit}) =>
      line(`fact cluster ${key}`, 'cluster', key, [factValue(verdict.facts[key], unit, style)]),
    ),
  ];
}

/** What a lost controller said last is no fact of now: the sections above show it, dimmed and with its age. */
function shownFact(seen: Cell | undefined, {key, unit}: FactDefinition, style: Style): FactText {
  if (seen === undefined || seen.reading === 'lost') return {text: style.glyphs.level.unknown, tone: 'dim'};
  return factValue(seen.facts[key], unit, style);
}
