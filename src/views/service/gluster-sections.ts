// The screen of GlusterFS: who sees whom, the bricks, how healing goes, what quorum asks for, and every mount.

import type {GlusterFacts, GlusterVolumeFacts} from '../../model/facts.ts';
import {entryOf} from '../../model/gluster-peer.ts';
import {formatAge, formatCount, formatDuration} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {readingItem} from '../../state/open-reading.ts';
import {trendOf} from '../../state/series.ts';
import {cell, span} from '../kit/row.ts';
import type {Line, Section, TableCell} from '../kit/sections.ts';
import {tableLines} from '../kit/sections.ts';
import {sparkline} from '../kit/sparkline.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {count, orDash, seriesHere, sharedValue, text, unit, yesNo} from './figures.ts';
import {brickLines} from './gluster-bricks.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';

type Volume = NonNullable<GlusterVolumeFacts['volume']>;

export function glusterSections(context: SectionContext): readonly Section[] {
  const {style, state} = context;
  const shared = sharedValue(state.snapshot?.shared.glusterVolume, context);
  const volume = shared?.value.volume ?? null;
  const note = shared?.note ?? '';
  const table = {...context, service: 'glusterfs', probe: 'glusterfs'} as const;
  const stale = shared?.stale === true;
  return [
    {title: style.say('gluster.mounts'), lines: hostTableLines(table, mountRows(context))},
    ...(volume === null
      ? []
      : [
          {
            title: `${style.say('gluster.bricks-title')} ${style.glyphs.dot} ${volume.name}`,
            note,
            lines: brickLines(context, volume, stale),
          },
          {title: style.say('gluster.heals'), note: style.say('service.quarter'), lines: healLines(context)},
        ]),
    {title: style.say('gluster.peers'), lines: peerLines(context)},
    ...(volume === null ? [] : [{title: style.say('gluster.options'), note, lines: optionLines(context, volume)}]),
  ];
}

function mountRows({style}: SectionContext): readonly HostRow<'glusterfs'>[] {
  const title = (key: string): string => factTitle('glusterfs', key, style);
  const row = (id: string, name: string, show: (facts: GlusterFacts) => FactText | null): HostRow<'glusterfs'> => ({
    id,
    title: name,
    show,
  });
  return [
    row('answers', style.say('gluster.answers'), ({mount, mountAnswers, mountError}) => {
      if (mount === null) return text(style.say('gluster.no-mount'), 'warning');
      if (mountAnswers === false) return text(mountError ?? style.say('gluster.hangs'), 'critical');
      return yesNo(mountAnswers, style, false);
    }),
    row('write-check', title('write_check_age_seconds'), ({writeCheckAgeSeconds: age}) =>
      age === null ? null : text(formatAge(age * 1000)),
    ),
    row('glusterd', title('glusterd'), (facts) => unit(facts.unit, style)),
    row('bricks', style.say('gluster.brick-process'), ({brickProcesses}) => count(brickProcesses.length, style)),
    row('self-heal', title('self_heal'), ({selfHealProcess, brickProcesses}) =>
      brickProcesses.length === 0 && !selfHealProcess ? null : yesNo(selfHealProcess, style, false),
    ),
    row('peers', title('peers_connected'), ({peers}) => {
      const connected = peers.filter((peer) => peer.connected).length;
      return text(`${connected}/${peers.length}`, connected < peers.length ? 'warning' : 'plain');
    }),
    row('fstab', style.say('gluster.fstab'), ({mountInFstab}) => yesNo(mountInFstab, style, false)),
    row('source', title('mount_source'), ({mount}) => orDash(mount?.source, style)),
    row('version', title('op_version'), ({version}) => orDash(version, style)),
  ];
}

/** N×N: a row says whom that controller sees. A difference from the mirrored place is a one-way network. */
function peerLines(context: SectionContext): readonly Line[] {
  const {style, hosts} = context;
  if (context.state.snapshot === null) return [];
  const columns = [{title: ''}, ...hosts.map((host) => ({title: host}))];
  return tableLines(
    columns,
    hosts.map((from) => ({
      key: readingItem('glusterfs', from, 'peers'),
      cells: [{text: from, tone: 'strong' as const}, ...hosts.map((to) => sight(context, from, to))],
    })),
    style,
  );
}

