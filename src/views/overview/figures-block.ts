// What a large screen has room for below the verdicts: bricks, ways back, opinions, nodes, jobs. Nothing in it moves by itself.

import type {ConsoleState} from '../../state/console-state.ts';
import type {Row, Size} from '../kit/row.ts';
import type {Section} from '../kit/sections.ts';
import {sectionRows} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import type {SectionContext} from '../service/figures.ts';
import {galeraSections} from '../service/galera-sections.ts';
import {glusterSections} from '../service/gluster-sections.ts';
import {hostSections} from '../service/host-sections.ts';
import {redisSections} from '../service/redis-sections.ts';
import {slurmSections} from '../service/slurm-sections.ts';
import {transitionLines} from '../service/vip-sections.ts';

/** At most `size.height` rows; none before there are facts. An idle cluster's block stays as it is (terminal-ui §4.5). */
export function figureRows(state: ConsoleState, style: Style, size: Size): readonly Row[] {
  if (state.calm === null) return [];
  // A sparkline grows with time, so this block is drawn without any history.
  const still: ConsoleState = {...state, snapshot: state.calm, series: {series: {}, counts: {}}};
  const context: SectionContext = {state: still, style, hosts: state.summary.controllers, column: 0};
  return sectionRows(stillSections(context), size, null, style);
}

function stillSections(context: SectionContext): readonly Section[] {
  const {style} = context;
  const title = (
    service: 'mariadb' | 'redis' | 'slurm' | 'glusterfs' | 'keepalived' | 'host',
    section: Section,
  ): Section => ({
    ...section,
    title: `${style.say(`service.title.${service}`)} ${style.glyphs.dot} ${section.title}`,
    lines: section.lines.map((line) => ({...line, key: null})),
  });
  const [, bricks] = glusterSections(context);
  const [, back] = galeraSections(context);
  const [, opinions] = redisSections(context);
  const [, , accounting, nodes, badNodes, jobs] = slurmSections(context);
  const [, disks] = hostSections(context);
  const transitions: Section = {title: style.say('vip.transitions'), lines: transitionLines(context, false)};
  return [
    ...(bricks === undefined ? [] : [title('glusterfs', bricks)]),
    ...(back === undefined ? [] : [title('mariadb', back)]),
    ...(opinions === undefined ? [] : [title('redis', opinions)]),
    title('keepalived', transitions),
    ...[nodes, badNodes, jobs, accounting].flatMap((one) => (one === undefined ? [] : [title('slurm', one)])),
    ...(disks === undefined ? [] : [title('host', disks)]),
  ];
}
