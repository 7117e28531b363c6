// The menu of actions: what each does, and how dangerous it may turn out to be.

import type {ActionOffer} from '../../model/action-offer.ts';
import type {Message} from '../../model/message.ts';
import type {LayerOf} from '../../state/layer.ts';
import {menuOf} from '../../state/reduce-action.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import {toAscii} from '../kit/glyphs.ts';
import type {Row} from '../kit/row.ts';
import {cell, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf, wrap} from '../kit/text-width.ts';
import type {Page, PageContext} from '../page.ts';
import {dangerTone} from '../plan/danger-tone.ts';

export function actionsPage({state, style, size}: PageContext, layer: LayerOf<'actions'>): Page {
  const offers = menuOf(state.summary.actions, layer.service);
  const width = Math.min(size.width, 110);
  const inner = width - frameCost.columns;
  const nameWidth = Math.min(24, Math.max(8, ...offers.map(({id}) => widthOf(id))) + 2);
  const intro: readonly Row[] =
    size.height >= 16 ? [...wrap(style.say('actions.explain'), inner).map((line): Row => [span(line, 'dim')]), []] : [];
  const entries = offers.map(
    (offer): ListEntry => ({
      key: `action:${offer.id}`,
      rows: (selected) => offerRows(offer, {selected, style, inner, nameWidth}),
    }),
  );
  const room = Math.max(2, size.height - frameCost.rows - intro.length);
  const {rows: list, items} = filteredList(entries, layer.cursor, room);
  const service = layer.service === null ? null : style.say(`service.title.${layer.service}`);
  const left = service === null ? style.say('actions.title') : style.say('actions.title-about', {service});
  return {rows: frameRows({left, tone: 'accent'}, [...intro, ...list], width, style), items, last: 0};
}

type OfferOptions = {
  readonly selected: boolean;
  readonly style: Style;
  readonly inner: number;
  readonly nameWidth: number;
};

/** The name as it is typed after `:`, what it is in words, and under the cursor what it does and leaves alone. */
function offerRows(offer: ActionOffer, {selected, style, inner, nameWidth}: OfferOptions): readonly Row[] {
  const head: Row = [
    span(selected ? `${style.glyphs.cursor} ` : '  ', 'accent'),
    cell(offer.id, nameWidth, style, selected ? 'strong' : 'plain'),
    span(said(offer.title, style)),
  ];
  const danger: Row = [span(style.say(`danger.${offer.danger}`), dangerTone(offer.danger))];
  const explained = selected ? wrap(said(offer.explain, style), inner - 4) : [];
  return [spread(head, danger, inner, style), ...explained.map((line): Row => [span(`    ${line}`, 'dim')])];
}

/** A message of an action, in the language of the screen; without UTF-8 in ASCII. */
export function said(message: Message, style: Style): string {
  return style.glyphs.name === 'ascii' ? toAscii(message.en) : message[style.language];
}
