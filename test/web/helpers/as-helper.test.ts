// The helper that acts as a Unix account: whom it believes, what it becomes, and that the kernel bounds it from then on.

import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {z} from 'zod';
import {AsClient} from '../../../src/web/helpers/as/as-client.ts';
import {AsPool} from '../../../src/web/helpers/as/as-pool.ts';
import type {AsRequest} from '../../../src/web/helpers/as/protocol.ts';
import {Wire} from '../../../src/web/helpers/as/wire.ts';
import {type AsSocket, openAsSocket} from '../support/as-socket.ts';
import {makeTestKey, signToken, testSettings} from '../support/test-service.ts';

// Every user's first request starts a process, which takes seconds where the machine is busy.
vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

const asRoot = process.getuid?.() === 0;
const key = makeTestKey();
const now = (): number => Date.now();
const iat = Math.floor(Date.now() / 1000) - 5;
const times = {iat, exp: iat + 600};

let mount: string;
let helper: AsSocket;
let pool: AsPool;
let client: AsClient;

const account = (name: string, uid: number) => ({name, uid, gid: uid, home: `/home/${name}`, shell: '/bin/bash'});

beforeAll(async () => {
  if (!asRoot) return;
  mount = mkdtempSync('/dev/shm/hpcha-mount-');
  chmodSync(mount, 0o755);
  const settings = testSettings(key.tokenKey, {
    files: {mount, roots: ['home/{user}', 'shared'], maxUploadBytes: 2 ** 30},
  });
  helper = await openAsSocket(settings, {alice: account('alice', 61_001), bob: account('bob', 61_002)});
  pool = new AsPool({socketPath: helper.socketPath, node: 'server1', now});
  client = new AsClient(pool);
});

afterAll(async () => {
  if (!asRoot) return;
  pool.close();
  await helper.close();
  rmSync(mount, {recursive: true, force: true});
});

const tokenOf = (unix: string | null, extra: object = {}) =>
  signToken(key, {unix, name: `${unix}@web`, ...times, ...extra});

async function as(unix: string, request: AsRequest): Promise<unknown> {
  const whose = {token: await tokenOf(unix), unix, signal: new AbortController().signal};
  return client.ask(whose, request, z.unknown());
}

/** What one line on a fresh connection is answered with; null where the helper just closes. */
async function raw(line: string): Promise<unknown> {
  const socket = connect({path: helper.socketPath});
  const answers = new Wire(socket);
  socket.write(`${line}\n`);
  const answer = await answers.line(1024 * 1024);
  answers.destroy();
  return answer === null ? null : JSON.parse(answer);
}

