// Which events tell the difference between what was told last and what is seen now. Pure.

import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import {findingText} from '../../model/messages.ts';
import type {AlertEvent, JobEvent, LiveEvent, RunLiveEvent} from './live-event.ts';
import {subjectOf} from './live-event.ts';

/** What was told last, by subject: as short as it can be, because there may be thousands of jobs. */
export type Known = ReadonlyMap<string, string>;

/** An event (null: nothing that anybody need be told), and what is to be known afterwards (null: it may be forgotten). */
export type Told = {readonly event: LiveEvent | null; readonly subject: string; readonly known: string | null};

export type SeenJob = {readonly job: string; readonly state: string; readonly user: string; readonly name: string};

/** States after which nothing more comes (squeue(1), JOB STATE CODES). */
const finalStates = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
  'GONE',
]);

/** Lines of `slurm-jobs`. Throws TypeError for a line that is none: an answer that is half understood would end jobs that live. */
export function parseJobs(text: string): readonly SeenJob[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [job, state, user, ...name] = line.split('|');
      if (job === undefined || state === undefined || user === undefined || !/^\d+[\w[\],%-]*(\+\d+)?$/.test(job))
        throw new TypeError(`squeue wrote a line that is no job: ${line.slice(0, 80)}`);
      return {job, state, user, name: name.join('|').trim()};
    });
}

/**
 * Events of jobs. A pending array is one line (`12_[3-9]`) whose name changes as its members leave it, so such a line that is no
 * longer there tells nothing; its members speak for themselves.
 */
export function jobEvents(seen: readonly SeenJob[], known: Known, at: number): readonly Told[] {
  const told: Told[] = [];
  const there = new Set<string>();
  for (const job of seen) {
    const subject = `job ${job.job}`;
    there.add(subject);
    const before = jobOf(known.get(subject));
    if (before?.state === job.state) continue;
    const event: JobEvent = {kind: 'job', ...job, was: before?.state ?? null, at};
    told.push({event, subject, known: `${job.state}|${job.user}|${job.name}`});
  }
  for (const [subject, value] of known) {
    if (!subject.startsWith('job ') || there.has(subject)) continue;
    told.push(...leftEvents(subject, value, at));
  }
  return told;
}

/** A job that squeue no longer lists: forgotten where its end was told, told as gone where it was not. */
function leftEvents(subject: string, value: string, at: number): readonly Told[] {
  const before = jobOf(value);
  const job = subject.slice('job '.length);
  if (before === undefined || finalStates.has(before.state) || job.includes('['))
    return [{event: null, subject, known: null}];
  const event: JobEvent = {
    kind: 'job',
    job,
    user: before.user,
    name: before.name,
    state: 'GONE',
    was: before.state,
    at,
  };
  return [{event, subject, known: null}];
}

function jobOf(value: string | undefined): {state: string; user: string; name: string} | undefined {
  if (value === undefined) return undefined;
  const [state = '', user = '', ...name] = value.split('|');
  return {state, user, name: name.join('|')};
}

/** Events of findings; `info` is no alert. */
export function alertEvents(findings: readonly Finding[], known: Known, at: number): readonly Told[] {
  const told: Told[] = [];
  const there = new Set<string>();
  for (const finding of findings) {
    const {code, where, level, params} = finding;
    if (level === 'info' || level === 'ok') continue;
    const subject = `alert ${code}@${where}`;
    if (there.has(subject)) continue;
    there.add(subject);
    const was = known.get(subject);
    if (was === level) continue;
    const what = findingText(finding, 'en');
    told.push({event: {kind: 'alert', code, where, level, was: levelOf(was), what, params, at}, subject, known: level});
  }
  for (const [subject, value] of known) {
    if (!subject.startsWith('alert ') || there.has(subject)) continue;
    const [code = '', where = ''] = subject.slice('alert '.length).split('@');
    const event: AlertEvent = {kind: 'alert', code, where, level: null, was: levelOf(value), what: '', params: {}, at};
    told.push({event, subject, known: null});
  }
  return told;
}

function levelOf(text: string | undefined): FindingLevel | null {
  const levels: readonly FindingLevel[] = ['ok', 'warning', 'critical', 'unknown', 'info'];
  return levels.find((level) => level === text) ?? null;
}

export type SeenRun = Omit<RunLiveEvent, 'kind' | 'at'>;

/**
 * Events of runs: of the one that holds the lock, and of those at the end of the audit journal. With `isFirst` nobody has ever
 * watched: what had ended by then is history, not news.
 */
export function runEvents(seen: readonly SeenRun[], known: Known, at: number, isFirst: boolean): readonly Told[] {
  const told: Told[] = [];
  const there = new Set<string>();
  for (const run of seen) {
    const event: RunLiveEvent = {kind: 'run', ...run, at};
    const subject = subjectOf(event);
    // The lock comes first and says `running`; the audit journal knows better.
    if (there.has(subject) && run.state === 'running') continue;
    there.add(subject);
    if (known.get(subject) === run.state) continue;
    told.push({event: isFirst && run.state !== 'running' ? null : event, subject, known: run.state});
  }
  for (const [subject, state] of known) {
    if (!subject.startsWith('run ') || there.has(subject)) continue;
    told.push({event: state === 'running' ? vanished(subject, at) : null, subject, known: null});
  }
  return told;
}

/** It let go of the lock and no audit journal has it: how it ended is not known here. */
function vanished(subject: string, at: number): RunLiveEvent {
  const runId = subject.slice('run '.length);
  return {kind: 'run', runId, action: '', title: '', operator: '', state: 'unknown', at};
}
