// Why: everything that is known about one finding, so that nobody has to believe a verdict.

import type {Finding} from '../../model/finding.ts';
import {catalogue} from '../../model/messages.ts';
import {formatAge} from '../../model/quantity.ts';
import {rulesPage, ruleText} from '../../model/rules.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {findAgain} from '../../state/finding-key.ts';
import type {LayerOf} from '../../state/layer.ts';
import {readingBehind} from '../../state/open-reading.ts';
import {findingSentence} from '../kit/finding-rows.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {exchangeRows, rawRows} from './exchange-rows.ts';
import {remedyText} from './remedy-text.ts';

const labelWidth = 12;

export function evidencePage({state, style, size}: PageContext, layer: LayerOf<'evidence'>): Page {
  const known = [...(state.judgement?.findings ?? []), ...(state.run?.notes ?? [])];
  const now = findAgain(known, layer.finding);
  const planned = state.layers.some((one) => one.kind === 'plan');
  const gone: readonly Row[] =
    now === undefined && !planned && state.judgement !== null
      ? [[span(`   ${style.say('evidence.gone')}`, 'dim')], []]
      : [];
  const lines = [...gone, ...evidenceRows(now ?? layer.finding, state, style, size.width)];
  return textPage(lines, layer.cursor.line, size.height);
}

function evidenceRows(finding: Finding, state: ConsoleState, style: Style, width: number): readonly Row[] {
  const {evidence, level} = finding;
  const sentence = wrap(findingSentence(finding, style), width - 6);
  const head: readonly Row[] = sentence.map((line, index) => [
    span(index === 0 ? ` ${style.glyphs.level[level]} ` : '   ', toneOfLevel(level)),
    span(line, index === 0 && level === 'critical' ? 'critical' : 'strong'),
  ]);
  const rule = ruleText(finding, style.language);
  const where = finding.where === 'cluster' ? style.say('feed.cluster') : finding.where;
  const field = (label: string, text: string): readonly Row[] =>
    wrap(text, width - labelWidth - 4).map((line, index) => [
      span('   '),
      cell(index === 0 ? label : '', labelWidth, style, 'dim'),
      span(line),
    ]);
  return [
    ...head,
    [],
    ...field(style.say('evidence.where'), `${where}  ${finding.code}`),
    ...(rule === undefined ? [] : field(style.say('evidence.rule'), rule)),
    ...(catalogue[finding.code] === undefined ? [] : field(style.say('evidence.docs'), `${rulesPage} ${finding.code}`)),
    ...(finding.remedy === undefined
      ? []
      : field(style.say('evidence.remedy'), remedyText(finding.remedy, state, style))),
    ...(evidence?.at === undefined
      ? []
      : field(style.say('evidence.age'), style.say('evidence.ago', {age: formatAge(state.now - evidence.at)}))),
    ...(evidence === undefined
      ? [[], [span(`   ${style.say('evidence.none')}`, 'dim')] satisfies Row]
      : [
          ...field(style.say('evidence.command'), evidence.command),
          [],
          [span(`   ${style.say('evidence.raw')}`, 'dim')] satisfies Row,
          ...rawRows(evidence.raw, style, width),
        ]),
    ...conversationRows(finding, state, style, width),
  ];
}

/** The whole conversation of the reading that the finding rests on: with it how long each answer took. */
function conversationRows(finding: Finding, state: ConsoleState, style: Style, width: number): readonly Row[] {
  const about = readingBehind(finding);
  const {recalled} = state;
  if (about === undefined || recalled?.about.probe !== about.probe || recalled.about.host !== about.host) return [];
  if (recalled.exchanges.length === 0) return [];
  const title = style.say('evidence.asked', {count: recalled.exchanges.length});
  return [[], [span(`   ${title}`, 'dim')], [], ...exchangeRows(recalled.exchanges, state, style, width)];
}
