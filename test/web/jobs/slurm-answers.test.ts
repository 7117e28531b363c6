// What Slurm's commands printed in a real cluster, as jobs, partitions and counts; and names that try to forge some.

import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {activeJobsWords, readActiveJobs} from '../../../src/web/jobs/active-jobs.ts';
import {endedJobsWords, readEndedJobs} from '../../../src/web/jobs/ended-jobs.ts';
import {jobIdSchema, submitOptionsSchema} from '../../../src/web/jobs/job-requests.ts';
import {readStatistics} from '../../../src/web/jobs/job-statistics.ts';
import {makeMark, readMarkedRows} from '../../../src/web/jobs/marked-rows.ts';
import {outputsOf} from '../../../src/web/jobs/output-path.ts';
import {readPartitions} from '../../../src/web/jobs/partitions.ts';
import {secondsOf} from '../../../src/web/jobs/slurm-words.ts';
import {checkScript, submittedId, submitWords} from '../../../src/web/jobs/submit-words.ts';

const mark = '~mark~';
/** Recorded on a controller with Slurm 22.05.8; the mark was this one instead of a random one. */
const recorded = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, `../../fixtures/slurm-jobs/${name}.txt`), 'utf8');

describe('squeue', () => {
  const jobs = readActiveJobs(recorded('squeue'), mark);
  const job = (id: string) => jobs.find((one) => one.id === id);

  it('gives every job once, whatever their names hold', () => {
    expect(jobs.map(({id}) => id)).toEqual(['11', '10', '12', '14', '15', '16_[1-4%1]', '17', '5']);
    expect(jobs.every(({user}) => user === 'alice')).toBe(true);
  });

  it('tells jobs that wait from those that have ended, with the reason and the exit code', () => {
    expect(job('17')).toMatchObject({
      phase: 'waiting',
      reason: 'JobHeldUser',
      memory: '512M',
      timeLimitSeconds: 93_840,
      submittedAt: '2026-11-23T13:29:14.000Z',
      startedAt: null,
    });
    expect(job('12')).toMatchObject({state: 'FAILED', phase: 'ended', exitCode: 3, signal: null, reason: null});
    expect(job('10')).toMatchObject({state: 'FAILED', exitCode: 0, signal: 53, timeLimitSeconds: 300});
    expect(job('11')).toMatchObject({state: 'CANCELLED', phase: 'ended'});
  });

  it('fills the patterns of outputs that came unfilled', () => {
    expect(job('10')?.stdout).toBe('/mnt/glusterfs/home/alice/slurm-10.out');
    expect(job('14')?.stdout).toBe('/mnt/glusterfs/home/alice/slurm-14.out');
  });
});

describe('sacct', () => {
  const jobs = readEndedJobs(recorded('sacct'), mark);

  it('gives the jobs that have ended and leaves the others to squeue', () => {
    expect(jobs.map(({id}) => id)).toEqual(['2', '3', '4_1', '4_2', '4_3', '4_4', '10', '12']);
    expect(jobs.find(({id}) => id === '12')).toMatchObject({exitCode: 3, elapsedSeconds: 0, state: 'FAILED'});
  });

  it('finds where the output was written', () => {
    const stdout = (id: string) => jobs.find((one) => one.id === id)?.stdout;
    expect(stdout('12')).toBe('/tmp/x-12.out');
    expect(stdout('4_2')).toBe('/tmp/slurm-4_2.out');
    expect(stdout('10')).toBe('/mnt/glusterfs/home/alice/slurm-10.out');
  });

  it('keeps a name with a newline one job of its owner', () => {
    expect(jobs.find(({id}) => id === '2')?.name).toBe('ev|il\nx y');
  });
});

describe('sinfo and statistics', () => {
  it('are read', () => {
    expect(readPartitions(recorded('sinfo'), mark)).toEqual([
      {
        name: 'normal',
        isDefault: true,
        up: true,
        timeLimitSeconds: null,
        nodes: {allocated: 1, idle: 0, other: 0, total: 1},
        cpus: {allocated: 1, idle: 1, other: 0, total: 2},
      },
    ]);
    expect(readStatistics(recorded('statistics'), mark, 'alice')).toMatchObject({
      mine: {waiting: 8, running: 0, ended: 3},
      cluster: {waiting: 8, running: 1, ended: 3},
      cpus: {mine: 0, cluster: 1},
    });
  });
});

