// The page of one controller: every service there with its few facts, and what is found about it.

import {services} from '../../model/service.ts';
import {wordKey} from '../../state/last-words.ts';
import type {LayerOf} from '../../state/layer.ts';
import {listedFindings} from '../../state/listed-findings.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {readingItem} from '../../state/open-reading.ts';
import {cellSpans} from '../kit/cell-spans.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';

export function controllerPage({state, style, size}: PageContext, {host, cursor}: LayerOf<'controller'>): Page {
  const keyed = listedFindings(state);
  const items = [...services.map((service) => readingItem(service, host, 'state')), ...keyed.map(({key}) => key)];
  const at = indexOfItem(cursor, items);
  const blocks: readonly (readonly Row[])[] = [
    ...services.map((service, index): readonly Row[] => {
      const here = index === at;
      const seen = state.judgement?.services[service].controllers[host];
      const lastWord = state.lastWords[wordKey(service, host)];
      return [
        [
          span(here ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
          cell(style.say(`service.title.${service}`), 12, style, here ? 'strong' : 'plain'),
          ...cellSpans(seen, {now: state.now, style, width: 40, lastWord}),
        ],
      ];
    }),
    ...keyed.map(({key, finding}) =>
      findingRows(finding, {style, width: size.width, selected: key === items[at], maxLines: 2}),
    ),
  ];
  const title: Row = [span(` ${host}  `, 'strong'), span(state.judgement?.controllers[host]?.address ?? '', 'dim')];
  return {
    rows: [title, ruleRow(size.width, style), ...windowRows(blocks, size.height - 2, at)],
    items,
    last: 0,
  };
}
