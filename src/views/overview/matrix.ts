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
import {toneOfLevel} from '../kit/theme.ts';
import {factSummary} from '../service/fact-summary.ts';

const labelWidth = 14;
const loseWidth = 9;
const narrowest = 6;
const widest = 40;

export type MatrixColumns = {
  readonly hosts: readonly HostName[];
  readonly hidden: number;
  readonly width: number;
  /** Cells left for the service's own line; 0 where there is no room for it. */
  readonly line: number;
};

/** Every controller gets a column of the same width; where even narrow ones do not fit, the last ones are counted. */
export function matrixColumns(hosts: readonly HostName[], width: number): MatrixColumns {
  const room = width - labelWidth - loseWidth;
  const most = Math.max(1, Math.floor(room / narrowest));
  const shownHosts = hosts.length <= most ? hosts : hosts.slice(0, most - 1);
  const hidden = hosts.length - shownHosts.length;
  // The service's own line says most in least space; it gets more of a wider screen than the cells, which repeat a word.
  const wantedLine = width >= 76 && hosts.length <= 3 ? Math.floor(width / (width >= 100 ? 4 : 8)) : 0;
  const forHosts = hidden > 0 ? room - narrowest : room;
  const each = Math.min(widest, Math.floor((forHosts - wantedLine) / Math.max(1, shownHosts.length)));
  const line = room - each * shownHosts.length - (hidden > 0 ? narrowest : 0) - 2;
  return {hosts: shownHosts, hidden, width: each, line: line >= 8 ? line : 0};
}

/** Exactly eight rows: the head and the seven services. `selected` is the service under the cursor. */
export function matrixRows(
  state: ConsoleState,
  style: Style,
  width: number,
  selected: ServiceId | null,
): readonly Row[] {
  const columns = matrixColumns(state.summary.controllers, width);
  return [headRow(state, style, columns), ...services.map((service) => serviceRow(service))];

  function serviceRow(service: ServiceId): Row {
    const verdict = state.judgement?.services[service];
    const here = service === selected;
    return [
      span(here ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
      cell(style.say(`service.title.${service}`), labelWidth - 3, style, here ? 'strong' : 'plain'),
      ...columns.hosts.flatMap((host) => hostCell(service, host, verdict?.controllers[host])),
      ...(columns.hidden > 0 ? [cell('', narrowest, style)] : []),
      ...toleranceCells(verdict, columns, style),
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

function toleranceCells(verdict: ServiceVerdict | undefined, columns: MatrixColumns, style: Style): Row {
  const tolerance = verdict?.tolerance ?? null;
  const text = tolerance === null ? style.glyphs.dash : String(tolerance);
  const off = verdict === undefined || verdict.level === 'none';
  const tone = tolerance === 0 && !off ? 'warning' : tolerance === null ? 'dim' : 'plain';
  const number = cell(text, loseWidth - 1, style, tone, 'right');
  if (columns.line === 0) return [number];
  const lineTone = verdict === undefined || verdict.level === 'ok' ? 'dim' : toneOfLevel(verdict.level);
  return [
    number,
    span('  '),
    cell(verdict === undefined ? '' : style.read(verdict.line), columns.line, style, lineTone),
  ];
}
