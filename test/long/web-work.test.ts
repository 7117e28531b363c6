// Work through the web services on real controllers: jobs, files and uploads as the Unix account of who asks, and a node drained by plan.

import {createHash, randomBytes} from 'node:crypto';
import {beforeAll, describe, expect, it} from 'vitest';
import {statusOf} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';
import {administrator, makeUnixAccount, type Person, person} from '../lab/support/web-people.ts';
import {WebVisitor} from '../lab/support/web-visitor.ts';

const accounts = {mina: 4711, jun: 4712} as const;

let world: DeployedLab;
let vip: string;
let admin: Person;
let mina: Person;
let jun: Person;
/** Mina's first folder on the shared storage. */
let home: string;

beforeAll(async () => {
  world = await deployedLab();
  vip = (await statusOf(world.config)).status.vip.address;
  for (const [name, uid] of Object.entries(accounts)) await makeUnixAccount(world.lab, name, uid);
  admin = await administrator(world.config, vip);
  mina = await person(admin, {name: 'mina', role: 'user', unix: 'mina'});
  jun = await person(admin, {name: 'jun', role: 'user', unix: 'jun'});
  home = String((await mina.visitor.expect(200, 'GET', '/api/files/roots')).field(0, 'path'));
}, 1_200_000);

async function on(host: string, command: string): Promise<string> {
  const result = await world.lab.ssh(host, command);
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout;
}

function query(path: string): string {
  return `path=${encodeURIComponent(path)}`;
}

async function untilJob(who: Person, id: string, state: string): Promise<void> {
  const look = async (): Promise<unknown> => (await who.visitor.ask('GET', `/api/jobs/${id}`)).field('state');
  await expect.poll(look, {timeout: 180_000, interval: 500}).toBe(state);
}

describe('jobs', () => {
  it('run on a compute node as who submitted them, in the own folder on the shared storage', async () => {
    const script = '#!/bin/sh\nid -un; pwd; hostname; echo written > made-by-job\n';
    const submitted = await mina.visitor.expect(201, 'POST', '/api/jobs', {json: {script, options: {name: 'first'}}});
    const id = String(submitted.field('id'));
    await untilJob(mina, id, 'COMPLETED');
    const output = await mina.visitor.expect(200, 'GET', `/api/jobs/${id}/output`);
    expect(String(output.field('text')).trim().split('\n')).toEqual(['mina', home, 'node001']);
    const made = await mina.visitor.expect(200, 'GET', `/api/files/content?${query(`${home}/made-by-job`)}`);
    expect(made.text).toBe('written\n');
    expect((await on('server3', `stat -c '%U %a' ${home}`)).trim()).toBe('mina 700');
  });

  it('can be held, released and cancelled by their owner, and by no other user', async () => {
    const json = {script: '#!/bin/sh\nsleep 600\n', options: {name: 'held', hold: true}};
    const submitted = await mina.visitor.expect(201, 'POST', '/api/jobs', {json});
    const id = String(submitted.field('id'));
    for (const path of [`/api/jobs/${id}`, `/api/jobs/${id}/output`])
      expect([path, (await jun.visitor.ask('GET', path)).status >= 400]).toEqual([path, true]);
    const foreign = await jun.visitor.ask('POST', `/api/jobs/${id}/cancel`);
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    const listed = await jun.visitor.expect(200, 'GET', '/api/jobs');
    expect(listed.text).not.toContain('"held"');
    await jun.visitor.expect(403, 'GET', '/api/jobs?user=mina');
    await mina.visitor.expect(200, 'POST', `/api/jobs/${id}/release`);
    await untilJob(mina, id, 'RUNNING');
    await mina.visitor.expect(200, 'POST', `/api/jobs/${id}/cancel`);
    await untilJob(mina, id, 'CANCELLED');
  });
});

