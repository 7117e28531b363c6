// Resumable uploads over HTTP with real helper processes: interrupted, gone on with elsewhere, refused, expired, placed once.

import {createHash, randomBytes} from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Upload as TusUpload} from 'tus-js-client';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {makeRegisterFiles} from '../../../src/web/files/register-files.ts';
import {asRoot, type HelpedService, makeHelpedService, type Who} from '../support/helped-service.ts';
import {makeTestService} from '../support/test-service.ts';

// Every user's first request starts a process, which takes seconds where the machine is busy.
vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

let at: HelpedService;
let home: string;
/** Two controllers with one storage. */
let ports: readonly [number, number];
let closeOther: () => Promise<void>;

beforeAll(async () => {
  if (!asRoot) return;
  at = await makeHelpedService('files', makeRegisterFiles);
  home = at.home('alice');
  const {key, settings} = at.service;
  const now = (): number => Date.now();
  const other = await makeTestService(makeRegisterFiles(at.helper.socketPath), {name: 'files', settings, key, now});
  closeOther = () => other.app.close();
  const listening = await Promise.all(
    [at.service.app, other.app].map(async (app) => {
      await app.listen({host: '127.0.0.1', port: 0});
      return (app.server.address() as AddressInfo).port;
    }),
  );
  ports = [listening[0] ?? 0, listening[1] ?? 0];
  await ask('alice', 'GET', '/roots');
  await ask('bob', 'GET', '/roots');
});

afterAll(async () => {
  if (!asRoot) return;
  await closeOther();
  await at.close();
});

type Answer = {status: number; headers: Record<string, unknown>; code: string | undefined; text: string};

