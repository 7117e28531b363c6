// Typing one thing for an action for which there is no list.

import type {FieldLayer} from '../../state/layer.ts';
import {fieldOf, offerOfRequest} from '../../state/reduce-action.ts';
import {frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import {typedText} from '../kit/typed-text.ts';
import type {Page, PageContext} from '../page.ts';
import {titleOf} from './choose-page.ts';

export function fieldPage({state, style, size}: PageContext, layer: FieldLayer): Page {
  const field = fieldOf(state, layer);
  const offer = offerOfRequest(state, layer.request);
  if (field === undefined || offer === undefined) return {rows: [], items: [], last: 0};
  const width = Math.min(size.width, 84);
  const fault = field.kind === 'number' ? style.say('field.number') : style.say('field.needed');
  const below: Row = layer.fault
    ? [span(fault, 'critical')]
    : [span(field.required ? style.say('choose.explain') : style.say('field.optional'), 'dim')];
  const rows: readonly Row[] = [
    [span(`${style.glyphs.cursor} `, 'accent'), ...typedText(layer.text, state.afterCaret, style)],
    [],
    below,
  ];
  return {
    rows: frameRows({left: titleOf(offer, field, style), tone: 'accent'}, rows, width, style),
    items: [],
    last: 0,
  };
}
