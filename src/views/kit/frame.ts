// A frame around rows: it means that this wants an answer.

import type {Row} from './row.ts';
import {cell, fitRow, rowWidth, span} from './row.ts';
import type {Style} from './style.ts';
import type {Tone} from './theme.ts';

export type FrameTitle = {readonly left: string; readonly right?: string; readonly tone: Tone};

/** Lines and columns that a frame takes away from what is inside. */
export const frameCost = {rows: 2, columns: 4} as const;

/** `rows` inside a frame of exactly `width` cells. */
export function frameRows(title: FrameTitle, rows: readonly Row[], width: number, style: Style): readonly Row[] {
  const [topLeft, topRight, bottomLeft, bottomRight, line, side] = style.glyphs.frame;
  const inner = width - frameCost.columns;
  const right: Row = title.right === undefined ? [] : [span(` ${title.right} `, title.tone)];
  // What stands on the right says how dangerous it is: it is never what gives way.
  const room = Math.max(0, width - frameCost.columns - rowWidth(right));
  const head = fitRow([span(` ${title.left} `, 'strong')], Math.min(rowWidth([span(title.left)]) + 2, room), style);
  const dashes = Math.max(0, width - 3 - rowWidth(head) - rowWidth(right));
  return [
    [
      span(topLeft, title.tone),
      ...head,
      span(line.repeat(dashes), title.tone),
      ...right,
      span(line + topRight, title.tone),
    ],
    ...rows.map((row) => [span(`${side} `, title.tone), ...fitRow(row, inner, style), span(` ${side}`, title.tone)]),
    [span(bottomLeft + line.repeat(width - 2) + bottomRight, title.tone)],
  ];
}

/** A horizontal rule of exactly `width` cells. */
export function ruleRow(width: number, style: Style): Row {
  return [cell(style.glyphs.rule.repeat(width), width, style, 'dim')];
}
