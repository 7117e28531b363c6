// The service Jobs over HTTP with real helper processes and Slurm's recorded answers: who may see and order what, and as whom it runs.

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {makeRegisterJobs} from '../../../src/web/jobs/register-jobs.ts';
import {asRoot, type HelpedService, makeHelpedService, type Who} from '../support/helped-service.ts';
import {makeSlurmFolder} from '../support/replay-slurm.ts';

// Every user's first request starts a process, which takes seconds where the machine is busy.
vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

let at: HelpedService;
let folder: string;
let slurm: ReturnType<typeof makeSlurmFolder>;

beforeAll(async () => {
  if (!asRoot) return;
  folder = mkdtempSync('/dev/shm/hpcha-slurm-');
  slurm = makeSlurmFolder(`${folder}/bin`);
  const {chmodSync} = await import('node:fs');
  chmodSync(folder, 0o755);
  at = await makeHelpedService('jobs', makeRegisterJobs, {slurm: {enabled: true, bin: slurm.bin}});
});

afterAll(async () => {
  if (!asRoot) return;
  await at.close();
  rmSync(folder, {recursive: true, force: true});
});

type Body = {error?: {code: string; what: string}; jobs?: {id: string; user: string}[]; total?: number; id?: string};

async function ask(who: Who, method: 'GET' | 'POST', url: string, payload?: object | string, more: object = {}) {
  const headers = {...(await at.headers(who)), ...more};
  const given = {method, url: `/api/jobs${url}`, headers, ...(payload === undefined ? {} : {payload})};
  const answer = await at.service.app.inject(given);
  const body = answer.json() as Body;
  return {status: answer.statusCode, code: body.error?.code, body, headers: answer.headers};
}

const calls = (): string => readFileSync(slurm.calls, 'utf8');

describe.runIf(asRoot)('the list of jobs', () => {
  it('holds own jobs, those under way and those that have ended, each once, in pages', async () => {
    const {body, status} = await ask('alice', 'GET', '/?limit=3');
    expect(status).toBe(200);
    expect(body.total).toBe(14);
    expect(body.jobs).toHaveLength(3);
    expect(calls()).toMatch(/^61001 squeue .*--user=alice/m);
    expect(calls()).toMatch(/^61001 sacct .*--user=alice/m);
  });

  it('is asked of Slurm once for many windows, and anew once something was ordered', async () => {
    const asked = (): number =>
      calls()
        .split('\n')
        .filter((line) => /^61002 squeue /.test(line)).length;
    const look = () => Promise.all(Array.from({length: 8}, () => ask('bob', 'GET', '/?limit=7')));
    await ask('bob', 'GET', '/stats');
    const before = asked();
    expect((await look()).map(({status}) => status)).toEqual(Array.from({length: 8}, () => 200));
    expect(asked()).toBe(before + 1);
    await ask('bob', 'POST', '', {script: '#!/bin/sh\ntrue\n'});
    await look();
    expect(asked()).toBe(before + 2);
  });

  it('asks the accounting again only when its answer is old, or when slurmctld has forgotten a job', async () => {
    const accounting = (): number =>
      calls()
        .split('\n')
        .filter((line) => /^61003 sacct /.test(line)).length;
    const look = async (limit: number) => (await ask('oper', 'GET', `/?limit=${limit}`)).body;
    const first = await look(11);
    expect(accounting()).toBe(1);
    // Another page is another question for squeue; what has ended is known.
    expect((await look(12)).total).toBe(first.total);
    expect(accounting()).toBe(1);
    writeFileSync(`${slurm.bin}/forgotten`, '5');
    expect((await look(13)).total).toBe((first.total ?? 0) - 1);
    expect(accounting()).toBe(2);
    rmSync(`${slurm.bin}/forgotten`);
  });

  it('can be narrowed', async () => {
    expect((await ask('alice', 'GET', '/?phase=waiting')).body.jobs?.map(({id}) => id)).toEqual([
      '17',
      '16_[1-4%1]',
      '15',
      '14',
      '5',
    ]);
    expect((await ask('alice', 'GET', '/?name=HELD')).body.total).toBe(2);
  });

  it('of others is for operators', async () => {
    expect(await ask('alice', 'GET', '/?user=bob')).toMatchObject({status: 403, code: 'jobs-of-others'});
    expect(await ask('alice', 'GET', '/?user=all')).toMatchObject({status: 403, code: 'jobs-of-others'});
    expect((await ask('oper', 'GET', '/?user=all')).status).toBe(200);
    expect(calls()).toMatch(/^61003 sacct .*--allusers/m);
  });

  it.each(['/?limit=0', '/?limit=9999', '/?user=../x', '/?partition=--all', '/?phase=dead', '/-1', '/1%20--all', '/0'])(
    'refuses %s before anybody is asked',
    async (url) => {
      const before = calls();
      expect((await ask('alice', 'GET', url)).status).toBe(422);
      expect(calls()).toBe(before);
    },
  );
});

