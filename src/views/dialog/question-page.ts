// Questions that y or esc answer: entering operate mode, cancelling a run, leaving while one is going on.

import type {UiTextId} from '../../model/ui-text.ts';
import type {LayerOf} from '../../state/layer.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import {wrap} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import type {Page, PageContext} from '../page.ts';

type Question = {
  readonly title: UiTextId;
  readonly lines: readonly UiTextId[];
  readonly keys: UiTextId;
  readonly tone: Tone;
};

const questions: Readonly<Record<'operate' | 'cancel' | 'quit' | 'attach', Question>> = {
  operate: {
    title: 'operate.title',
    lines: ['operate.ask', 'operate.explain'],
    keys: 'operate.keys',
    tone: 'operate',
  },
  cancel: {title: 'cancel.title', lines: ['cancel.ask', 'cancel.explain'], keys: 'cancel.keys', tone: 'warning'},
  attach: {title: 'attach.title', lines: ['attach.ask', 'attach.explain'], keys: 'attach.keys', tone: 'accent'},
  quit: {title: 'quit.title', lines: ['quit.ask', 'quit.attach'], keys: 'quit.keys', tone: 'accent'},
};

export function questionPage(
  {style, size}: PageContext,
  layer: LayerOf<'operate' | 'cancel' | 'quit' | 'attach'>,
): Page {
  const {title, lines, keys, tone} = questions[layer.kind];
  const params = layer.kind === 'operate' ? {} : {run: layer.runId};
  const width = Math.min(size.width, 84);
  const rows: readonly Row[] = [
    [],
    ...lines
      .flatMap((line) => wrap(style.say(line, params), width - frameCost.columns))
      .map((line): Row => [span(line)]),
    [],
    [span(style.say(keys), 'strong')],
  ];
  return {rows: frameRows({left: style.say(title), tone}, rows, width, style), items: [], last: 0};
}