describe('files', () => {
  it('outside of the own folders are out of reach, by path and by link', async () => {
    const links = 'ln -sfn /etc out; ln -sfn /etc/hpcha secrets; ln -sfn .. up';
    await on('server2', `runuser -u mina -- sh -c 'cd ${home} && ${links}'`);
    const paths = [
      '/etc/passwd',
      `${home}/../../../../etc/passwd`,
      `${home}/out/passwd`,
      `${home}/secrets/web/web.json`,
      `${home}/up/jun`,
      home.replace(/mina$/, 'jun'),
      `${home}/./x`,
      `${home}/nul\0`,
    ];
    for (const path of paths) {
      for (const what of ['content', 'list', 'stat']) {
        const {status} = await mina.visitor.ask('GET', `/api/files/${what}?${query(path)}`);
        // A link itself may be looked at; what it leads to may not.
        expect([path, what, status >= 400 && status < 500]).toEqual([path, what, true]);
      }
      const made = await mina.visitor.ask('POST', '/api/files/mkdir', {json: {path: `${path}/new`}});
      expect([path, made.status >= 400 && made.status < 500]).toEqual([path, true]);
    }
  });

  it('of another user are out of reach', async () => {
    const answer = await jun.visitor.ask('GET', `/api/files/list?${query(home)}`);
    expect(answer.status).toBeGreaterThanOrEqual(403);
    expect(answer.text).not.toContain('made-by-job');
  });

  it('are uploaded in pieces, go on after a cut on another controller, and arrive whole', async () => {
    const {status} = await statusOf(world.config);
    const holder = status.vip.owners[0] ?? '';
    const other = Object.entries(status.controllers).find(([host]) => host !== holder)?.[1].address ?? '';
    const data = randomBytes(12 * 1024 * 1024);
    const sha256 = createHash('sha256').update(data).digest('hex');
    const path = `${home}/upload ${sha256.slice(0, 8)}.bin`;
    const encoded = (value: string): string => Buffer.from(value).toString('base64');
    const tus = {'tus-resumable': '1.0.0'};
    const metadata = `path ${encoded(path)},sha256 ${encoded(sha256)}`;
    const begun = await mina.visitor.expect(201, 'POST', '/api/files/uploads', {
      headers: {...tus, 'upload-length': String(data.length), 'upload-metadata': metadata},
    });
    const location = String(begun.headers.location);
    const piece = (from: number) => ({
      body: data.subarray(from),
      headers: {...tus, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream'},
    });
    await expect(mina.visitor.ask('PATCH', location, {...piece(0), cutAfter: 5 * 1024 * 1024})).rejects.toThrow('cut');
    const elsewhere = new WebVisitor(other);
    for (const [name, value] of mina.visitor.cookies) elsewhere.cookies.set(name, value);
    const offset = async (): Promise<number> =>
      Number((await elsewhere.expect(200, 'HEAD', location, {headers: tus})).headers['upload-offset']);
    await expect.poll(offset, {timeout: 20_000}).toBeGreaterThan(0);
    const from = await offset();
    expect(from).toBeLessThan(data.length);
    await elsewhere.expect(204, 'PATCH', location, piece(from));
    const got = await mina.visitor.expect(200, 'GET', `/api/files/content?${query(path)}`);
    expect(createHash('sha256').update(got.bytes).digest('hex')).toBe(sha256);
    const part = await mina.visitor.expect(206, 'GET', `/api/files/content?${query(path)}`, {
      headers: {range: 'bytes=1000-1999'},
    });
    expect(part.bytes.equals(data.subarray(1000, 2000))).toBe(true);
    await mina.visitor.expect(200, 'POST', '/api/files/delete', {json: {path}});
  });
});

describe('an administrator', () => {
  it('drains a node by the terminal’s plan, with lock and audit on every controller, and resumes it', async () => {
    const runId = await carryOut({nodes: 'node001', mode: 'drain', why: 'a test from the web'});
    expect(await on('server1', 'sinfo -h -n node001 -o %T')).toMatch(/drain/);
    for (const host of ['server1', 'server2', 'server3'])
      expect(await on(host, `grep -c ${runId} /var/log/hpcha/audit.jsonl || true`)).not.toBe('0\n');
    await carryOut({nodes: 'node001', mode: 'resume'});
    expect(await on('server1', 'sinfo -h -n node001 -o %T')).toMatch(/^idle|^mixed/);
  });

  it('is refused what destroys something, and a run of another plan than the one that was shown', async () => {
    const destructive = await admin.visitor.expect(200, 'POST', '/api/monitoring/actions/stop/plan', {
      json: {input: {}},
    });
    expect(destructive.field('confirmation')).toBe('terminal');
    const input = {nodes: 'node001', mode: 'drain', why: 'never'};
    const other = await admin.visitor.ask('POST', '/api/monitoring/actions/slurm-node/run', {
      json: {input, planHash: '0'.repeat(64)},
    });
    expect(other.status).toBeGreaterThanOrEqual(400);
    expect(await on('server1', 'sinfo -h -n node001 -o %T')).not.toMatch(/drain/);
  });
});

/** Plan, run, and wait for its end; resolves to the run's id. */
async function carryOut(input: Readonly<Record<string, string>>): Promise<string> {
  const path = '/api/monitoring/actions/slurm-node';
  const planned = await admin.visitor.expect(200, 'POST', `${path}/plan`, {json: {input}});
  const planHash = String(planned.field('planHash'));
  const started = await admin.visitor.expect(202, 'POST', `${path}/run`, {json: {input, planHash}});
  const runId = String(started.field('runId'));
  const look = async (): Promise<unknown> =>
    (await admin.visitor.ask('GET', `/api/monitoring/runs/${runId}`)).field('result');
  await expect.poll(look, {timeout: 180_000, interval: 500}).toBe('done');
  return runId;
}
