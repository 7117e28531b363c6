// All clusters of this console, one line each: verdict, what may still be lost, who has the VIP, and how old that is.

import {compareLevels} from '../../model/level.ts';
import {formatAge} from '../../model/quantity.ts';
import type {LayerOf} from '../../state/layer.ts';
import {orderOf} from '../../state/list-order.ts';
import {staleMs} from '../../state/select-age.ts';
import type {SiteSummary} from '../../state/site.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import type {Page, PageContext} from '../page.ts';

export function sitesPage({state, style, size}: PageContext, layer: LayerOf<'sites'>): Page {
  const nameWidth = Math.min(32, Math.max(12, ...state.sites.map(({name}) => widthOf(name))) + 2);
  const entries = [...state.sites].sort(orderSites(layer)).map(
    (site): ListEntry => ({
      key: `site:${site.name}`,
      rows: (selected) => [siteRow(site, {selected, style, nameWidth, now: state.now, current: state.summary.cluster})],
    }),
  );
  const {rows, items} = filteredList(entries, layer.cursor, size.height - 3);
  const head: Row = [
    span('   '),
    cell(style.say('sites.cluster'), nameWidth, style, 'dim'),
    cell(style.say('sites.verdict'), 14, style, 'dim'),
    cell(style.say('matrix.may-lose'), 10, style, 'dim'),
    cell('VIP', 18, style, 'dim'),
    cell(style.say('sites.age'), 8, style, 'dim'),
  ];
  const title: Row = [span(` ${style.say('crumb.sites')}`, 'strong')];
  return {rows: [title, ruleRow(size.width, style), head, ...rows], items, last: 0};
}

function orderSites(layer: LayerOf<'sites'>): (a: SiteSummary, b: SiteSummary) => number {
  if (orderOf(layer) === 'name') return (a, b) => a.name.localeCompare(b.name);
  return (a, b) => compareLevels(weight(a), weight(b)) || a.name.localeCompare(b.name);
}

/** A cluster that has not answered yet is not known to be well. */
function weight({level}: SiteSummary): 'ok' | 'warning' | 'critical' | 'unknown' | 'info' {
  return level === null ? 'unknown' : level === 'none' ? 'info' : level;
}

type SiteRowOptions = {
  readonly selected: boolean;
  readonly style: Style;
  readonly nameWidth: number;
  readonly now: number;
  readonly current: string;
};

function siteRow(site: SiteSummary, {selected, style, nameWidth, now, current}: SiteRowOptions): Row {
  const level = site.level ?? 'unknown';
  const age = site.at === null ? style.glyphs.dash : ageText(now - site.at);
  const owners = site.vipOwners.length === 0 ? style.say('feed.vip-none') : site.vipOwners.join(' + ');
  return [
    span(selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    cell(site.name, nameWidth, style, selected ? 'strong' : 'plain'),
    cell(`${style.glyphs.level[level]} ${style.say(`level.${level}`)}`, 14, style, toneOfLevel(level)),
    cell(site.tolerance === null ? style.glyphs.dash : String(site.tolerance), 10, style, loseTone(site)),
    cell(site.at === null ? style.glyphs.dash : owners, 18, style, site.vipOwners.length === 1 ? 'plain' : 'critical'),
    cell(age, 8, style, 'dim'),
    ...(site.openAlerts > 0 ? [span(` ${style.say('alerts.open', {count: site.openAlerts})}`, 'warning')] : []),
    ...(site.runId === null ? [] : [span(`  ${style.say('header.run', {run: site.runId})}`, 'accent')]),
    ...(site.operating ? [span(`  ${style.say('mode.operate')}`, 'operate')] : []),
    ...(site.name === current ? [span(`  ${style.say('sites.here')}`, 'dim')] : []),
  ];
}

/** Fresh answers show no number that moves: a quiet list stands still. */
function ageText(age: number): string {
  return age < staleMs ? `<${formatAge(staleMs)}` : formatAge(age);
}

function loseTone({tolerance}: SiteSummary): 'warning' | 'plain' {
  return tolerance !== null && tolerance <= 0 ? 'warning' : 'plain';
}
