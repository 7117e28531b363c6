// Judges one server by its own status fields, against the thresholds of ha-operations §2.2.

import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';
import {flowControlShare} from './flow-control.ts';
import type {GaleraView, Speaker, Status} from './galera-view.ts';
import {donorFindings} from './judge-donor.ts';
import {linkFindings} from './judge-links.ts';
import {nodeFinding} from './node-finding.ts';

/** One rule: what it says of a status, undefined where all is well. `twice`: only true if the sample before said so too. */
type Rule = {
  readonly twice: boolean;
  readonly judge: (
    status: Status,
  ) => {readonly code: string; readonly level: FindingLevel; readonly params: Finding['params']} | undefined;
};

const rules: readonly Rule[] = [
  {twice: false, judge: stateRule},
  {twice: false, judge: readyRule},
  {twice: false, judge: historyRule},
  {twice: false, judge: evictRule},
  {twice: true, judge: (status) => queueRule(status, 'recv', 16, 100)},
  {twice: true, judge: (status) => queueRule(status, 'send', 10, 100)},
];

export function nodeFindings(input: JudgeInput, view: GaleraView, speaker: Speaker): readonly Finding[] {
  const before = input.history[0] === undefined ? undefined : readingOf(input.history[0], 'mariadb', speaker.host);
  const earlier = before?.kind === 'seen' ? before.value.status : null;
  const judged = rules.flatMap(({twice, judge}): readonly Finding[] => {
    const now = judge(speaker.status);
    if (now === undefined) return [];
    // A queue that is long for one moment is a busy database, not a sick one.
    const confirmed = !twice || (earlier !== null && judge(earlier) !== undefined);
    return [nodeFinding(speaker, now.code, confirmed ? now.level : 'info', now.params)];
  });
  return [
    ...judged,
    ...donorFindings(input, view, speaker),
    ...linkFindings(input, speaker),
    ...flowFindings(input, speaker),
    ...connectionFindings(speaker),
  ];
}

/** Local states: 0 Initialized, 1 Joining, 2 Donor/Desynced, 3 Joined, 4 Synced. Comments carry suffixes: prefix match. */
function stateRule(status: Status): ReturnType<Rule['judge']> {
  const state = status['wsrep_local_state'];
  const comment = status['wsrep_local_state_comment'] ?? '';
  if (/^Inconsistent/i.test(comment)) return {code: 'GaleraInconsistent', level: 'critical', params: {state: comment}};
  // A donor has findings of its own.
  if (state === '4' || state === '2') return undefined;
  if (state === '1' || state === '3') return {code: 'GaleraJoining', level: 'warning', params: {state: comment}};
  return {code: 'GaleraNotSynced', level: 'critical', params: {state: comment || 'unknown'}};
}

function readyRule(status: Status): ReturnType<Rule['judge']> {
  const off = ['wsrep_ready', 'wsrep_connected'].filter((name) => status[name] !== 'ON');
  // A joining node is not ready yet, and its state says so already.
  if (off.length === 0 || ['1', '3'].includes(status['wsrep_local_state'] ?? '')) return undefined;
  return {code: 'GaleraNotReady', level: 'critical', params: {fields: off.join(', ')}};
}

function historyRule(status: Status): ReturnType<Rule['judge']> {
  const own = status['wsrep_local_state_uuid'];
  const cluster = status['wsrep_cluster_state_uuid'];
  if (own === cluster || own === undefined || cluster === undefined) return undefined;
  const level = status['wsrep_local_state'] === '4' ? 'critical' : 'warning';
  return {code: 'GaleraOwnHistory', level, params: {own: own.slice(0, 8), cluster: cluster.slice(0, 8)}};
}

function evictRule(status: Status): ReturnType<Rule['judge']> {
  const list = status['wsrep_evs_evict_list'] ?? '';
  return list === '' ? undefined : {code: 'GaleraEvicted', level: 'critical', params: {list}};
}

function queueRule(
  status: Status,
  queue: 'recv' | 'send',
  warning: number,
  critical: number,
): ReturnType<Rule['judge']> {
  const length = Number(status[`wsrep_local_${queue}_queue`] ?? 0);
  if (!(length > warning)) return undefined;
  return {code: 'GaleraQueue', level: length > critical ? 'critical' : 'warning', params: {queue, length}};
}

const flowWarning = 0.05;
const flowCritical = 0.25;

/** Share of time in which flow control held writers back, between two snapshots; a donor explains it (X7). */
function flowFindings(input: JudgeInput, speaker: Speaker): readonly Finding[] {
  const share = flowControlShare(input, speaker.host);
  if (share === null || share <= flowWarning) return [];
  const donor = speaker.status['wsrep_local_state'] !== '4';
  const level = share > flowCritical && !donor ? 'critical' : 'warning';
  return [nodeFinding(speaker, 'GaleraFlowControl', level, {percent: Math.round(share * 100)})];
}

function connectionFindings(speaker: Speaker): readonly Finding[] {
  const used = Number(speaker.status['Threads_connected']);
  const most = Number(speaker.facts.variables?.['max_connections']);
  const share = used / most;
  // The share itself decides: rounded first, 144 of 151 would be 95 % and no more than that.
  if (!Number.isFinite(share) || share <= 0.8) return [];
  const params = {percent: Math.round(100 * share), used, most};
  return [nodeFinding(speaker, 'GaleraConnections', share > 0.95 ? 'critical' : 'warning', params)];
}
