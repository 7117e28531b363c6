// A step in full: where, what it does, what must hold before, what proves it afterwards.

import type {Check} from '../../model/check.ts';
import type {Plan, Step} from '../../model/plan.ts';
import {formatDuration} from '../../model/quantity.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import {operationDetail, operationLine} from './operation-text.ts';

const labelWidth = 20;

export function stepRows(step: Step, plan: Plan | null, style: Style, width: number): readonly Row[] {
  const stage = plan?.stages.find((one) => one.id === step.stage);
  const field = (label: string, text: string): readonly Row[] =>
    wrap(text, width - labelWidth - 5).map((line, index) => [
      span('   '),
      cell(index === 0 ? label : '', labelWidth, style, 'dim'),
      span(line),
    ]);
  return [
    [span(`   ${style.words(step.title)}`, 'strong')],
    ...field(style.say('step.on'), step.on),
    ...field(style.say('step.stage'), stage === undefined ? step.stage : style.words(stage.title)),
    ...field(style.say('step.operation'), operationLine(step.operation)),
    ...field(style.say('step.timeout'), formatDuration(step.timeoutMs)),
    ...step.before.flatMap((check) => field(style.say('step.before'), checkText(check))),
    ...step.after.flatMap((check) => field(style.say('step.after'), checkText(check))),
    ...sectionRows(style.say('step.operation'), operationDetail(step.operation), width),
  ];
}

export function checkText({name, on, args}: Check): string {
  const words = Object.entries(args).map(
    ([key, value]) => `${key}=${Array.isArray(value) ? value.join(',') : String(value)}`,
  );
  return [name, ...words, ...(on === undefined ? [] : [`on ${on}`])].join(' ');
}

/** A title and a text below it; nothing for an empty text. Lines of a diff get their tones. */
export function sectionRows(title: string, text: string, width: number): readonly Row[] {
  const trimmed = text.replace(/\s+$/, '');
  if (trimmed === '') return [];
  const lines = trimmed.split('\n').flatMap((line) => {
    const tone = diffTone(line);
    return wrap(line.replaceAll('\t', '  '), width - 6).map((piece): Row => [span('     '), span(piece, tone)]);
  });
  return [[], [span(`   ${title}`, 'dim')], ...lines];
}

function diffTone(line: string): Tone {
  if (/^(\+\+\+|---|@@|\\)/.test(line)) return 'dim';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'plain';
}
