// The screen of the virtual address: who holds it, what every daemon and every neighbour table says, and the last changes.

import type {KeepalivedFacts} from '../../model/facts.ts';
import {formatAge, formatClock} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {readingItem} from '../../state/open-reading.ts';
import type {Line, Section} from '../kit/sections.ts';
import {tableLines} from '../kit/sections.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {count, orDash, text, unit} from './figures.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';

export function vipSections(context: SectionContext): readonly Section[] {
  const {style, state} = context;
  const table = {...context, service: 'keepalived', probe: 'keepalived'} as const;
  return [
    {title: `VIP ${state.summary.vip}`, lines: hostTableLines(table, daemonRows(context))},
    {title: style.say('vip.transitions'), lines: transitionLines(context)},
  ];
}

function daemonRows(context: SectionContext): readonly HostRow<'keepalived'>[] {
  const {style, state} = context;
  const title = (key: string): string => factTitle('keepalived', key, style);
  const row = (
    id: string,
    name: string,
    show: (facts: KeepalivedFacts, host: HostName) => FactText | null,
  ): HostRow<'keepalived'> => ({id, title: name, show});
  const cells = state.judgement?.services.keepalived.controllers;
  return [
    row('vip-on', title('vipOn'), ({vipOn}) => orDash(vipOn, style, 'strong')),
    row('vrrp', title('vrrpState'), ({vrrpState}) =>
      orDash(vrrpState, style, vrrpState === 'MASTER' || vrrpState === 'BACKUP' ? 'plain' : 'warning'),
    ),
    row('priority', title('priority'), (_facts, host) => {
      const priority = cells?.[host]?.facts['priority'];
      return count(typeof priority === 'number' ? priority : null, style);
    }),
    row('since', title('sinceSeconds'), ({lastTransitionAt, now}) =>
      lastTransitionAt === null ? null : text(formatAge(Math.max(0, now - lastTransitionAt))),
    ),
    row('unit', title('unit'), (facts) => unit(facts.unit, style)),
    row('maintenance', title('maintenance'), ({maintenance}) =>
      maintenance === null ? null : text(style.say('vip.maint-by', {...maintenance}), 'warning'),
    ),
    ...checkRows(context),
    row('mac', title('mac'), ({mac}) => orDash(mac, style)),
    row('believes', style.say('vip.believes'), (facts) => beliefText(context, facts)),
    row('neighbour', title('neighbourState'), ({neighbourState}) =>
      orDash(neighbourState, style, neighbourState === 'FAILED' ? 'warning' : 'plain'),
    ),
    row('became', title('becameMaster10min'), ({transitions10min}) => count(transitions10min, style)),
  ];
}

/** A row a functional check: a daemon with a failing one must not hold the address. */
function checkRows(context: SectionContext): readonly HostRow<'keepalived'>[] {
  const {style, state, hosts} = context;
  const {snapshot} = state;
  if (snapshot === null) return [];
  const names = hosts.flatMap((host) => {
    const reading = readingOf(snapshot, 'keepalived', host);
    return reading.kind === 'seen' ? Object.keys(reading.value.checks) : [];
  });
  return [...new Set(names)].sort().map(
    (name): HostRow<'keepalived'> => ({
      id: `check ${name}`,
      title: `${style.say('vip.checks')} ${name}`,
      show: ({checks}) => {
        const passing = checks[name];
        if (passing === undefined) return null;
        const level = passing ? 'ok' : 'warning';
        return text(`${style.glyphs.level[level]} ${style.say(`level.${level}`)}`, passing ? 'plain' : 'warning');
      },
    }),
  );
}

/** The MAC in its neighbour table as a name: which controller would its packets for the address go to. */
function beliefText(context: SectionContext, {neighbourMac, vipOn}: KeepalivedFacts): FactText | null {
  const {style, state} = context;
  if (vipOn !== null) return text(style.say('gluster.self'), 'dim');
  if (neighbourMac === null) return text(style.say('vip.nobody-known'), 'dim');
  const {snapshot} = state;
  const owner =
    snapshot === null
      ? undefined
      : state.summary.controllers.find((host) => {
          const reading = readingOf(snapshot, 'keepalived', host);
          return reading.kind === 'seen' && reading.value.mac === neighbourMac;
        });
  const holds = owner !== undefined && state.judgement?.vip.owners.includes(owner) === true;
  if (owner === undefined) return text(`${style.say('vip.stranger')} ${neighbourMac}`, 'warning');
  return text(owner, holds ? 'plain' : 'warning');
}

/** What differs by less is the time that asking took, not another clock: it would make the times tremble. */
const clockGrainMs = 5000;

/** Of all controllers together, newest first, with how long ago unless a picture is wanted that stands still; ages by each one's own clock, so that a wrong clock misleads nobody. */
export function transitionLines(context: SectionContext, aged = true): readonly Line[] {
  const {style, state, hosts} = context;
  const {snapshot} = state;
  if (snapshot === null) return [];
  const all = hosts.flatMap((host) => {
    const reading = readingOf(snapshot, 'keepalived', host);
    if (reading.kind !== 'seen') return [];
    const {now, transitions} = reading.value;
    const skew = Math.round((reading.at - now) / clockGrainMs) * clockGrainMs;
    return transitions.map(({at, state: became}) => ({host, became, at: at + skew}));
  });
  const sorted = [...all].sort((a, b) => b.at - a.at).slice(0, 12);
  const columns = [
    {title: style.say('vip.when')},
    ...(aged ? [{title: style.say('vip.ago'), align: 'right' as const}] : []),
    {title: style.say('slurm.node')},
    {title: style.say('vip.became')},
  ];
  const rows = sorted.map(({host, became, at}) => ({
    key: readingItem('keepalived', host, `change ${at}`),
    cells: [
      {text: formatClock(at, state.zoneOffsetMinutes), tone: 'dim' as const},
      ...(aged ? [{text: formatAge(Math.max(0, state.now - at)), tone: 'dim' as const}] : []),
      {text: host, tone: 'strong' as const},
      {text: became, tone: became === 'FAULT' ? ('warning' as const) : ('plain' as const)},
    ],
  }));
  return rows.length === 0 ? [] : tableLines(columns, rows, style);
}
