// Acknowledging an alert: what it was, and the comment that whoever comes next will read.

import type {AcknowledgeLayer} from '../../state/layer.ts';
import {sameMoment} from '../../state/reduce-alerts.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import {wrap} from '../kit/text-width.ts';
import {typedText} from '../kit/typed-text.ts';
import type {Page, PageContext} from '../page.ts';

export function acknowledgePage({state, style, size}: PageContext, layer: AcknowledgeLayer): Page {
  const alert = state.alerts.find((one) => one.id === layer.alert);
  const width = Math.min(size.width, 84);
  const inner = width - frameCost.columns;
  const said = alert === undefined || alert.finding === null ? '' : style.tell(alert.finding);
  const together = alert === undefined ? [] : sameMoment(state, alert).map(({subject}) => subject);
  const others: readonly Row[] =
    together.length < 2
      ? []
      : wrap(style.say('alerts.together', {subjects: together.join(', ')}), inner).map(
          (line): Row => [span(line, 'dim')],
        );
  const rows: readonly Row[] = [
    ...wrap(said, inner)
      .filter((line) => line !== '')
      .slice(0, 3)
      .map((line): Row => [span(line)]),
    ...others,
    [],
    [span(style.say('alerts.comment'), 'strong')],
    [span(`${style.glyphs.cursor} `, 'accent'), ...typedText(layer.text, state.afterCaret, style)],
    [],
    layer.fault
      ? [span(style.say('alerts.comment-needed'), 'critical')]
      : [span(style.say('alerts.explain', {by: state.summary.actor}), 'dim')],
  ];
  return {
    rows: frameRows({left: style.say('crumb.acknowledge'), tone: 'accent'}, rows, width, style),
    items: [],
    last: 0,
  };
}
