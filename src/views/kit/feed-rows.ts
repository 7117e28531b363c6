// One event of the feed as one line: when, where, what changed into what.

import {formatClock} from '../../model/quantity.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {CellSummary, FeedEntry} from '../../state/feed.ts';
import type {Row} from './row.ts';
import {cell, span} from './row.ts';
import type {Style} from './style.ts';
import type {Tone} from './theme.ts';

export function feedRow(entry: FeedEntry, state: ConsoleState, style: Style): Row {
  const tone: Tone = entry.level === 'ok' || entry.level === 'none' ? 'plain' : entry.level;
  return [
    span(`   ${formatClock(entry.at, state.zoneOffsetMinutes)}  `, 'dim'),
    cell(whereOf(entry, style), whereWidth(state), style),
    span('  '),
    span(whatOf(entry, style), tone),
  ];
}

function whereWidth(state: ConsoleState): number {
  return Math.min(16, Math.max(8, ...state.summary.controllers.map((host) => host.length)));
}

function whereOf(entry: FeedEntry, style: Style): string {
  switch (entry.kind) {
    case 'verdict':
    case 'mode':
      return style.say('feed.cluster');
    case 'vip':
      return 'VIP';
    case 'reach':
    case 'cell':
    case 'stream':
      return entry.host;
    case 'run':
      return `${style.say('run.title', {run: entry.runId})}`;
  }
}

function whatOf(entry: FeedEntry, style: Style): string {
  switch (entry.kind) {
    case 'verdict':
      return style.say('feed.verdict', {
        from: style.say(`level.${entry.from}`),
        to: style.say(`level.${entry.to}`),
      });
    case 'vip':
      return style.say('feed.verdict', {from: owners(entry.from, style), to: owners(entry.to, style)});
    case 'reach':
      return style.say(entry.answers ? 'feed.reach-seen' : 'feed.reach-lost');
    case 'cell':
      return style.say('feed.cell', {
        service: style.say(`service.title.${entry.service}`),
        from: cellWord(entry.from, style),
        to: cellWord(entry.to, style),
      });
    case 'stream':
      return style.say(entry.open ? 'feed.stream-open' : 'feed.stream-lost');
    case 'run':
      return style.say('feed.run', {title: style.words(entry.title), state: style.say(`run.state.${entry.state}`)});
    case 'mode':
      return style.say('feed.mode', {mode: style.say(`mode.${entry.mode}`)});
  }
}

function owners(hosts: readonly string[], style: Style): string {
  return hosts.length === 0 ? style.say('feed.vip-none') : hosts.join(' + ');
}

function cellWord(cell: CellSummary, style: Style): string {
  return `${style.glyphs.level[cell.level]} ${cell.reading === 'lost' ? style.say('cell.lost-never') : style.read(cell.word)}`;
}