describe('half an answer', () => {
  it.each(['squeue', 'sacct'])('of %s is never a shorter list', (name) => {
    const whole = recorded(name);
    const cut = whole.slice(0, whole.length - 20);
    const read = name === 'squeue' ? readActiveJobs : readEndedJobs;
    expect(() => read(cut, mark)).toThrow(expect.objectContaining({refusal: 'slurm-unreadable'}));
  });

  it('and an error text in its place neither; only no rows are no jobs', () => {
    expect(() => readActiveJobs('slurm_load_jobs error', mark)).toThrow();
    expect(readActiveJobs('', mark)).toEqual([]);
  });

  it('cannot be made to look whole: marks are not guessed', () => {
    expect(makeMark()).not.toBe(makeMark());
    expect(makeMark()).toMatch(/^~[0-9a-f]{24}~$/);
    const forged = `1${mark}a\n2~other~bob~other~${mark}\n`;
    expect(readMarkedRows(forged, {mark, columns: 2, command: 'squeue'})).toEqual([['1', 'a\n2~other~bob~other~']]);
  });
});

describe('words for Slurm', () => {
  it('ask for one user and one job, never with a word that could be an option', () => {
    expect(activeJobsWords(mark, {user: 'alice', job: '12'})).toEqual(
      expect.arrayContaining(['--user=alice', '--jobs=12']),
    );
    expect(endedJobsWords(mark, {user: null, days: 3})).toEqual(
      expect.arrayContaining(['--allusers', '--starttime=now-3days']),
    );
    for (const id of ['-1', '1;2', '1 2', '--all', '1,2', '', '0', '1_', '١']) {
      expect(jobIdSchema.safeParse(id).success).toBe(false);
    }
  });

  it('submit with every value in one word with its option', () => {
    const words = submitWords({name: '--wrap=evil x', tasks: 4, hold: true}, '#!/bin/sh\n', '/mnt/g/home/alice');
    expect(words).toEqual([
      '--parsable',
      '--propagate=NONE',
      '--job-name=--wrap=evil x',
      '--ntasks=4',
      '--hold',
      '--chdir=/mnt/g/home/alice',
      '--output=/mnt/g/home/alice/slurm-%j.out',
    ]);
  });

  it('leave the output to a script that names it', () => {
    const words = submitWords({}, '#!/bin/sh\n#SBATCH -J x -o mine.out\n', '/d');
    expect(words.some((word) => word.startsWith('--output'))).toBe(false);
  });

  it.each([
    ['partition', 'a b'],
    ['partition', '--all'],
    ['account', '-x'],
    ['timeLimit', '1; reboot'],
    ['nodes', '1-'],
    ['memory', '1G --export=ALL'],
    ['array', '1 --x'],
    ['dependency', 'afterok:1 --x'],
    ['workDir', 'relative'],
    ['output', '/a\nb'],
    ['name', 'two\nlines'],
    ['uid', '0'],
    ['get-user-env', 'x'],
  ])('refuse the option %s=%s', (key, value) => {
    expect(submitOptionsSchema.safeParse({[key]: value}).success).toBe(false);
  });

  it('refuse what is no script', () => {
    expect(() => checkScript(Buffer.from('echo hello'))).toThrow(expect.objectContaining({refusal: 'script-unfit'}));
    expect(() => checkScript(Buffer.from('#!/bin/sh\n\0'))).toThrow();
    expect(() => checkScript(Buffer.concat([Buffer.from('#!/bin/sh\n'), Buffer.alloc(4 * 1024 * 1024, 97)]))).toThrow();
    expect(checkScript(Buffer.from('#!/bin/sh\r\ntrue\r\n'))).toBe('#!/bin/sh\ntrue\n');
  });

  it('take only an id from sbatch', () => {
    expect(submittedId('123\n')).toBe('123');
    expect(submittedId('123;cluster\n')).toBe('123');
    expect(submittedId('Submitted batch job 123')).toBeNull();
    expect(submittedId('')).toBeNull();
  });
});

describe('the output of a job', () => {
  const job = {id: '12_3', rawId: '15', name: 'n', user: 'alice', workDir: '/w'};

  it('is where the submission said, with its patterns filled', () => {
    expect(outputsOf({...job, submitLine: 'sbatch -o /o/%A-%4a-%x.out x'}).stdout).toBe('/o/12-0003-n.out');
    expect(outputsOf({...job, submitLine: 'sbatch --output=rel-%j --error=/e/%u'})).toEqual({
      stdout: '/w/rel-15',
      stderr: '/e/alice',
    });
  });

  it('is not known where the pattern needs what is not known', () => {
    expect(outputsOf({...job, submitLine: 'sbatch -o /o/%N.out'}).stdout).toBeNull();
  });
});

describe('durations', () => {
  it.each([
    ['0:01', 1],
    ['5:00', 300],
    ['1:02:03', 3723],
    ['1-02:04:00', 93_840],
    ['UNLIMITED', null],
    ['INVALID', null],
    ['', null],
  ])('%s', (word, seconds) => {
    expect(secondsOf(word)).toBe(seconds);
  });
});
