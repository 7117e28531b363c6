// What is being typed, with the caret where the next character goes.

import {aroundCaret} from '../../state/reduce-text.ts';
import type {Row} from './row.ts';
import {span} from './row.ts';
import type {Style} from './style.ts';
import {widthOf} from './text-width.ts';
import type {Tone} from './theme.ts';

/** A text that is too long for `room` columns shows the part in which the caret stands. */
export function typedText(
  text: string,
  afterCaret: number,
  style: Style,
  {room = Number.POSITIVE_INFINITY, tone}: {readonly room?: number; readonly tone?: Tone} = {},
): Row {
  const {left, right} = aroundCaret(text, afterCaret);
  const shownLeft = [...left];
  while (widthOf(shownLeft.join('')) > room) shownLeft.shift();
  const shownRight = [...right];
  while (shownRight.length > 0 && widthOf(shownLeft.join('')) + widthOf(shownRight.join('')) > room) shownRight.pop();
  return [
    span(shownLeft.join(''), tone),
    span(style.glyphs.caret, 'accent'),
    ...(shownRight.length === 0 ? [] : [span(shownRight.join(''), tone)]),
  ];
}
