// The page of one controller: everything of it at once. Its services with what matters of each, its findings, its vitals.

import type {HostName, ServiceId} from '../../model/service.ts';
import {services} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {wordKey} from '../../state/last-words.ts';
import type {LayerOf} from '../../state/layer.ts';
import {matchesFilter} from '../../state/list-filter.ts';
import {listedFindings} from '../../state/listed-findings.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {readingItem} from '../../state/open-reading.ts';
import {selectAge} from '../../state/select-age.ts';
import {cellSpans} from '../kit/cell-spans.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, fitRow, span, spread} from '../kit/row.ts';
import type {Line, Section} from '../kit/sections.ts';
import {filterSections, sectionItems, sectionRows} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {definitionsOf} from '../service/fact-definitions.ts';
import {factTitle} from '../service/fact-title.ts';
import {factValue} from '../service/fact-value.ts';
import type {SectionContext} from '../service/figures.ts';
import {galeraSections} from '../service/galera-sections.ts';
import {glusterSections} from '../service/gluster-sections.ts';
import {hostSections} from '../service/host-sections.ts';
import {redisSections} from '../service/redis-sections.ts';
import {slurmSections} from '../service/slurm-sections.ts';
import {vipSections} from '../service/vip-sections.ts';

export function controllerPage({state, style, size}: PageContext, {host, cursor}: LayerOf<'controller'>): Page {
  const keyed = listedFindings(state);
  const all = controllerSections(state, style, host);
  const sections = cursor.filter === '' ? all : filterSections(all, (text) => matchesFilter(cursor.filter, text));
  const items = [...keyed.map(({key}) => key), ...sectionItems(sections)];
  const selected = items[indexOfItem(cursor, items)] ?? null;
  const findings = keyed.map(({key, finding}) =>
    findingRows(finding, {style, width: size.width, selected: key === selected, maxLines: 2}),
  );
  const findingHeight = Math.min(findings.flat().length, Math.max(2, Math.floor(size.height / 3)));
  const at = Math.max(
    0,
    keyed.findIndex(({key}) => key === selected),
  );
  const above = [
    titleRow(state, style, host, size.width),
    ...(findings.length > 0 ? [ruleRow(size.width, style), ...windowRows(findings, findingHeight, at)] : []),
    // A filter that hides everything must not read as a screen that knows nothing.
    ...(items.length === 0 && cursor.filter !== '' ? [[span(`   ${style.say('filter.nothing')}`, 'dim')]] : []),
  ];
  const room = {width: size.width, height: Math.max(0, size.height - above.length)};
  return {rows: [...above, ...sectionRows(sections, room, selected, style)], items, last: 0};
}

/** Name, address and how it is reached; what it holds for the cluster stands at the right. */
function titleRow(state: ConsoleState, style: Style, host: HostName, width: number): Row {
  const controller = state.judgement?.controllers[host];
  const reach = state.snapshot === null ? undefined : readingOf(state.snapshot, 'reach', host);
  const head: Row = [span(` ${host}  `, 'strong'), span(`${controller?.address ?? ''}  `, 'dim')];
  const holds: Row = state.judgement?.vip.owners.includes(host) === true ? [span('VIP ', 'accent')] : [];
  if (controller?.reach === 'lost') {
    const level = controller.confirmedLost ? 'critical' : 'unknown';
    const id = controller.confirmedLost ? 'controller.gone' : 'controller.silent';
    return spread([...head, span(`${style.glyphs.level[level]} ${style.say(id)}`, level)], holds, width, style);
  }
  const user = reach?.kind === 'seen' ? reach.value.user : '';
  const way: Row = user === '' ? [] : [span(style.say('controller.as', {user}), 'dim')];
  return spread([...head, ...way], holds, width, style);
}

/** The matrix of one column first; then what the services' own screens show, with this controller alone in their tables. */
function controllerSections(state: ConsoleState, style: Style, host: HostName): readonly Section[] {
  const context: SectionContext = {state, style, hosts: [host], column: 0};
  const tables: readonly (readonly [ServiceId, readonly Section[]])[] = [
    ['host', hostSections(context)],
    ['mariadb', galeraSections(context)],
    ['glusterfs', glusterSections(context).slice(0, 1)],
    ['redis', redisSections(context)],
    ['slurm', slurmSections(context).slice(0, 1)],
    ['keepalived', vipSections(context)],
  ];
  const first: Section = {
    title: style.say('controller.services'),
    lines: services.map((service) => serviceLine(state, style, service, host)),
  };
  return [
    first,
    ...tables.flatMap(([service, sections]) =>
      sections.map((section) => ({
        ...section,
        title: titled(service, section.title, style),
        lines: own(section.lines, host),
      })),
    ),
  ];
}

function titled(service: ServiceId, title: string, style: Style): string {
  const name = style.say(`service.title.${service}`);
  return title === name ? name : `${name} ${style.glyphs.dot} ${title}`;
}

/** Rows of a table with a column a controller rest here on this one; its head would only repeat the page's title. */
function own(lines: readonly Line[], host: HostName): readonly Line[] {
  return lines
    .filter((line, index) => !(index === 0 && line.key === null && lines[1]?.key?.includes('@*#') === true))
    .map((line) => (line.key === null ? line : {...line, key: line.key.replace('@*#', `@${host}#`)}));
}

function serviceLine(state: ConsoleState, style: Style, service: ServiceId, host: HostName): Line {
  const seen = state.judgement?.services[service].controllers[host];
  return {
    key: readingItem(service, host, 'summary'),
    row: (width, here) => {
      const lastWord = state.lastWords[wordKey(service, host)];
      const wide = Math.min(30, Math.floor(width * 0.4));
      const facts: Row = factSpans(service, seen, style, width - 11 - wide);
      const age = seen === undefined ? null : selectAge(seen, state.now);
      return [
        cell(style.say(`service.title.${service}`), 11, style, here ? 'strong' : 'plain'),
        ...cellSpans(seen, {now: state.now, style, width: wide, lastWord}),
        ...(age === null || seen?.reading === 'lost' ? facts : [span(age, 'dim'), span('  '), ...facts]),
      ];
    },
  };
}

/** The first facts of a cell, as many as fit as a whole. */
function factSpans(service: ServiceId, seen: Parameters<typeof cellSpans>[0], style: Style, width: number): Row {
  if (seen === undefined || seen.reading !== 'seen') return [];
  const keys = new Set(Object.keys(seen.facts).filter((key) => seen.facts[key] !== null && seen.facts[key] !== ''));
  const shown: string[] = [];
  let left = width;
  for (const {key, unit} of definitionsOf(service, keys).slice(1, 8)) {
    const piece = `${factTitle(service, key, style)} ${factValue(seen.facts[key], unit, style).text}`;
    left -= widthOf(piece) + 2;
    if (left < 0) break;
    shown.push(piece);
  }
  return fitRow([span(shown.join('  '), 'dim')], width, style);
}
