// What Slurm has to do and with what: nodes by state, nodes that cannot work, jobs by state, partitions.

import type {SlurmClusterFacts} from '../../model/facts.ts';
import {formatCount} from '../../model/quantity.ts';
import {readingItem} from '../../state/open-reading.ts';
import {span} from '../kit/row.ts';
import type {Line, TableCell} from '../kit/sections.ts';
import {tableLines} from '../kit/sections.ts';
import {bar} from '../kit/sparkline.ts';
import type {SectionContext} from './figures.ts';
import {count} from './figures.ts';

/** Cells of a summary that is not of now. */
export type Dim = (cells: readonly TableCell[]) => readonly TableCell[];

const goodStates: ReadonlySet<string> = new Set(['idle', 'allocated', 'mixed', 'completing', 'planned', 'reserved']);

export function nodeLines(context: SectionContext, facts: SlurmClusterFacts, dimmed: Dim): readonly Line[] {
  const {style} = context;
  const silent: readonly (readonly [string, number])[] =
    facts.nodesNotResponding > 0 ? [[style.say('slurm.not-responding'), facts.nodesNotResponding]] : [];
  const states = Object.entries(facts.nodesByState).sort(([, a], [, b]) => b - a);
  return shareLines(context, [...states, ...silent], facts.nodesTotal, (state) => !goodStates.has(state), dimmed);
}

export function jobLines(context: SectionContext, {jobsByState}: SlurmClusterFacts, dimmed: Dim): readonly Line[] {
  const states = Object.entries(jobsByState).sort(([, a], [, b]) => b - a);
  const total = states.reduce((sum, [, jobs]) => sum + jobs, 0);
  if (states.length === 0) {
    return [
      {key: readingItem('slurm', 'cluster', 'jobs'), row: () => [span(context.style.say('service.none'), 'dim')]},
    ];
  }
  return shareLines(context, states, total, () => false, dimmed, 'job');
}

function shareLines(
  {style}: SectionContext,
  states: readonly (readonly [string, number])[],
  total: number,
  isBad: (state: string) => boolean,
  dimmed: Dim,
  kind = 'node',
): readonly Line[] {
  const columns = [
    {title: style.say('slurm.node-state')},
    {title: style.say('slurm.count'), align: 'right' as const},
    {title: ''},
  ];
  const rows = states.map(([state, number]) => {
    const tone = isBad(state) && number > 0 ? ('warning' as const) : ('plain' as const);
    const cells: readonly TableCell[] = [
      {text: state, tone},
      {text: formatCount(number), tone},
      {text: bar(total === 0 ? 0 : number / total, 24, style), tone: tone === 'plain' ? 'dim' : tone},
    ];
    return {key: readingItem('slurm', 'cluster', `${kind} ${state}`), cells: dimmed(cells)};
  });
  return tableLines(columns, rows, style);
}

export function badNodeLines({style}: SectionContext, facts: SlurmClusterFacts, dimmed: Dim): readonly Line[] {
  if (facts.badNodes.length === 0) return [];
  const columns = [
    {title: style.say('slurm.node')},
    {title: style.say('slurm.node-state')},
    {title: style.say('slurm.count'), align: 'right' as const},
    {title: style.say('slurm.reason'), grow: true as const},
  ];
  const rows = facts.badNodes.map(({node, state, reason, count: nodes}) => ({
    key: readingItem('slurm', 'cluster', `bad ${node}`),
    cells: dimmed([{text: node, tone: 'strong'}, {text: state, tone: 'warning'}, count(nodes, style), {text: reason}]),
  }));
  const more = facts.badNodesLeftOut;
  const rest: readonly Line[] =
    more > 0 ? [{key: null, row: () => [span(style.say('slurm.left-out', {count: more}), 'dim')]}] : [];
  return [...tableLines(columns, rows, style), ...rest];
}

export function partitionLines({style}: SectionContext, {partitions}: SlurmClusterFacts, dimmed: Dim): readonly Line[] {
  if (partitions.length === 0) return [];
  const columns = [
    {title: style.say('slurm.partition')},
    {title: style.say('slurm.node-state')},
    {title: style.say('slurm.nodes'), align: 'right' as const},
  ];
  const rows = partitions.map(({name, state, nodes}) => ({
    key: readingItem('slurm', 'cluster', `partition ${name}`),
    cells: dimmed([
      {text: name, tone: 'strong'},
      {text: state, tone: state.toLowerCase() === 'up' ? 'plain' : 'warning'},
      count(nodes, style),
    ]),
  }));
  return tableLines(columns, rows, style);
}
