// A table with a column a controller: what was read now, and dimmed and marked what was read last where a reading got lost.

import {formatAge} from '../../model/quantity.ts';
import type {Reading} from '../../model/reading.ts';
import {notAsked} from '../../model/reading.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import type {PerHostFacts, PerHostProbe} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {wordKey} from '../../state/last-words.ts';
import {anyHost, readingItem} from '../../state/open-reading.ts';
import {staleMs} from '../../state/select-age.ts';
import {cellSpans} from '../kit/cell-spans.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Line} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import type {FactText} from './fact-value.ts';

export type HostTableContext<P extends PerHostProbe> = {
  readonly state: ConsoleState;
  readonly style: Style;
  readonly service: ServiceId;
  readonly probe: P;
  readonly hosts: readonly HostName[];
  /** The column of the cursor: 0 for the whole row. */
  readonly column: number;
};

/** One row: a title, and how the facts of a controller read in it. null: there is no such fact there. */
export type HostRow<P extends PerHostProbe> = {
  readonly id: string;
  readonly title: string;
  /** `room`: cells that there are; a figure may add a bar or its history where that fits. */
  readonly show: (facts: PerHostFacts[P], host: HostName, room: number) => FactText | null;
};

const narrowest = 9;
const widest = 34;
const labelMost = 24;

/**
 * The head, the row of verdicts (`state`), and a line a row of facts; rows of which nobody has a fact are left out. Without any
 * facts only what the judge says of each.
 */
export function hostTableLines<P extends PerHostProbe>(
  context: HostTableContext<P>,
  rows: readonly HostRow<P>[],
  options: {readonly state: boolean} = {state: true},
): readonly Line[] {
  const {style, service} = context;
  const label = Math.min(labelMost, Math.max(10, ...rows.map(({title}) => widthOf(title)))) + 2;
  const line = (id: string, title: string, show: (host: HostName, width: number) => Row): Line => ({
    key: readingItem(service, anyHost, id),
    row: (width, here) => {
      const shown = shownHosts(context, width - label);
      return [
        cell(title, label - 1, style, here ? 'strong' : 'dim'),
        ...shown.hosts.flatMap((host) => [mark(context, host, here), ...show(host, shown.width)]),
      ];
    },
  });
  const head: Line = {
    key: null,
    row: (width) => {
      const shown = shownHosts(context, width - label);
      const more = context.hosts.length - shown.hosts.length;
      return [
        cell(more > 0 ? style.say('matrix.more-controllers', {count: more}) : '', label, style, 'dim'),
        ...shown.hosts.flatMap((host) => [span(' '), headCell(context, host, shown.width - 1)]),
      ];
    },
  };
  const known = rows.filter((row) => context.hosts.some((host) => shownFact(context, row, host, widest) !== null));
  if (known.length === 0 && !options.state) return [];
  return [
    head,
    ...(options.state
      ? [line('state', style.say('service.state'), (host, width) => stateCell(context, host, width).slice(0, -1))]
      : []),
    ...known.map((row) =>
      line(row.id, row.title, (host, width) => {
        const {text, tone} = shownFact(context, row, host, width - 1) ?? {text: style.glyphs.dash, tone: 'dim'};
        return [cell(text, width - 1, style, tone)];
      }),
    ),
  ];
}

/** The cursor stands before the cell of its column. */
function mark<P extends PerHostProbe>({column, hosts, style}: HostTableContext<P>, host: HostName, here: boolean) {
  const on = here && column > 0 && hosts[column - 1] === host;
  return span(on ? style.glyphs.cursor : ' ', 'accent');
}

/** As many controllers as there is room for, with the one under the cursor among them. */
function shownHosts<P extends PerHostProbe>(
  {hosts, column}: HostTableContext<P>,
  room: number,
): {readonly hosts: readonly HostName[]; readonly width: number} {
  const most = Math.max(1, Math.floor(room / narrowest));
  const first = Math.max(0, Math.min(column - most, hosts.length - most));
  const shown = hosts.slice(first, first + most);
  return {hosts: shown, width: Math.max(1, Math.min(widest, Math.floor(room / Math.max(1, shown.length))))};
}

/** A controller whose reading got lost is marked over its column, with how old its last answer is. */
function headCell<P extends PerHostProbe>(context: HostTableContext<P>, host: HostName, width: number) {
  const {state, style} = context;
  const reading = readingAt(context, host);
  if (reading.kind === 'seen' && state.now - reading.at >= staleMs) {
    return cell(`${host} ${formatAge(state.now - reading.at)}`, width, style, 'unknown');
  }
  if (reading.kind !== 'lost') return cell(host, width, style, 'strong');
  const gone = state.judgement?.controllers[host]?.confirmedLost === true;
  const tone = gone ? 'critical' : 'unknown';
  const age = reading.last === undefined ? '' : ` ${formatAge(Math.max(0, state.now - reading.last.at))}`;
  return cell(`${style.glyphs.level[tone]} ${host}${age}`, width, style, tone);
}

function stateCell<P extends PerHostProbe>(
  {state, style, service}: HostTableContext<P>,
  host: HostName,
  width: number,
): Row {
  const seen = state.judgement?.services[service].controllers[host];
  return cellSpans(seen, {now: state.now, style, width, lastWord: state.lastWords[wordKey(service, host)]});
}

function readingAt<P extends PerHostProbe>(
  {state, probe}: HostTableContext<P>,
  host: HostName,
): Reading<PerHostFacts[P]> {
  return state.snapshot === null ? notAsked : readingOf(state.snapshot, probe, host);
}

/** null: nothing is known of it there. What was read before it got lost is dim and begins with a question mark. */
function shownFact<P extends PerHostProbe>(
  context: HostTableContext<P>,
  {show}: HostRow<P>,
  host: HostName,
  room: number,
): FactText | null {
  const reading = readingAt(context, host);
  const unknown = context.style.glyphs.level.unknown;
  switch (reading.kind) {
    case 'none':
      return null;
    case 'seen':
      return show(reading.value, host, room);
    case 'lost': {
      if (reading.last === undefined) return {text: unknown, tone: 'unknown'};
      const last = show(reading.last.value, host, room - 2);
      return last === null ? null : {text: `${unknown} ${last.text}`, tone: 'dim'};
    }
  }
}
