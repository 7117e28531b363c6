// Choosing one thing for an action from a list: a controller with how it is, a service, a node, yes or no.

import type {ActionField, ActionOffer} from '../../model/action-offer.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {LayerOf} from '../../state/layer.ts';
import {choiceItems, fieldOf, offerOfRequest} from '../../state/reduce-action.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import type {Page, PageContext} from '../page.ts';
import {said} from './actions-page.ts';

export function choosePage({state, style, size}: PageContext, layer: LayerOf<'choose'>): Page {
  const field = fieldOf(state, layer);
  const offer = offerOfRequest(state, layer.request);
  if (field === undefined || offer === undefined) return {rows: [], items: [], last: 0};
  const choices = choiceItems(state, field);
  const width = Math.min(size.width, 84);
  const nameWidth = Math.min(30, Math.max(10, ...choices.map((item) => widthOf(item) - 7)) + 2);
  const rowOf = (item: string, selected: boolean): Row => {
    const value = item.slice('choice:'.length);
    return [
      span(selected ? `${style.glyphs.cursor} ` : '  ', 'accent'),
      cell(wordOf(value, field, style), value === '' ? 40 : nameWidth, style, selected ? 'strong' : 'plain'),
      ...(field.kind === 'controller' && value !== '' ? hostWords(state, value, offer, style) : []),
    ];
  };
  const entries = choices.map((key): ListEntry => ({key, rows: (selected) => [rowOf(key, selected)]}));
  const {rows: list, items} = filteredList(entries, layer.cursor, size.height - frameCost.rows - 2);
  const body: readonly Row[] = [...list, [], [span(style.say('choose.explain'), 'dim')]];
  return {rows: frameRows({left: titleOf(offer, field, style), tone: 'accent'}, body, width, style), items, last: 0};
}

export function titleOf(offer: ActionOffer, field: ActionField, style: Style): string {
  return `${offer.id}: ${said(field.title, style)}`;
}

function wordOf(value: string, field: ActionField, style: Style): string {
  if (value === '') return style.say('choose.decide');
  return field.kind === 'flag' ? style.say(value === 'yes' ? 'choose.yes' : 'choose.no') : value;
}

/** How that controller is, above all in the services that the action is about: nobody should choose a dead one unknowing. */
function hostWords(state: ConsoleState, host: string, offer: ActionOffer, style: Style): Row {
  const {judgement} = state;
  if (judgement === null) return [];
  if (judgement.controllers[host]?.reach === 'lost') {
    return [span(`${style.glyphs.level.critical} ${style.say('feed.reach-lost')}`, 'critical')];
  }
  return offer.services.flatMap((service): Row => {
    const seen = judgement.services[service].controllers[host];
    if (seen === undefined || seen.level === 'none') return [];
    const word = seen.reading === 'lost' ? style.say('cell.lost-never') : seen.word;
    return [span(`${style.glyphs.level[seen.level]} ${word}  `, toneOfLevel(seen.level))];
  });
}