describe.runIf(asRoot)('the helper that acts for users', () => {
  it('makes the first folder of a user who has none, and gives it to that user alone', async () => {
    expect(await as('alice', {kind: 'roots'})).toEqual([
      {path: `${mount}/home/alice`, exists: true},
      {path: `${mount}/shared`, exists: false},
    ]);
    const made = statSync(`${mount}/home/alice`);
    expect([made.uid, made.gid, made.mode & 0o777]).toEqual([61_001, 61_001, 0o700]);
    expect(statSync(`${mount}/home`).uid).toBe(0);
  });

  it('creates files as the user', async () => {
    await as('alice', {kind: 'mkdir', path: `${mount}/home/alice/made`});
    expect(statSync(`${mount}/home/alice/made`).uid).toBe(61_001);
  });

  it('keeps one process for the requests of one user', async () => {
    const before = helper.started();
    for (let n = 0; n < 5; n += 1) await as('alice', {kind: 'roots'});
    expect(helper.started()).toBe(before);
  });

  it('keeps that process also when somebody gives up: killing it would make a slow controller slower', async () => {
    await as('alice', {kind: 'roots'});
    const before = helper.started();
    const token = await tokenOf('alice');
    for (let n = 0; n < 5; n += 1) {
      const gone = new AbortController();
      const asked = client.ask({token, unix: 'alice', signal: gone.signal}, {kind: 'roots'}, z.unknown());
      setImmediate(() => gone.abort());
      await asked.catch((thrown: unknown) => expect(thrown).toMatchObject({refusal: 'helper-failed'}));
    }
    expect(await as('alice', {kind: 'roots'})).toHaveLength(2);
    expect(helper.started()).toBe(before);
  });

  it('starts no process for each of many questions at once: two at most, whoever asks', async () => {
    const before = helper.started();
    await Promise.all(Array.from({length: 30}, () => as('bob', {kind: 'roots'})));
    expect(helper.started() - before).toBeLessThanOrEqual(2);
  });

  it('never lets the folders of another user be named', async () => {
    await as('bob', {kind: 'roots'});
    for (const request of [
      {kind: 'list', path: `${mount}/home/bob`, offset: 0, limit: 10},
      {kind: 'stat', path: `${mount}/home/bob/x`},
      {kind: 'delete', path: `${mount}/home/bob`, recursive: true},
      {kind: 'move', path: `${mount}/home/alice/made`, to: `${mount}/home/bob/made`, overwrite: true},
    ] as const) {
      await expect(as('alice', request)).rejects.toMatchObject({refusal: 'path-outside', status: 403});
    }
  });

  it('is refused by the kernel too, where a root is shared and a folder in it is not', async () => {
    mkdirSync(`${mount}/shared/bobs`, {recursive: true});
    chownSync(`${mount}/shared/bobs`, 61_002, 61_002);
    chmodSync(`${mount}/shared/bobs`, 0o700);
    writeFileSync(`${mount}/shared/secret`, 'x', {mode: 0o600});
    const refused = {refusal: 'path-denied', status: 403};
    await expect(as('alice', {kind: 'list', path: `${mount}/shared/bobs`, offset: 0, limit: 9})).rejects.toMatchObject(
      refused,
    );
    await expect(as('alice', {kind: 'mkdir', path: `${mount}/shared/bobs/x`})).rejects.toMatchObject(refused);
    const read = {kind: 'read', path: `${mount}/shared/secret`, range: null, ifRange: null, ifNoneMatch: null} as const;
    await expect(as('alice', read)).rejects.toMatchObject(refused);
  });

  it('refuses a token of another key, another cluster, one that is over, and none at all', async () => {
    const request = {kind: 'roots'};
    const foreign = makeTestKey();
    for (const token of [
      await signToken(foreign, {unix: 'alice', ...times}),
      await signToken(key, {unix: 'alice', ...times}, {aud: 'other'}),
      'x.y.z',
      '',
    ]) {
      expect(await raw(JSON.stringify({token, request}))).toMatchObject({ok: false, refusal: 'token-invalid'});
    }
    const over = await signToken(key, {unix: 'alice', iat: iat - 1000, exp: iat - 400});
    expect(await raw(JSON.stringify({token: over, request}))).toMatchObject({ok: false, refusal: 'token-expired'});
  });

  it('refuses a token without a Unix account, and one whose password must be changed first', async () => {
    const request = {kind: 'roots'};
    expect(await raw(JSON.stringify({token: await tokenOf(null), request}))).toMatchObject({
      refusal: 'no-unix-account',
    });
    const change = await tokenOf('alice', {change: true});
    expect(await raw(JSON.stringify({token: change, request}))).toMatchObject({refusal: 'password-change-required'});
  });

  it('refuses an account that this controller does not know', async () => {
    expect(await raw(JSON.stringify({token: await tokenOf('mallory'), request: {kind: 'roots'}}))).toMatchObject({
      refusal: 'account-unfit',
    });
  });

  it('serves one account a process: the token of another ends the connection', async () => {
    const socket = connect({path: helper.socketPath});
    const wire = new Wire(socket);
    await wire.sendLine({token: await tokenOf('alice'), request: {kind: 'roots'}});
    expect(JSON.parse((await wire.line(9999)) ?? '')).toMatchObject({ok: true});
    await wire.sendLine({token: await tokenOf('bob'), request: {kind: 'roots'}});
    expect(JSON.parse((await wire.line(9999)) ?? '')).toMatchObject({ok: false, refusal: 'token-invalid'});
    await wire.closed;
    expect(wire.over).toBe(true);
  });

  it('ends the connection on a line that is too long, and on what is no request', async () => {
    const wire = new Wire(connect({path: helper.socketPath}));
    await wire.sendLine('x'.repeat(200_000)).catch(() => undefined);
    await wire.closed;
    expect(await raw('{')).toMatchObject({ok: false, refusal: 'input-invalid'});
    expect(await raw(JSON.stringify({token: 'x', request: {kind: 'become-root'}}))).toMatchObject({ok: false});
  });

  it('writes who did what into the journal, and no name can forge a line there', async () => {
    await as('alice', {kind: 'mkdir', path: `${mount}/home/alice/audited`});
    await expect(as('alice', {kind: 'mkdir', path: `${mount}/home/alice/a\n{"audit":"as"}`})).rejects.toMatchObject({
      refusal: 'name-unfit',
    });
    const lines = helper
      .journal()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        audit: 'as',
        kind: 'mkdir',
        user: 'alice@web',
        unix: 'alice',
        uid: 61_001,
        path: `${mount}/home/alice/audited`,
        outcome: 'done',
      }),
    );
    expect(lines.filter((line) => line['outcome'] === 'name-unfit')).toHaveLength(1);
    expect(helper.journal()).not.toContain(await tokenOf('alice').then((token) => token.slice(-20)));
  });

  it('cannot be looked into by other processes of the user: it is not dumpable', async () => {
    const socket = connect({path: helper.socketPath});
    const wire = new Wire(socket);
    await wire.sendLine({token: await tokenOf('alice'), request: {kind: 'roots'}});
    await wire.line(9999);
    const pid = newestHelper(61_001);
    // proc(5): the files of a process that is not dumpable belong to root, and ptrace(2) by its user is refused.
    expect(statSync(`/proc/${pid}/environ`).uid).toBe(0);
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\s+61001\s+61001\s+61001\s+61001$/m);
    wire.destroy();
  });
});

function newestHelper(uid: number): string {
  const pid = processesOf(uid).at(-1);
  if (pid === undefined) throw new Error('no helper of that uid runs');
  return pid;
}

function processesOf(uid: number): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return statSync(path.join('/proc', name)).uid === uid;
      } catch {
        return false;
      }
    });
}