describe.runIf(asRoot)('a submission', () => {
  it('runs sbatch as the user, with an environment that holds nothing of the helper', async () => {
    const script = '#!/bin/sh\necho 안녕\n';
    const answer = await ask('alice', 'POST', '/', {script, options: {name: 'mine', tasks: 2}});
    expect(answer).toMatchObject({status: 201, body: {id: '4711'}, headers: {location: '/api/jobs/4711'}});
    expect(readFileSync(`${slurm.bin}/script.61001`, 'utf8')).toBe(script);
    expect(calls()).toMatch(
      /^61001 sbatch --parsable --propagate=NONE --job-name=mine --ntasks=2 --chdir=\S+\/home\/alice/m,
    );
    const names = readFileSync(`${slurm.bin}/env.61001`, 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.filter((name) => name !== '' && name !== '_').sort()).toEqual([
      'HOME',
      'LANG',
      'LOGNAME',
      'PATH',
      'PWD',
      'SHELL',
      'USER',
    ]);
  });

  it('takes a script file from a form', async () => {
    const boundary = 'x123';
    const part = (head: string, text: string): string =>
      `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
    const payload = `${part('name="options"', '{"partition":"normal"}')}${part('name="script"; filename="../../etc/x.sh"', '#!/bin/sh\ntrue\n')}--${boundary}--\r\n`;
    const answer = await ask('bob', 'POST', '/', payload, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    });
    expect(answer.status).toBe(201);
    expect(readFileSync(`${slurm.bin}/script.61002`, 'utf8')).toBe('#!/bin/sh\ntrue\n');
    expect(calls()).toMatch(/^61002 sbatch .*--partition=normal/m);
  });

  it('is refused for what is no script, for unknown options and for one that is too large', async () => {
    expect(await ask('alice', 'POST', '/', {script: 'echo'})).toMatchObject({status: 422, code: 'script-unfit'});
    expect(await ask('alice', 'POST', '/', {script: '#!/bin/sh\n', options: {uid: 0}})).toMatchObject({status: 422});
    expect((await ask('alice', 'POST', '/', {script: `#!/bin/sh\n${'x'.repeat(5_000_000)}`})).status).toBe(413);
  });
});

describe.runIf(asRoot)('the job of another user', () => {
  it('is neither shown, cancelled, held nor released, nor is its output read', async () => {
    expect(await ask('alice', 'GET', '/77')).toMatchObject({status: 403, code: 'job-foreign'});
    for (const order of ['cancel', 'hold', 'release']) {
      expect(await ask('alice', 'POST', `/77/${order}`)).toMatchObject({status: 403, code: 'job-foreign'});
    }
    expect(await ask('alice', 'GET', '/77/output')).toMatchObject({status: 403, code: 'job-foreign'});
    expect(calls()).not.toMatch(/scancel|scontrol/);
  });

  it('is shown to an operator, who still orders nothing here', async () => {
    expect((await ask('oper', 'GET', '/77')).status).toBe(200);
    expect(await ask('oper', 'POST', '/77/cancel')).toMatchObject({status: 403, code: 'job-foreign'});
  });
});

describe.runIf(asRoot)('an order', () => {
  it('that Slurm refuses is told with its words', async () => {
    expect(await ask('alice', 'POST', '/5/cancel')).toMatchObject({
      status: 422,
      code: 'job-refused',
      body: {error: {what: expect.stringContaining('permission denied')}},
    });
  });

  it('is done only when Slurm shows it: exit code 0 is not believed', async () => {
    expect(await ask('alice', 'POST', '/5/release')).toMatchObject({status: 502, code: 'job-unsettled'});
    expect((await ask('alice', 'POST', '/5/hold')).status).toBe(200);
  }, 30_000);

  it('for a job that has ended or is not there is refused', async () => {
    expect(await ask('alice', 'POST', '/12/cancel')).toMatchObject({status: 409, code: 'job-over'});
    expect(await ask('alice', 'POST', '/999/cancel')).toMatchObject({status: 404, code: 'job-unknown'});
  });
});

describe.runIf(asRoot)('statistics and partitions', () => {
  it('are asked of Slurm once for many who look', async () => {
    const before = calls().split('\n').length;
    const answers = await Promise.all(Array.from({length: 8}, () => ask('alice', 'GET', '/stats')));
    expect(answers.every(({status}) => status === 200)).toBe(true);
    expect(calls().split('\n').length - before).toBe(1);
    expect((await ask('alice', 'GET', '/partitions')).status).toBe(200);
  });
});

describe.runIf(asRoot)('the OpenAPI document', () => {
  it('describes every route', async () => {
    const {paths} = (await at.service.app.inject({method: 'GET', url: '/api/jobs/openapi.json'})).json() as {
      paths: Record<string, unknown>;
    };
    for (const path of [
      '/api/jobs',
      '/api/jobs/{id}',
      '/api/jobs/{id}/cancel',
      '/api/jobs/{id}/output',
      '/api/jobs/stats',
      '/api/jobs/partitions',
    ]) {
      expect(Object.keys(paths)).toContain(path);
    }
  });
});
