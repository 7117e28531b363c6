// The matrix of the overview: a row a service, a column a controller, and what each service may still lose.

import type {HostName, ServiceId} from '../../model/service.ts';
import {services} from '../../model/service.ts';
import type {Cell, ServiceVerdict} from '../../model/verdict.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {wordKey} from '../../state/last-words.ts';
import {cellSpans} from '../kit/cell-spans.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import {factSummary} from '../service/fact-summary.ts';

const labelWidth = 14;
const loseWidth = 9;
const narrowest = 6;
const widest = 40;
const leastLine = 8;
/** From this width on a cell has room for how long it has been lost beside what it said last. */
const roomForLost = 110;

export type MatrixColumns = {
  readonly hosts: readonly HostName[];
  readonly hidden: number;
  readonly width: number;
  /** Cells left for the service's own line; 0 where there is no room for it. */
  readonly line: number;
};

/**
 * Every controller gets a column of the same width; where even narrow ones do not fit, the last ones are counted. `wanted` is
 * what the widest word of a cell takes: a wider screen gives more to the service's own line, which says most in least space.
 */
export function matrixColumns(hosts: readonly HostName[], width: number, wanted: number): MatrixColumns {
  const room = width - labelWidth - loseWidth;
  const most = Math.max(1, Math.floor(room / narrowest));
  const shownHosts = hosts.length <= most ? hosts : hosts.slice(0, most - 1);
  const hidden = hosts.length - shownHosts.length;
  const count = Math.max(1, shownHosts.length);
  const forHosts = hidden > 0 ? room - narrowest : room;
  const fair = Math.floor(forHosts / count);
  const wantedLine = width >= 76 ? Math.max(leastLine, Math.floor(width / 4)) + 2 : 0;
  // Words first, then the line, then further facts in the cells.
  const each = Math.min(widest, Math.max(Math.min(wanted, fair), Math.floor((forHosts - wantedLine) / count)));
  const line = room - each * shownHosts.length - (hidden > 0 ? narrowest : 0) - 1;
  return {hosts: shownHosts, hidden, width: Math.max(1, each), line: line >= leastLine ? line : 0};
}

/** Exactly eight rows: the head and the seven services. `selected` is the service under the cursor. */
export function matrixRows(
  state: ConsoleState,
  style: Style,
  width: number,
  selected: ServiceId | null,
  column: number,
): readonly Row[] {
  const columns = matrixColumns(state.summary.controllers, width, wantedWidth(state, style, width));
  return [headRow(state, style, columns), ...services.map((service) => serviceRow(service))];

  function serviceRow(service: ServiceId): Row {
    const verdict = state.judgement?.services[service];
    const here = service === selected;
    return [
      span(here ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
      cell(style.say(`service.title.${service}`), labelWidth - 4, style, here ? 'strong' : 'plain'),
      ...columns.hosts.flatMap((host, index) => [
        span(here && column === index + 1 ? style.glyphs.cursor : ' ', 'accent'),
        // The blank at the end of a cell is where the cursor of the next one stands.
        ...hostCell(service, host, verdict?.controllers[host]).slice(0, -1),
      ]),
      span(' '),
      ...(columns.hidden > 0 ? [cell('', narrowest, style)] : []),
      ...toleranceCells(service, verdict, columns, style),
    ];
  }

  function hostCell(service: ServiceId, host: HostName, seen: Cell | undefined): Row {
    return cellSpans(seen, {
      lastWord: state.lastWords[wordKey(service, host)],
      now: state.now,
      style,
      width: columns.width,
      more: columns.width > 24 ? factSummary(service, seen, style) : '',
    });
  }
}

function headRow(state: ConsoleState, style: Style, columns: MatrixColumns): Row {
  const names = columns.hosts.map((host) => hostHead(state, style, host, columns.width));
  const hidden =
    columns.hidden > 0
      ? [cell(style.say('matrix.more-controllers', {count: columns.hidden}), narrowest, style, 'dim')]
      : [];
  return [
    span(' '.repeat(labelWidth)),
    ...names.flat(),
    ...hidden,
    cell(style.say('matrix.may-lose'), loseWidth - 1, style, 'dim', 'right'),
  ];
}

/** A controller that does not answer is marked over its column, so that one glance tells a machine from a service. */
function hostHead(state: ConsoleState, style: Style, host: HostName, width: number): Row {
  const controller = state.judgement?.controllers[host];
  if (controller?.reach !== 'lost') return [cell(host, width - 1, style, 'strong'), span(' ')];
  const level = controller.confirmedLost ? 'critical' : 'unknown';
  return [cell(`${style.glyphs.level[level]} ${host}`, width - 1, style, level), span(' ')];
}

function toleranceCells(
  service: ServiceId,
  verdict: ServiceVerdict | undefined,
  columns: MatrixColumns,
  style: Style,
): Row {
  const tolerance = verdict?.tolerance ?? null;
  const text = tolerance === null ? style.glyphs.dash : String(tolerance);
  const off = verdict === undefined || verdict.level === 'none';
  const tone = tolerance === 0 && !off ? 'warning' : tolerance === null ? 'dim' : 'plain';
  const meter = tolerance === null ? '' : pips(tolerance, bestTolerance(service, verdict), style);
  const number = [cell(text, 2, style, tone, 'right'), span(' '), cell(meter, loseWidth - 4, style, tone)];
  if (columns.line === 0) return number;
  const lineTone = verdict === undefined || verdict.level === 'ok' ? 'dim' : toneOfLevel(verdict.level);
  const line = verdict === undefined ? '' : wholeClauses(style.read(verdict.line), columns.line);
  return [...number, span(' '), cell(line, columns.line, style, lineTone)];
}

/**
 * Cells that the longest word of any cell takes, with its sign and the blank behind it. Where there is room, also what a lost one
 * would need: columns that move when something fails would be a second surprise.
 */
function wantedWidth({judgement}: ConsoleState, style: Style, width: number): number {
  const words = Object.values(judgement?.services ?? {}).flatMap(({controllers}) =>
    Object.values(controllers).flatMap(({word, level}) => (level === 'none' ? [] : [widthOf(style.read(word))])),
  );
  const lost = width < roomForLost ? 0 : widthOf(style.say('cell.lost', {age: '59m'})) + 1;
  return Math.max(8, ...words) + 3 + lost;
}

/** Those clauses of the line that fit as a whole, in their order; only where none does, the first one is cut. */
function wholeClauses(line: string, width: number): string {
  const [first = '', ...others] = line.split(', ');
  const shown: string[] = [];
  for (const clause of [first, ...others]) {
    if (widthOf([...shown, clause].join(', ')) <= width) shown.push(clause);
  }
  return shown.length === 0 ? first : shown.join(', ');
}

/**
 * A meter: a full sign for each controller that may still die, an empty one for each that could if all were well. More than
 * four are a number alone.
 */
function pips(left: number, best: number, style: Style): string {
  const most = Math.max(left, best);
  if (most > loseWidth - 5) return '';
  return style.glyphs.pip.left.repeat(left) + style.glyphs.pip.gone.repeat(Math.max(0, most - left));
}

/** What a healthy service of that many controllers tolerates: all but one where standbys take over, else a minority. */
function bestTolerance(service: ServiceId, verdict: ServiceVerdict | undefined): number {
  const members = Object.values(verdict?.controllers ?? {}).filter((cell) => cell.level !== 'none').length;
  const takesOver = service === 'slurm' || service === 'keepalived' || service === 'web';
  return Math.max(0, takesOver ? members - 1 : Math.floor((members - 1) / 2));
}
