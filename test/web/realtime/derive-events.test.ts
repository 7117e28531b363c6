// Events from what is seen: every transition once, whoever told the one before, and nothing for what was not seen.

import {describe, expect, it} from 'vitest';
import type {Finding} from '../../../src/model/finding.ts';
import type {Known, Told} from '../../../src/web/realtime/derive-events.ts';
import {alertEvents, jobEvents, parseJobs, runEvents} from '../../../src/web/realtime/derive-events.ts';

function afterwards(known: Known, told: readonly Told[]): Known {
  const next = new Map(known);
  for (const one of told) {
    if (one.known === null) next.delete(one.subject);
    else next.set(one.subject, one.known);
  }
  return next;
}

const wordsOf = (told: readonly Told[]): readonly string[] =>
  told.flatMap(({event}) => (event?.kind === 'job' ? [`${event.job} ${event.was ?? '-'}→${event.state}`] : []));

describe('job events', () => {
  it('tell each change of state once, also across two controllers that take turns', () => {
    const first = jobEvents(parseJobs('7|PENDING|kim|train\n'), new Map(), 1);
    expect(wordsOf(first)).toEqual(['7 -→PENDING']);
    const known = afterwards(new Map(), first);
    expect(jobEvents(parseJobs('7|PENDING|kim|train\n'), known, 2)).toEqual([]);
    const second = jobEvents(parseJobs('7|RUNNING|kim|train\n'), known, 3);
    expect(wordsOf(second)).toEqual(['7 PENDING→RUNNING']);
    const ended = jobEvents(parseJobs('7|COMPLETED|kim|train\n'), afterwards(known, second), 4);
    expect(wordsOf(ended)).toEqual(['7 RUNNING→COMPLETED']);
  });

  it('tell a job that came and ended between two looks', () => {
    expect(wordsOf(jobEvents(parseJobs('8|FAILED|lee|x|y\n'), new Map(), 1))).toEqual(['8 -→FAILED']);
  });

  it('forget an ended job in silence, and say of a running one that is not listed any more that it is gone', () => {
    const told = jobEvents(
      [],
      new Map([
        ['job 7', 'COMPLETED|kim|a'],
        ['job 8', 'RUNNING|kim|b|c'],
      ]),
      1,
    );
    expect(wordsOf(told)).toEqual(['8 RUNNING→GONE']);
    expect(told.map(({subject, known}) => [subject, known])).toEqual([
      ['job 7', null],
      ['job 8', null],
    ]);
  });

  it('do not take the common line of an array for an ended job', () => {
    const known = new Map([['job 12_[3-9]', 'PENDING|kim|a']]);
    const told = jobEvents(parseJobs('12_[4-9]|PENDING|kim|a\n12_3|RUNNING|kim|a\n'), known, 1);
    expect(wordsOf(told)).toEqual(['12_[4-9] -→PENDING', '12_3 -→RUNNING']);
  });

  it('are not made from an answer that is not understood', () => {
    expect(() => parseJobs('slurm_load_jobs error: Unable to contact slurm controller\n')).toThrow(TypeError);
  });
});

describe('alerts', () => {
  const finding = (level: Finding['level']): Finding => ({code: 'GaleraNodeDown', level, where: 'server3', params: {}});

  it('are raised, changed and ended, and info is none', () => {
    const raised = alertEvents([finding('warning')], new Map(), 1);
    expect(raised[0]?.event).toMatchObject({kind: 'alert', code: 'GaleraNodeDown', level: 'warning', was: null});
    const known = afterwards(new Map(), raised);
    expect(alertEvents([finding('warning')], known, 2)).toEqual([]);
    expect(alertEvents([finding('critical')], known, 3)[0]?.event).toMatchObject({level: 'critical', was: 'warning'});
    expect(alertEvents([finding('info')], known, 4)[0]?.event).toMatchObject({
      level: null,
      was: 'warning',
      where: 'server3',
    });
    expect(alertEvents([finding('info')], new Map(), 5)).toEqual([]);
  });
});

describe('run events', () => {
  const run = (state: string) => ({runId: 'ab12', action: 'stop', title: 'stop', operator: 'kim@web', state});

  it('tell a run from lock to audit, and nothing twice', () => {
    const begun = runEvents([run('running')], new Map(), 1, false);
    expect(begun.map(({event}) => event)).toMatchObject([{kind: 'run', state: 'running'}]);
    const known = afterwards(new Map(), begun);
    const ended = runEvents([run('done'), run('running')], known, 2, false);
    expect(ended.map(({event}) => event)).toMatchObject([{state: 'done'}]);
    expect(runEvents([run('done')], afterwards(known, ended), 3, false)).toEqual([]);
  });

  it('keep history that nobody watched to themselves', () => {
    const told = runEvents([run('done')], new Map(), 1, true);
    expect(told).toEqual([{event: null, subject: 'run ab12', known: 'done'}]);
  });

  it('say unknown of a run that let go of the lock and left no line', () => {
    const told = runEvents(
      [],
      new Map([
        ['run ab12', 'running'],
        ['run cd34', 'done'],
      ]),
      1,
      false,
    );
    expect(told.map(({event}) => (event?.kind === 'run' ? event.state : event))).toEqual(['unknown', null]);
  });
});
