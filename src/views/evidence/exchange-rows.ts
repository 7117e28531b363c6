// A conversation with a controller: each command as it was sent, when, how long it took, and the raw answer under it.

import type {Exchange} from '../../model/exchange.ts';
import {formatAge, formatClock, formatDuration} from '../../model/quantity.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {Row} from '../kit/row.ts';
import {rowWidth, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';

export function exchangeRows(
  exchanges: readonly Exchange[],
  state: ConsoleState,
  style: Style,
  width: number,
): readonly Row[] {
  return exchanges.flatMap((exchange) => [
    ...commandRows(exchange, state, style, width),
    ...answerRows(exchange, style, width),
    [],
  ]);
}

/** `$ gluster peer status`, and at its right when it was sent and how long the answer took. */
function commandRows(exchange: Exchange, state: ConsoleState, style: Style, width: number): readonly Row[] {
  const when = style.say('evidence.sent', {
    clock: formatClock(exchange.at, state.zoneOffsetMinutes),
    age: formatAge(Math.max(0, state.now - exchange.at)),
    took: formatDuration(exchange.tookMs),
  });
  const sign = span(' $ ', 'accent');
  const [first = '', ...others] = wrap(exchange.command, width - 5);
  const head: Row = [sign, span(first, 'strong')];
  const time: Row = [span(when, 'dim')];
  const room = width - rowWidth(head) - rowWidth(time) - 3;
  const rest = others.map((line): Row => [span('   '), span(line, 'strong')]);
  if (room >= 0 && rest.length === 0) return [[...head, span(' '.repeat(room + 2)), ...time]];
  return [head, ...rest, [span('   '), ...time]];
}

/** Lines that are too long are broken, never cut: the last word may be the one that matters. */
export function rawRows(raw: string, style: Style, width: number): readonly Row[] {
  if (raw.trim() === '') return [[span(`     ${style.say('evidence.empty')}`, 'dim')]];
  return raw
    .replace(/\s+$/, '')
    .split('\n')
    .flatMap((line) => wrap(line.replaceAll('\t', '  '), width - 6))
    .map((line): Row => [span('     '), span(line)]);
}

function answerRows(exchange: Exchange, style: Style, width: number): readonly Row[] {
  if (exchange.kind === 'failed') {
    const sign = style.glyphs.level.unknown;
    return wrap(exchange.answer, width - 8).map(
      (line, index): Row => [span(index === 0 ? `   ${sign} ` : '     ', 'unknown'), span(line, 'unknown')],
    );
  }
  const cut: readonly Row[] =
    exchange.cut > 0 ? [[span(`     ${style.say('evidence.cut', {count: exchange.cut})}`, 'dim')]] : [];
  return [...rawRows(exchange.answer, style, width), ...cut];
}
