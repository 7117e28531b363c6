// Choosing a range of phases.

import type {LayerOf} from '../../state/layer.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import {toAscii} from '../kit/glyphs.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import {wrap} from '../kit/text-width.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';

export function phasesPage({state, style, size}: PageContext, layer: LayerOf<'phases'>): Page {
  const {phases} = state.summary;
  const {from, to} = layer.range;
  const items = phases.map((phase) => `phase:${phase.number}`);
  const at = indexOfItem(layer.cursor, items);
  const width = Math.min(size.width, 100);
  const inner = width - frameCost.columns;
  const named = (number: number): string => `${number} ${phases.find((phase) => phase.number === number)?.name ?? ''}`;
  const list = phases.map((phase, index): Row => {
    const chosen = phase.number >= from && phase.number <= to;
    const title = style.glyphs.name === 'ascii' ? toAscii(phase.title.en) : phase.title[style.language];
    return [
      span(index === at ? `${style.glyphs.cursor} ` : '  ', 'accent'),
      span(chosen ? '[x] ' : '[ ] ', chosen ? 'accent' : 'dim'),
      cell(named(phase.number), 14, style, index === at ? 'strong' : 'plain'),
      span(title, chosen ? 'plain' : 'dim'),
    ];
  });
  const summary =
    from === to
      ? style.say('phases.range-one', {from: named(from)})
      : style.say('phases.range', {from: named(from), to: named(to), count: to - from + 1});
  const roomy = size.height >= phases.length + 7;
  const intro = roomy ? [...wrap(style.say('phases.intro'), inner).map((line): Row => [span(line, 'dim')]), []] : [];
  const room = size.height - frameCost.rows - intro.length - (roomy ? 2 : 1);
  const rows: readonly Row[] = [
    ...intro,
    ...windowRows(
      list.map((row) => [row]),
      room,
      at,
    ),
    ...(roomy ? [[]] : []),
    [span(summary)],
  ];
  return {rows: frameRows({left: style.say('phases.title'), tone: 'accent'}, rows, width, style), items, last: 0};
}
