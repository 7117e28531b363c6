// The merged log of all controllers: newest at the bottom, one severity a colour, held still while somebody reads.

import type {LogLine} from '../../model/log-line.ts';
import {priorityNames} from '../../model/log-line.ts';
import {formatClock} from '../../model/quantity.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {LogsLayer} from '../../state/layer.ts';
import {matchingLines} from '../../state/log-filter.ts';
import type {Row, Span} from '../kit/row.ts';
import {cell, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import {typedText} from '../kit/typed-text.ts';
import type {Page, PageContext} from '../page.ts';

export function logsPage(context: PageContext, layer: LogsLayer, typing: boolean): Page {
  const {state, style, size} = context;
  const head = [titleRow(state, layer, style, size.width), filterRow(state, layer, typing, style)];
  const height = Math.max(1, size.height - head.length);
  const lines = matchingLines(layer.held ?? state.logs.lines, layer.filter);
  const last = Math.max(0, lines.length - height);
  const draw = (line: LogLine): readonly Row[] => lineRows(line, context, layer.wrapped);
  const rows =
    layer.held === null
      ? fromEnd(lines, height, draw)
      : fromLine(lines, Math.min(layer.cursor.line, last), height, draw);
  const body = lines.length === 0 ? [[span(`   ${style.say('logs.none')}`, 'dim')]] : rows;
  // While following, the cursor counts from the end: moving up holds the lines where they are.
  return {rows: [...head, ...body], items: null, last};
}

function fromEnd(lines: readonly LogLine[], height: number, draw: (line: LogLine) => readonly Row[]): readonly Row[] {
  const found: (readonly Row[])[] = [];
  let count = 0;
  for (let index = lines.length - 1; index >= 0 && count < height; index -= 1) {
    const line = lines[index];
    if (line === undefined) break;
    const rows = draw(line);
    found.push(rows);
    count += rows.length;
  }
  return found.reverse().flat().slice(-height);
}

function fromLine(
  lines: readonly LogLine[],
  first: number,
  height: number,
  draw: (line: LogLine) => readonly Row[],
): readonly Row[] {
  const found: Row[] = [];
  for (let index = first; index < lines.length && found.length < height; index += 1) {
    const line = lines[index];
    if (line !== undefined) found.push(...draw(line));
  }
  return found.slice(0, height);
}

function titleRow(state: ConsoleState, layer: LogsLayer, style: Style, width: number): Row {
  const {span: back, sources, lines} = state.logs;
  const open = Object.values(sources).filter((source) => source.open).length;
  const count = state.summary.controllers.length;
  const left: Row = [
    span(` ${style.say('logs.title')} `, 'strong'),
    span(style.say('logs.sources', {open, count}), open === count ? 'dim' : 'warning'),
    span(`  ${style.say(`logs.span.${back}`)}  ${style.say('logs.lines', {count: lines.length})}`, 'dim'),
  ];
  const right: Span =
    layer.held === null ? span(style.say('logs.following'), 'ok') : span(style.say('logs.held'), 'warning');
  return spread(left, [right, span(' ')], width, style);
}

/** What is shown of it; a controller that is not heard is named, because its silence is no news. */
function filterRow(state: ConsoleState, layer: LogsLayer, typing: boolean, style: Style): Row {
  const {priority, host, unit, words} = layer.filter;
  const unheard = Object.entries(state.logs.sources).find(([, source]) => !source.open && source.why !== null);
  const kept: Row = [
    span(`   ${host ?? style.say('logs.all-hosts')} ${style.glyphs.dot} ${unit ?? style.say('logs.all-units')}`, 'dim'),
    span(
      priority >= 7
        ? ` ${style.glyphs.dot} ${style.say('logs.all-severities')}`
        : ` ${style.glyphs.dot} ${style.say('logs.severity', {severity: priorityNames[priority] ?? ''})}`,
      priority >= 7 ? 'dim' : 'info',
    ),
  ];
  const typed: Row = typing
    ? [span('  /', 'accent'), ...typedText(words, state.afterCaret, style)]
    : words === ''
      ? []
      : [span(`  /${words}`, 'accent')];
  const silent: Row =
    unheard === undefined
      ? []
      : [span(`  ${style.say('logs.unheard', {host: unheard[0], why: unheard[1].why ?? ''})}`, 'warning')];
  return [...kept, ...typed, ...silent];
}

function lineRows(line: LogLine, {state, style, size}: PageContext, wrapped: boolean): readonly Row[] {
  const hostWidth = Math.min(12, Math.max(4, ...state.summary.controllers.map((host) => host.length)));
  const unitWidth = size.width >= 120 ? 18 : 10;
  const before: Row = [
    span(` ${formatClock(line.at, state.zoneOffsetMinutes)} `, 'dim'),
    cell(line.host, hostWidth, style, 'dim'),
    span(' '),
    cell(line.unit.replace(/\.service$/, ''), unitWidth, style, 'info'),
    span(' '),
  ];
  const tone = toneOf(line.priority);
  if (!wrapped) return [[...before, span(line.text, tone)]];
  const taken = 12 + hostWidth + unitWidth;
  const pieces = wrap(line.text, Math.max(20, size.width - taken));
  return pieces.map((piece, index) => [...(index === 0 ? before : [span(' '.repeat(taken))]), span(piece, tone)]);
}

function toneOf(priority: number): Tone {
  if (priority <= 3) return 'critical';
  if (priority === 4) return 'warning';
  return priority === 7 ? 'dim' : 'plain';
}