async function ask(
  who: Who,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: Buffer,
  port = ports[0],
): Promise<Answer> {
  const all = {...(await at.headers(who)), ...headers};
  return new Promise((resolve, reject) => {
    const asked = request(
      {host: '127.0.0.1', port, method, path: url.startsWith('/api') ? url : `/api/files${url}`, headers: all},
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => {
          const isJson = text !== '' && String(answer.headers['content-type']).includes('json');
          const parsed = isJson ? (JSON.parse(text) as {error?: {code: string}}) : {};
          resolve({status: answer.statusCode ?? 0, headers: answer.headers, code: parsed.error?.code, text});
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const tus = {'tus-resumable': '1.0.0'};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function begin(who: Who, path: string, size: number, more: Record<string, string> = {}): Promise<Answer> {
  const metadata = Object.entries({path, ...more})
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');
  return ask(who, 'POST', '/uploads', {...tus, 'upload-length': String(size), 'upload-metadata': metadata});
}

function piece(who: Who, url: string, offset: number, bytes: Buffer, port = ports[0]): Promise<Answer> {
  const headers = {...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream'};
  return ask(who, 'PATCH', url, headers, bytes, port);
}

const where = (answer: Answer): string => String(answer.headers['location']);
const offsetAt = async (url: string, port = ports[0]): Promise<number> =>
  Number((await ask('alice', 'HEAD', url, tus, undefined, port)).headers['upload-offset']);
const uploadsFolder = (): string => `${home}/.hpcha-uploads`;
const idOf = (url: string): string => url.split('/').at(-1) ?? '';

/** Sends the beginning of a piece and then breaks the connection, as a browser does whose network goes. */
async function breakOff(url: string, offset: number, bytes: Buffer, promised: number): Promise<void> {
  const headers = {
    ...(await at.headers('alice')),
    ...tus,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
    'content-length': String(promised),
  };
  await new Promise<void>((resolve) => {
    const asked = request({host: '127.0.0.1', port: ports[0], method: 'PATCH', path: url, headers});
    asked.on('error', () => resolve());
    asked.write(bytes, () => setImmediate(() => asked.destroy()));
    asked.on('close', () => resolve());
  });
}

describe.runIf(asRoot)('an upload', () => {
  const bytes = randomBytes(20 * 1024 * 1024);

  it('that was interrupted goes on at the byte where it stopped, on another controller too, and every byte is right', async () => {
    const url = where(await begin('alice', `${home}/big`, bytes.length));
    await breakOff(url, 0, bytes.subarray(0, 5_000_000), bytes.length);
    const first = await offsetAt(url, ports[1]);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(5_000_000);
    expect(existsSync(`${home}/big`)).toBe(false);
    expect(await piece('alice', url, first, bytes.subarray(first, 12_000_000), ports[1])).toMatchObject({status: 204});
    expect(await offsetAt(url)).toBe(12_000_000);
    expect(await piece('alice', url, 12_000_000, bytes.subarray(12_000_000))).toMatchObject({status: 204});
    const placed = readFileSync(`${home}/big`);
    expect(createHash('sha256').update(placed).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    const {uid, mode, nlink} = statSync(`${home}/big`);
    expect([uid, mode & 0o777, nlink]).toEqual([61_001, 0o644, 1]);
  });

  it('whose last answer was lost is known to be complete: nobody sends it twice', async () => {
    const url = where(await begin('alice', `${home}/lost-answer`, 5));
    await piece('alice', url, 0, Buffer.from('12345'));
    expect(await offsetAt(url)).toBe(5);
    expect(await piece('alice', url, 5, Buffer.alloc(0))).toMatchObject({status: 204});
    expect(readFileSync(`${home}/lost-answer`, 'utf8')).toBe('12345');
  });

  it('that was whole when its controller went away gets its name when it is asked about, or says that it cannot', async () => {
    const whole = async (name: string): Promise<string> => {
      const url = where(await begin('alice', `${home}/${name}`, 5));
      writeFileSync(`${uploadsFolder()}/${idOf(url)}.data`, '12345');
      writeFileSync(`${uploadsFolder()}/${idOf(url)}.offset`, '5\n');
      return url;
    };
    expect(await offsetAt(await whole('nameless'), ports[1])).toBe(5);
    expect(readFileSync(`${home}/nameless`, 'utf8')).toBe('12345');
    const late = await whole('taken-meanwhile');
    writeFileSync(`${home}/taken-meanwhile`, 'somebody else’s');
    expect((await ask('alice', 'HEAD', late, tus)).status).toBe(409);
    expect(readFileSync(`${home}/taken-meanwhile`, 'utf8')).toBe('somebody else’s');
  });

  it('says which file of that name and size it is, in its sender’s words', async () => {
    const url = where(await begin('alice', `${home}/which`, 5, {modified: '1795465379000'}));
    const listed: readonly {id: string; modified: string | null}[] = JSON.parse(
      (await ask('alice', 'GET', '/uploads')).text,
    );
    expect(listed.find(({id}) => id === idOf(url))?.modified).toBe('1795465379000');
    expect(await begin('alice', `${home}/which`, 5, {modified: '<a>'})).toMatchObject({status: 422});
  });

  it('counts only what the storage confirmed: bytes beyond it are sent again', async () => {
    const url = where(await begin('alice', `${home}/confirmed`, 10));
    await piece('alice', url, 0, Buffer.from('1234'));
    // What a power failure may leave: later bytes arrived, earlier ones as a hole.
    writeFileSync(`${uploadsFolder()}/${idOf(url)}.data`, Buffer.from('1234\0\0\0\x008'));
    expect(await offsetAt(url)).toBe(4);
    await piece('alice', url, 4, Buffer.from('567890'));
    expect(readFileSync(`${home}/confirmed`, 'utf8')).toBe('1234567890');
  });

  it('begins where it is and nowhere else', async () => {
    const url = where(await begin('alice', `${home}/offsets`, 10));
    await piece('alice', url, 0, Buffer.from('123'));
    expect((await piece('alice', url, 0, Buffer.from('123'))).status).toBe(409);
    expect((await piece('alice', url, 5, Buffer.from('123'))).status).toBe(409);
    expect(await offsetAt(url)).toBe(3);
  });

  it('takes no more than was announced, and no more than the limit', async () => {
    const url = where(await begin('alice', `${home}/small`, 4));
    expect((await piece('alice', url, 0, Buffer.from('12345'))).status).toBe(413);
    expect((await begin('alice', `${home}/huge`, 64 * 2 ** 20 + 1)).status).toBe(413);
    expect(existsSync(`${home}/small`)).toBe(false);
  });

  it('is checked against the SHA-256 that came with it before the file gets its name', async () => {
    const right = createHash('sha256').update('hello').digest('hex');
    const good = where(await begin('alice', `${home}/checked`, 5, {sha256: right}));
    expect((await piece('alice', good, 0, Buffer.from('hello'))).status).toBe(204);
    const bad = where(await begin('alice', `${home}/altered`, 5, {sha256: right}));
    expect(await piece('alice', bad, 0, Buffer.from('hellO'))).toMatchObject({status: 422, code: 'upload-altered'});
    expect([existsSync(`${home}/checked`), existsSync(`${home}/altered`)]).toEqual([true, false]);
  });

  it('of nothing makes an empty file', async () => {
    expect((await begin('alice', `${home}/nothing`, 0)).status).toBe(201);
    expect(statSync(`${home}/nothing`).size).toBe(0);
  });

  it('that is given up is gone', async () => {
    const url = where(await begin('alice', `${home}/given-up`, 10));
    expect((await ask('alice', 'DELETE', url, tus)).status).toBe(204);
    expect((await ask('alice', 'HEAD', url, tus)).status).toBe(404);
    expect(readdirSync(uploadsFolder()).filter((name) => name.startsWith(idOf(url)))).toEqual([]);
  });

  it('with which nobody goes on is deleted after a week, with the next one that begins', async () => {
    const old = idOf(where(await begin('alice', `${home}/old`, 10)));
    const aWeekAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000);
    for (const end of ['data', 'json', 'offset']) utimesSync(`${uploadsFolder()}/${old}.${end}`, aWeekAgo, aWeekAgo);
    await begin('alice', `${home}/new`, 10);
    expect(readdirSync(uploadsFolder()).filter((name) => name.startsWith(old))).toEqual([]);
  });

  it('is listed until it is complete, with its time to live', async () => {
    const listed = JSON.parse((await ask('alice', 'GET', '/uploads')).text) as {
      path: string;
      offset: number;
      expiresAt: string;
    }[];
    expect(listed.map(({path}) => path)).toContain(`${home}/offsets`);
    expect(listed.map(({path}) => path)).not.toContain(`${home}/big`);
    expect(Date.parse(listed[0]?.expiresAt ?? '')).toBeGreaterThan(Date.now());
    const folders = await ask('alice', 'GET', `/list?path=${encodeURIComponent(home)}`);
    expect(folders.text).not.toContain('.hpcha-uploads');
  });
});

describe.runIf(asRoot)('an upload replaces nothing', () => {
  it('at its beginning, at its end, and only when that was said', async () => {
    writeFileSync(`${home}/taken`, 'mine');
    expect(await begin('alice', `${home}/taken`, 3)).toMatchObject({status: 409, code: 'path-exists'});
    const url = where(await begin('alice', `${home}/taken-later`, 3));
    writeFileSync(`${home}/taken-later`, 'mine');
    expect(await piece('alice', url, 0, Buffer.from('new'))).toMatchObject({status: 409, code: 'path-exists'});
    expect(readFileSync(`${home}/taken-later`, 'utf8')).toBe('mine');
    const over = where(await begin('alice', `${home}/taken`, 3, {overwrite: 'true'}));
    expect((await piece('alice', over, 0, Buffer.from('new'))).status).toBe(204);
    expect(readFileSync(`${home}/taken`, 'utf8')).toBe('new');
  });
});

describe.runIf(asRoot)('an upload by tus-js-client', () => {
  it('arrives whole in pieces', async () => {
    const bytes = randomBytes(3_000_000);
    const headers = await at.headers('alice');
    await new Promise<void>((resolve, reject) => {
      const upload = new TusUpload(bytes, {
        endpoint: `http://127.0.0.1:${ports[0]}/api/files/uploads`,
        chunkSize: 1_000_000,
        headers,
        metadata: {path: `${home}/by-client`},
        retryDelays: [],
        onSuccess: () => resolve(),
        onError: reject,
      });
      upload.start();
    });
    expect(readFileSync(`${home}/by-client`).equals(bytes)).toBe(true);
  });
});

describe.runIf(asRoot)('what an upload cannot do', () => {
  it.each([
    ['climbs out', (mount: string) => `${mount}/home/alice/../bob/x`, 422],
    ['goes to another user', (mount: string) => `${mount}/home/bob/x`, 403],
    ['goes outside', () => '/etc/cron.d/x', 403],
    ['has a newline', (mount: string) => `${mount}/home/alice/a\nb`, 422],
    ['has a NUL', (mount: string) => `${mount}/home/alice/a\0b`, 422],
    ['reverses its text', (mount: string) => `${mount}/home/alice/\u202egpj.exe`, 422],
    ['is too long', (mount: string) => `${mount}/home/alice/${'x'.repeat(256)}`, 422],
    ['is a root itself', (mount: string) => `${mount}/home/alice`, 403],
    ['is in a folder that is not there', (mount: string) => `${mount}/home/alice/none/x`, 404],
  ])('is refused for a name that %s', async (_what, path, status) => {
    expect((await begin('alice', path(at.mount), 1)).status).toBe(status);
  });

  it('is refused without a place, with a foolish length, and without the protocol', async () => {
    expect((await ask('alice', 'POST', '/uploads', {...tus, 'upload-length': '1'})).status).toBe(422);
    expect((await ask('alice', 'POST', '/uploads', {...tus, 'upload-length': '-1'})).status).toBe(400);
    expect((await ask('alice', 'POST', '/uploads', {'upload-length': '1'})).status).toBe(412);
  });

  it('goes through no link that was put in its way after it began', async () => {
    mkdirSync(`${home}/target`);
    chownSync(`${home}/target`, 61_001, 61_001);
    const url = where(await begin('alice', `${home}/target/file`, 3));
    const {renameSync} = await import('node:fs');
    renameSync(`${home}/target`, `${home}/target-away`);
    symlinkSync(`${at.mount}/shared`, `${home}/target`);
    symlinkSync('/tmp', `${home}/target-away/file`);
    // Links inside of the roots are followed, so it arrives there; a link that is the last name is never written through.
    expect((await piece('alice', url, 0, Buffer.from('abc'))).status).toBe(204);
    expect(readFileSync(`${at.mount}/shared/file`, 'utf8')).toBe('abc');
    expect(await begin('alice', `${home}/target-away/file`, 3)).toMatchObject({status: 409, code: 'path-exists'});
  });

  it('is unknown to everybody else', async () => {
    const url = where(await begin('alice', `${home}/private`, 10));
    expect((await ask('bob', 'HEAD', url, tus)).status).toBe(404);
    expect((await piece('bob', url, 0, Buffer.from('evil'))).status).toBe(404);
    expect((await ask('bob', 'DELETE', url, tus)).status).toBe(404);
    expect((await ask('alice', 'HEAD', `/uploads/${'../'.repeat(3)}etc`, tus)).status).toBeGreaterThanOrEqual(400);
    expect(await offsetAt(url)).toBe(0);
  });
});
