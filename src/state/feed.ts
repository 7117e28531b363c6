// The feed of events: what changed between one judgement and the next, in the few words that an overview has room for.

import type {CellLevel} from '../model/level.ts';
import type {Message} from '../model/message.ts';
import type {Instant} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {Cell, Judgement} from '../model/verdict.ts';
import type {RunState, RunSummary} from './console-deps.ts';

export type CellSummary = {readonly level: CellLevel; readonly reading: Cell['reading']; readonly word: Message};

export type FeedEntry = {readonly at: Instant; readonly level: CellLevel} & (
  | {readonly kind: 'verdict'; readonly from: CellLevel; readonly to: CellLevel}
  | {readonly kind: 'vip'; readonly from: readonly HostName[]; readonly to: readonly HostName[]}
  | {readonly kind: 'reach'; readonly host: HostName; readonly answers: boolean}
  | {
      readonly kind: 'cell';
      readonly host: HostName;
      readonly service: ServiceId;
      readonly from: CellSummary;
      readonly to: CellSummary;
    }
  | {readonly kind: 'stream'; readonly host: HostName; readonly open: boolean}
  | {readonly kind: 'run'; readonly runId: string; readonly title: string; readonly state: RunState}
  | {readonly kind: 'mode'; readonly mode: 'watch' | 'operate'}
);

/** Entries for what is different now, in reading order (verdict, VIP, reach, cells). Nothing before the first judgement. */
export function feedOfJudgements(before: Judgement | null, after: Judgement): readonly FeedEntry[] {
  if (before === null) return [];
  const entries: FeedEntry[] = [];
  const at = after.at;
  if (before.level !== after.level) {
    entries.push({at, level: after.level, kind: 'verdict', from: before.level, to: after.level});
  }
  if (before.vip.owners.join() !== after.vip.owners.join()) {
    const level = after.vip.owners.length === 1 ? 'ok' : 'critical';
    entries.push({at, level, kind: 'vip', from: before.vip.owners, to: after.vip.owners});
  }
  for (const host of Object.keys(after.controllers)) entries.push(...feedOfHost(host, before, after));
  return entries;
}

function feedOfHost(host: HostName, before: Judgement, after: Judgement): readonly FeedEntry[] {
  const was = before.controllers[host]?.reach;
  const is = after.controllers[host]?.reach;
  if (is === 'lost' && was !== 'lost') {
    return [{at: after.at, level: 'critical', kind: 'reach', host, answers: false}];
  }
  const back: readonly FeedEntry[] =
    is === 'seen' && was === 'lost' ? [{at: after.at, level: 'ok', kind: 'reach', host, answers: true}] : [];
  // While a controller does not answer, its cells only repeat that.
  return is === 'lost' ? [] : [...back, ...services.flatMap((service) => feedOfCell(host, service, before, after))];
}

function feedOfCell(host: HostName, service: ServiceId, before: Judgement, after: Judgement): readonly FeedEntry[] {
  const was = before.services[service]?.controllers[host];
  const is = after.services[service]?.controllers[host];
  if (was === undefined || is === undefined || !isChange(was, is, service)) return [];
  return [{at: after.at, level: is.level, kind: 'cell', host, service, from: summarise(was), to: summarise(is)}];
}

/** A number that moves inside a word (lag, load) is no event; another first word is, except for the host's figures. */
function isChange(was: Cell, is: Cell, service: ServiceId): boolean {
  // A first answer is no event, and what is not enabled has none.
  if (was.reading === 'none' && (is.reading === 'none' || was.word.en === '')) return false;
  if (was.level !== is.level || was.reading !== is.reading) return true;
  return service !== 'host' && firstWord(was.word.en) !== firstWord(is.word.en);
}

function firstWord(word: string): string {
  return word.split(' ', 1)[0] ?? '';
}

function summarise(cell: Cell): CellSummary {
  return {level: cell.level, reading: cell.reading, word: cell.word};
}

/** Runs that began or ended since the last listing. Nothing at the first one: what was before is no event. */
export function feedOfRuns(
  before: readonly RunSummary[] | null,
  after: readonly RunSummary[],
  at: Instant,
): readonly FeedEntry[] {
  if (before === null) return [];
  const known = new Map(before.map((run) => [run.runId, run.state]));
  return after
    .filter((run) => known.get(run.runId) !== run.state)
    .map((run) => ({
      at,
      level: levelOfRun(run.state),
      kind: 'run',
      runId: run.runId,
      title: run.title,
      state: run.state,
    }));
}

export function levelOfRun(state: RunState): CellLevel {
  const levels = {
    running: 'none',
    done: 'ok',
    cancelled: 'warning',
    orphaned: 'warning',
    failed: 'critical',
    unknown: 'unknown',
  } as const;
  return levels[state];
}
