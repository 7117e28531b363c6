// What a recording tells, in lines: for a pipe, for a ticket, and to find the one that is looked for.

import type {Language} from '../../model/message.ts';
import {planWords} from '../../model/plan-words.ts';
import {formatClock} from '../../model/quantity.ts';
import {uiText} from '../../model/ui-text.ts';
import type {CellSummary, FeedEntry} from '../../state/feed.ts';
import type {Recording} from '../../state/replay-player.ts';
import {ReplayPlayer} from '../../state/replay-player.ts';

/** Oldest first. JSON: one document with `schema`, `cluster`, `from`, `until`, `events`. */
export function summariseRecording(
  recording: Recording,
  options: {readonly json: boolean; readonly language: Language},
): string {
  const player = new ReplayPlayer(recording);
  player.seek(player.until);
  const feed = player.world().feed.toReversed();
  const {cluster} = recording.head.summary;
  const iso = (at: number): string => new Date(at).toISOString();
  if (options.json) {
    const events = feed.map((entry) => ({...entry, at: iso(entry.at)}));
    return `${JSON.stringify({schema: 1, cluster, from: iso(player.from), until: iso(player.until), events})}\n`;
  }
  const {zoneOffsetMinutes} = recording.head;
  const lines = feed.map(
    (entry) => `${formatClock(entry.at, zoneOffsetMinutes)}  ${entry.level.padEnd(8)} ${tell(entry, options.language)}`,
  );
  return `${[`${cluster}  ${iso(player.from)} – ${iso(player.until)}`, ...lines].join('\n')}\n`;
}

function tell(entry: FeedEntry, language: Language): string {
  const level = (name: 'ok' | 'warning' | 'critical' | 'unknown' | 'none'): string => uiText(language, `level.${name}`);
  const wordOf = (cell: CellSummary): string => cell.word[language] || level(cell.level);
  switch (entry.kind) {
    case 'verdict':
      return `${level(entry.from)} → ${level(entry.to)}`;
    case 'vip':
      return `VIP ${entry.from.join('+') || '–'} → ${entry.to.join('+') || '–'}`;
    case 'reach':
      return `${entry.host} ${uiText(language, entry.answers ? 'feed.reach-seen' : 'feed.reach-lost')}`;
    case 'stream':
      return `${entry.host} ${uiText(language, entry.open ? 'feed.stream-open' : 'feed.stream-lost')}`;
    case 'cell':
      return `${entry.host} ${entry.service}: ${wordOf(entry.from)} → ${wordOf(entry.to)}`;
    case 'run':
      return `${entry.runId} ${planWords(entry.title, language)}: ${uiText(language, `run.state.${entry.state}`)}`;
    case 'mode':
      return uiText(language, `mode.${entry.mode}`);
  }
}