function sight(context: SectionContext, from: HostName, to: HostName): TableCell {
  const {state, style} = context;
  const {level} = style.glyphs;
  if (from === to) return {text: style.say('gluster.self'), tone: 'dim'};
  const reading = state.snapshot === null ? undefined : readingOf(state.snapshot, 'glusterfs', from);
  if (reading === undefined || reading.kind === 'none') return {text: style.glyphs.dash, tone: 'dim'};
  const value = reading.kind === 'seen' ? reading.value : reading.last?.value;
  if (value === undefined) return {text: `${level.unknown} ${style.say('gluster.unheard')}`, tone: 'unknown'};
  const seen = sightOf(context, value, to);
  // What it saw before it fell silent is no sight of now.
  if (reading.kind === 'lost') return {text: `${level.unknown} ${seen.word}`, tone: 'dim'};
  if (value.unit.active !== 'active')
    return {text: `${level.unknown} ${style.say('gluster.unheard')}`, tone: 'unknown'};
  return {text: `${level[seen.level]} ${seen.word}`, tone: seen.level === 'ok' ? 'plain' : seen.level};
}

function sightOf(
  {state, style}: SectionContext,
  {peers}: GlusterFacts,
  to: HostName,
): {readonly level: 'ok' | 'warning' | 'critical'; readonly word: string} {
  const other = state.snapshot === null ? undefined : readingOf(state.snapshot, 'glusterfs', to);
  const uuid = other?.kind === 'seen' ? other.value.uuid : null;
  const target = {hostname: to, ip_address: state.judgement?.controllers[to]?.address ?? to};
  const entry = entryOf(peers, target, uuid);
  if (entry === undefined) return {level: 'critical', word: style.say('gluster.stranger')};
  if (!/in cluster/i.test(entry.state)) return {level: 'critical', word: entry.state};
  return entry.connected
    ? {level: 'ok', word: style.say('gluster.seen')}
    : {level: 'warning', word: style.say('gluster.away')};
}

function healLines(context: SectionContext): readonly Line[] {
  const {style, state} = context;
  const {values} = seriesHere(context, 'glusterfs', 'heal_pending', 'cluster');
  const fact = state.judgement?.services.glusterfs.facts['heal_pending'];
  const pending = typeof fact === 'number' ? fact : null;
  const line = (id: string, title: string, show: (width: number) => FactText): Line => ({
    key: readingItem('glusterfs', 'cluster', id),
    row: (width, here) => {
      const {text: said, tone} = show(width - 22);
      return [cell(title, 22, style, here ? 'strong' : 'dim'), span(said, tone)];
    },
  });
  return [
    line('pending', style.say('gluster.pending'), (width) => {
      const shown = pending === null ? text(style.glyphs.level.unknown, 'unknown') : count(pending, style);
      const room = Math.min(60, values.length, width - shown.text.length - 2);
      return text(
        `${shown.text}  ${room > 1 ? sparkline(values, room, style) : ''}`,
        (pending ?? 0) > 0 ? 'warning' : shown.tone,
      );
    }),
    line('trend', style.say('gluster.trend'), () => trendText(context, pending)),
  ];
}

/** When it ends is only said of what was seen to fall: a heal that stands still has no end. */
function trendText(context: SectionContext, pending: number | null): FactText {
  const {style} = context;
  if (pending === 0) return text(style.say('gluster.trend-none'), 'dim');
  const trend = trendOf(seriesHere(context, 'glusterfs', 'heal_pending', 'cluster').values);
  switch (trend.kind) {
    case 'unknown':
      return text(style.say('gluster.trend-unknown'), 'dim');
    case 'level':
      return text(style.say('gluster.trend-level'), 'warning');
    case 'rising':
      return text(style.say('gluster.trend-rising', {rate: tenth(trend.perSecond)}), 'warning');
    case 'falling': {
      const eta = formatDuration(trend.etaSeconds * 1000);
      return text(style.say('gluster.trend-falling', {rate: tenth(trend.perSecond), eta}));
    }
  }
}

function tenth(value: number): string {
  return formatCount(Math.round(value * 10) / 10);
}

/** What decides about writes, heals and time, in this order; then whatever else was set. */
const shownOptions = [
  'cluster.quorum-type',
  'cluster.quorum-count',
  'cluster.server-quorum-type',
  'cluster.server-quorum-ratio',
  'network.ping-timeout',
  'cluster.self-heal-daemon',
  'cluster.favorite-child-policy',
  'cluster.heal-timeout',
] as const;

function optionLines(context: SectionContext, volume: Volume): readonly Line[] {
  const {style} = context;
  const others = Object.keys(volume.options).filter((key) => !shownOptions.some((one) => one === key));
  const keys: readonly string[] = [...shownOptions, ...others.sort()];
  return keys.map(
    (key): Line => ({
      key: readingItem('glusterfs', 'cluster', key),
      row: (_width, here) => {
        const value = volume.options[key];
        return [
          cell(key, 34, style, here ? 'strong' : 'dim'),
          span(value ?? style.say('gluster.unset'), value === undefined ? 'dim' : 'plain'),
        ];
      },
    }),
  );
}
