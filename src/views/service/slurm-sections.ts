// The screen of Slurm: controllers, who is in control, accounting with its queue, nodes, jobs and partitions.

import type {SlurmClusterFacts, SlurmFacts} from '../../model/facts.ts';
import {formatAge, formatCount, formatDuration} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingItem} from '../../state/open-reading.ts';
import {trendOf} from '../../state/series.ts';
import {cell, span} from '../kit/row.ts';
import type {Line, Section} from '../kit/sections.ts';
import {bar, sparkline} from '../kit/sparkline.ts';
import {factTitle} from './fact-title.ts';
import type {Fact, FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {orDash, seriesHere, sharedValue, text, unit, yesNo} from './figures.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';
import type {Dim} from './slurm-work.ts';
import {badNodeLines, jobLines, nodeLines, partitionLines} from './slurm-work.ts';

export function slurmSections(context: SectionContext): readonly Section[] {
  const {style, state} = context;
  const shared = sharedValue(state.snapshot?.shared.slurmCluster, context);
  const table = {...context, service: 'slurm', probe: 'slurm'} as const;
  const controllers: Section = {
    title: style.say('slurm.controllers'),
    lines: hostTableLines(table, controllerRows(context)),
  };
  const control: Section = {title: style.say('slurm.control'), lines: controlLines(context)};
  if (shared === null) return [controllers, control];
  const {value, note, stale} = shared;
  const dimmed: Dim = (cells) => (stale ? cells.map((one) => ({...one, tone: 'dim'})) : cells);
  return [
    controllers,
    control,
    {title: style.say('slurm.accounting'), note, lines: accountingLines(context, value)},
    {title: style.say('slurm.nodes-title'), note, lines: nodeLines(context, value, dimmed)},
    {title: style.say('slurm.bad-nodes'), note, lines: badNodeLines(context, value, dimmed)},
    {title: style.say('slurm.jobs-title'), note, lines: jobLines(context, value, dimmed)},
    {title: style.say('slurm.partitions-title'), note, lines: partitionLines(context, value, dimmed)},
  ];
}

function controllerRows(context: SectionContext): readonly HostRow<'slurm'>[] {
  const {style, state} = context;
  const title = (key: string): string => factTitle('slurm', key, style);
  const row = (
    id: string,
    name: string,
    show: (facts: SlurmFacts, host: HostName) => FactText | null,
  ): HostRow<'slurm'> => ({id, title: name, show});
  const cells = state.judgement?.services.slurm.controllers;
  return [
    row('rank', style.say('slurm.rank'), ({conf}, host) => {
      const rank = conf === null ? -1 : conf.controllers.findIndex((name) => name.split('.')[0] === host);
      if (rank < 0) return orDash(null, style);
      return text(rank === 0 ? style.say('slurm.primary') : style.say('slurm.backup', {rank}));
    }),
    row('slurmctld', title('slurmctld'), (facts) => unit(facts.slurmctld, style)),
    row('ping', style.say('slurm.ping'), (_facts, host) => {
      const answers = cells?.[host]?.facts['answers'];
      return yesNo(typeof answers === 'boolean' ? answers : null, style, false);
    }),
    row('slurmdbd', title('slurmdbd'), (facts) => unit(facts.slurmdbd, style)),
    row('munge', title('munge'), (facts) => unit(facts.munge, style)),
    row('beat', style.say('slurm.beat'), ({heartbeat, heartbeatError, conf}) => {
      if (heartbeat === null) return heartbeatError === null ? orDash(null, style) : text(heartbeatError, 'warning');
      const by = conf?.controllers[heartbeat.index] ?? `#${heartbeat.index}`;
      return text(style.say('slurm.beat-by', {host: by, age: formatAge(heartbeat.ageSeconds * 1000)}));
    }),
    row('state-dir', style.say('slurm.state-dir'), ({stateLocation}) => {
      const shared = stateLocation?.fstype === 'fuse.glusterfs';
      return orDash(stateLocation?.fstype, style, shared ? 'plain' : 'warning');
    }),
    row('munge-key', style.say('slurm.munge-key'), ({mungeKeyDigest}) => orDash(mungeKeyDigest?.slice(0, 8), style)),
    row('conf', style.say('slurm.conf-digest'), ({configDigest}) => orDash(configDigest?.slice(0, 8), style)),
    row('problems', style.say('service.findings'), ({problems}) =>
      problems.length === 0 ? null : text(problems.join('; '), 'warning'),
    ),
    row('version', title('version'), ({version}) => orDash(version, style)),
  ];
}

type Titled = {readonly id: string; readonly title: string; readonly said: FactText};

function titledLines({style}: SectionContext, rows: readonly Titled[]): readonly Line[] {
  return rows.map(
    ({id, title, said}): Line => ({
      key: readingItem('slurm', 'cluster', id),
      row: (_width, here) => [cell(title, 26, style, here ? 'strong' : 'dim'), span(said.text, said.tone)],
    }),
  );
}

function controlLines(context: SectionContext): readonly Line[] {
  const {style, state} = context;
  const facts = state.judgement?.services.slurm.facts;
  if (facts === undefined) return [];
  const [age, timeout] = [numberOf(facts['heartbeatAgeSeconds']), numberOf(facts['controllerTimeoutSeconds'])];
  const holder = facts['inControl'];
  const who: Titled = {
    id: 'holder',
    title: style.say('slurm.by-heartbeat'),
    said: typeof holder === 'string' ? text(holder, 'strong') : text(style.say('service.none'), 'critical'),
  };
  if (age === null || timeout === null) return titledLines(context, [who]);
  const left = Math.max(0, Math.round(timeout - age));
  const over = age > timeout;
  // A countdown that begins anew with every beat would only flicker: it is shown once beats are missing.
  const missing = age > timeout / 2;
  const params = {left, timeout, age: Math.round(age)};
  const said = over
    ? text(style.say('slurm.takeover-now', params), 'critical')
    : missing
      ? text(`${bar(left / timeout, 12, style)} ${style.say('slurm.takeover-in', params)}`, 'warning')
      : text(formatDuration(timeout * 1000), 'plain');
  return titledLines(context, [who, {id: 'takeover', title: style.say('slurm.takeover'), said}]);
}

function accountingLines(context: SectionContext, {dbdAnswers, dbdQueue}: SlurmClusterFacts): readonly Line[] {
  const {style, state} = context;
  const limit = numberOf(state.judgement?.services.slurm.facts['dbdQueueLimit']);
  const {values} = seriesHere(context, 'slurm', 'dbdQueue', 'cluster');
  const answers = dbdAnswers === null ? text(style.say('slurm.dbd-off'), 'dim') : yesNo(dbdAnswers, style, false);
  if (dbdQueue === null) {
    return titledLines(context, [
      {id: 'dbd', title: style.say('slurm.dbd'), said: answers},
      {id: 'queue', title: style.say('slurm.queue'), said: text(style.glyphs.level.unknown, 'unknown')},
    ]);
  }
  const number =
    limit === null
      ? formatCount(dbdQueue)
      : style.say('slurm.queue-of', {count: formatCount(dbdQueue), limit: formatCount(limit)});
  const history = values.some((value) => (value ?? 0) > 0)
    ? `  ${sparkline(values, Math.min(30, values.length), style)}`
    : '';
  const filled = limit === null ? 0 : dbdQueue / limit;
  const tone = filled > 0.75 ? 'critical' : filled > 0.25 ? 'warning' : 'plain';
  return titledLines(context, [
    {id: 'dbd', title: style.say('slurm.dbd'), said: answers},
    {id: 'queue', title: style.say('slurm.queue'), said: text(`${number}${history}`, tone)},
    ...(dbdQueue === 0 || limit === null
      ? []
      : [{id: 'full', title: style.say('slurm.full'), said: countdown(context, limit - dbdQueue)}]),
  ]);
}

/** How long until slurmctld begins to throw records away (slurm.conf manual, MaxDBDMsgs), at the rate of the last minutes. */
function countdown(context: SectionContext, room: number): FactText {
  const {style} = context;
  const trend = trendOf(seriesHere(context, 'slurm', 'dbdQueue', 'cluster').values);
  if (trend.kind !== 'rising') return text(style.say('slurm.full-never'), 'dim');
  const eta = formatDuration((Math.max(0, room) / trend.perSecond) * 1000);
  const rate = formatCount(Math.round(trend.perSecond * 10) / 10);
  return text(style.say('slurm.full-in', {eta, rate}), 'warning');
}

function numberOf(fact: Fact | undefined): number | null {
  return typeof fact === 'number' ? fact : null;
}
