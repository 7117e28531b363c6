// Help, generated from the key table: first the keys of the page below, then those that work everywhere, then the rest.

import type {CommandEntry} from '../../keys/command-table.ts';
import {commandTable} from '../../keys/command-table.ts';
import {keyName} from '../../keys/key-name.ts';
import type {Scope} from '../../model/command.ts';
import {scopes} from '../../model/command.ts';
import type {LayerOf} from '../../state/layer.ts';
import {matchesFilter} from '../../state/list-filter.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';

export function helpPage({state, style, size}: PageContext, layer: LayerOf<'help'>): Page {
  const below = state.layers.at(-2)?.kind ?? 'overview';
  const order: readonly Scope[] = [below, 'global', ...scopes.filter((scope) => scope !== below && scope !== 'global')];
  const {filter} = layer.cursor;
  const sections = order.map((scope) => sectionRows(scope, filter, style)).filter((rows) => rows.length > 0);
  return textPage(
    sections.flatMap((rows, index) => (index === 0 ? rows : [[], ...rows])),
    layer.cursor.line,
    size.height,
  );
}

function sectionRows(scope: Scope, filter: string, style: Style): readonly Row[] {
  const title = style.say(`help.scope.${scope}`);
  const rows = commandTable
    .filter((entry) => entry.scopes.includes(scope))
    .map((entry) => entryRow(entry, style))
    .filter((row) => matchesFilter(filter, `${title} ${row.map(({text}) => text).join('')}`));
  return rows.length === 0 ? [] : [[span(` ${title}`, 'strong')], ...rows];
}

function entryRow(entry: CommandEntry, style: Style): Row {
  const keys = entry.keys.map((key) => keyName(key, style.glyphs.name)).join('  ');
  const danger: Row =
    entry.danger === true ? [span(`  ${style.glyphs.level.warning} ${style.say('help.danger')}`, 'warning')] : [];
  return [span('   '), cell(keys, 20, style, 'accent'), span(style.say(`help.${entry.id}`)), ...danger];
}
