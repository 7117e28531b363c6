// The page of one service: its verdict, its findings worst first, and the sections that belong to it.

import type {ServiceId} from '../../model/service.ts';
import type {ServiceVerdict} from '../../model/verdict.ts';
import {topLayer} from '../../state/console-state.ts';
import {matchesFilter} from '../../state/list-filter.ts';
import {listedFindings} from '../../state/listed-findings.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {span, spread} from '../kit/row.ts';
import type {Section} from '../kit/sections.ts';
import {filterSections, sectionItems, sectionRows} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {toneOfLevel} from '../kit/theme.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {allFactLines} from './all-facts.ts';
import type {SectionContext} from './figures.ts';
import {galeraSections} from './galera-sections.ts';
import {glusterSections} from './gluster-sections.ts';
import {hostSections} from './host-sections.ts';
import {redisSections} from './redis-sections.ts';
import {slurmSections} from './slurm-sections.ts';
import {vipSections} from './vip-sections.ts';

const builders: Readonly<Record<ServiceId, (context: SectionContext) => readonly Section[]>> = {
  glusterfs: glusterSections,
  mariadb: galeraSections,
  redis: redisSections,
  slurm: slurmSections,
  keepalived: vipSections,
  web: () => [],
  host: hostSections,
};

/** The sections of a service, and at their end everything that was read. */
export function serviceSections(context: SectionContext, service: ServiceId): readonly Section[] {
  const facts = {title: context.style.say('service.all-facts'), lines: allFactLines(context, service)};
  return [...builders[service](context), facts];
}

export function servicePage({state, style, size, service}: PageContext & {readonly service: ServiceId}): Page {
  const verdict = state.judgement?.services[service];
  const {cursor} = topLayer(state);
  const keyed = listedFindings(state);
  const all = serviceSections({state, style, hosts: state.summary.controllers, column: cursor.column}, service);
  const sections = cursor.filter === '' ? all : filterSections(all, (text) => matchesFilter(cursor.filter, text));
  const items = [...keyed.map((one) => one.key), ...sectionItems(sections)];
  const selected = items[indexOfItem(cursor, items)] ?? null;
  const findings = keyed.map(({key, finding}) =>
    findingRows(finding, {style, width: size.width, selected: key === selected, maxLines: 2}),
  );
  const findingHeight = Math.min(findings.flat().length, Math.max(2, Math.floor(size.height / 3)));
  const at = Math.max(
    0,
    keyed.findIndex((one) => one.key === selected),
  );
  const above = [
    titleRow(service, verdict, style, size.width),
    ...(findings.length > 0 ? [ruleRow(size.width, style), ...windowRows(findings, findingHeight, at)] : []),
    // A filter that hides everything must not read as a screen that knows nothing.
    ...(items.length === 0 && cursor.filter !== '' ? [[span(`   ${style.say('filter.nothing')}`, 'dim')]] : []),
  ];
  const room = {width: size.width, height: Math.max(0, size.height - above.length)};
  return {rows: [...above, ...sectionRows(sections, room, selected, style)], items, last: 0};
}

function titleRow(service: ServiceId, verdict: ServiceVerdict | undefined, style: Style, width: number): Row {
  const name = span(` ${style.say(`service.title.${service}`)}  `, 'strong');
  if (verdict === undefined) return spread([name, span(style.say('service.not-judged'), 'dim')], [], width, style);
  const tone = toneOfLevel(verdict.level);
  const tolerance: Row =
    verdict.tolerance === null
      ? []
      : [
          span(
            style.say('service.may-lose', {count: verdict.tolerance}),
            verdict.tolerance === 0 ? 'warning' : 'plain',
          ),
        ];
  const level = span(
    `${style.glyphs.level[verdict.level]} ${style.say(`level.${verdict.level}`)}  `,
    verdict.level === 'ok' ? 'ok' : tone,
  );
  return spread([name, level, span(style.read(verdict.line))], [...tolerance, span(' ')], width, style);
}
