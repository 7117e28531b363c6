// The service Files over HTTP with real helper processes: paths, links, names, ranges, and who may do what.

import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {makeRegisterFiles} from '../../../src/web/files/register-files.ts';
import {asRoot, type HelpedService, makeHelpedService, uids, type Who} from '../support/helped-service.ts';

// Every user's first request starts a process, which takes seconds where the machine is busy.
vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

let at: HelpedService;
let home: string;

beforeAll(async () => {
  if (!asRoot) return;
  at = await makeHelpedService('files', makeRegisterFiles);
  home = at.home('alice');
  await get('alice', '/roots');
  await get('bob', '/roots');
});

afterAll(async () => {
  if (asRoot) await at.close();
});

type Answer = {
  status: number;
  code: string | undefined;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
  raw: Buffer;
};

async function ask(
  who: Who,
  method: 'GET' | 'POST' | 'HEAD',
  url: string,
  more: {payload?: object; headers?: object} = {},
): Promise<Answer> {
  const headers = {...(await at.headers(who)), ...more.headers};
  const given = {
    method,
    url: `/api/files${url}`,
    headers,
    ...(more.payload === undefined ? {} : {payload: more.payload}),
  };
  const answer = await at.service.app.inject(given);
  const isJson = String(answer.headers['content-type']).includes('json');
  const body = isJson ? (answer.json() as Record<string, unknown>) : {};
  const error = body['error'] as {code: string} | undefined;
  return {status: answer.statusCode, code: error?.code, body, headers: answer.headers, raw: answer.rawPayload};
}

const get = (who: Who, url: string, headers: object = {}) => ask(who, 'GET', url, {headers});
const post = (who: Who, url: string, payload: object) => ask(who, 'POST', url, {payload});
const content = (path: string) => `/content?path=${encodeURIComponent(path)}`;
const list = (path: string, more = '') => `/list?path=${encodeURIComponent(path)}${more}`;

function own(path: string, text: string, mode = 0o644): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
  execFileSync('chown', ['-h', '61001:61001', path]);
}

describe.runIf(asRoot)('the questions of a page that opens', () => {
  it('are answered by one process of the user, not by one each', async () => {
    const before = at.helper.started();
    const answers = await Promise.all(Array.from({length: 12}, () => get('oper', '/roots')));
    expect(answers.map(({status}) => status)).toEqual(answers.map(() => 200));
    expect(at.helper.started() - before).toBe(1);
  });

  it('do not wait for a download of the same user', async () => {
    const path = `${home}/large`;
    own(path, 'x'.repeat(8 * 1024 * 1024));
    const before = at.helper.started();
    const headers = await at.headers('alice');
    const url = `/api/files${content(path)}`;
    // Its answer has begun and is not read yet: 8 MiB fit into no buffer between here and the helper.
    const download = await at.service.app.inject({method: 'GET', url, headers, payloadAsStream: true});
    const listed = await get('alice', list(home));
    expect([download.statusCode, listed.status]).toEqual([200, 200]);
    expect(at.helper.started() - before).toBe(1);
    let read = 0;
    for await (const piece of download.stream()) read += (piece as Buffer).length;
    expect(read).toBe(8 * 1024 * 1024);
    rmSync(path);
  });
});

describe.runIf(asRoot)('paths', () => {
  it.each([
    ['climbs', (mount: string) => `${mount}/home/alice/../bob/x`],
    ['climbs in the middle', (mount: string) => `${mount}/home/alice/a/../../../../etc/passwd`],
    ['is relative', () => 'etc/passwd'],
    ['has a dot', (mount: string) => `${mount}/./home/alice`],
    ['has an empty part', (mount: string) => `${mount}//home/alice`],
    ['has a NUL', (mount: string) => `${mount}/home/alice/a\0b`],
    ['is longer than a path may be', (mount: string) => `${mount}/home/alice/${'a/'.repeat(2100)}b`],
  ])('that %s is refused as no path', async (_what, path) => {
    expect(await get('alice', content(path(at.mount)))).toMatchObject({status: 422, code: 'path-malformed'});
  });

  it.each(['/etc/passwd', '/', '/root/.ssh/id_rsa'])('outside of the roots (%s) is refused', async (path) => {
    expect(await get('alice', content(path))).toMatchObject({status: 403, code: 'path-outside'});
  });

  it('with a root as a mere prefix of the name is outside', async () => {
    mkdirSync(`${at.mount}/home/alice2`, {recursive: true});
    expect(await get('alice', list(`${at.mount}/home/alice2`))).toMatchObject({status: 403, code: 'path-outside'});
  });

  it('with %2f or %2e%2e in a name are names, not folders', async () => {
    own(`${home}/%2e%2e%2fetc`, 'mine');
    const answer = await get('alice', content(`${home}/%2e%2e%2fetc`));
    expect([answer.status, answer.raw.toString()]).toEqual([200, 'mine']);
    expect(await get('alice', content(`${home}/%2e%2e/%2e%2e/x`))).toMatchObject({status: 404});
  });

  it('of another user are refused whatever is asked', async () => {
    const bobs = `${at.home('bob')}/x`;
    for (const answer of [
      await get('alice', content(bobs)),
      await get('alice', list(at.home('bob'))),
      await post('alice', '/delete', {path: bobs}),
      await post('alice', '/mkdir', {path: `${at.home('bob')}/y`}),
      await post('alice', '/move', {path: bobs, to: `${home}/x`}),
    ]) {
      expect(answer).toMatchObject({status: 403, code: 'path-outside'});
    }
  });
});

describe.runIf(asRoot)('symbolic links', () => {
  it('that lead out are refused, as a file and as a folder on the way', async () => {
    symlinkSync('/etc/passwd', `${home}/passwd`);
    symlinkSync('/etc', `${home}/etc`);
    symlinkSync(at.home('bob'), `${home}/bob`);
    symlinkSync('../../../../../../etc', `${home}/up`);
    for (const path of ['passwd', 'etc/passwd', 'bob/x', 'up/passwd']) {
      expect(await get('alice', content(`${home}/${path}`))).toMatchObject({status: 403, code: 'path-outside'});
    }
    expect(await post('alice', '/mkdir', {path: `${home}/etc/new`})).toMatchObject({status: 403, code: 'path-outside'});
  });

  it('that lead to the user’s own folders are followed', async () => {
    mkdirSync(`${home}/real`);
    own(`${home}/real/file`, 'here');
    symlinkSync('real', `${home}/link`);
    symlinkSync(`${home}/link/file`, `${home}/far`);
    for (const path of ['link/file', 'far']) {
      const answer = await get('alice', content(`${home}/${path}`));
      expect([answer.status, answer.raw.toString()]).toEqual([200, 'here']);
    }
  });

  it('in a circle end', async () => {
    symlinkSync('loop2', `${home}/loop1`);
    symlinkSync('loop1', `${home}/loop2`);
    expect(await get('alice', content(`${home}/loop1`))).toMatchObject({status: 409, code: 'too-many-links'});
    expect(await get('alice', content(`${home}/loop1/x`))).toMatchObject({status: 409, code: 'too-many-links'});
  });

  it('are deleted and moved themselves, never what they lead to', async () => {
    own(`${home}/kept`, 'kept');
    symlinkSync('kept', `${home}/pointer`);
    expect(await post('alice', '/move', {path: `${home}/pointer`, to: `${home}/pointer2`})).toMatchObject({
      status: 200,
    });
    expect(lstatSync(`${home}/pointer2`).isSymbolicLink()).toBe(true);
    expect(await post('alice', '/delete', {path: `${home}/pointer2`})).toMatchObject({status: 200, body: {deleted: 1}});
    expect(readFileSync(`${home}/kept`, 'utf8')).toBe('kept');
  });

  it('inside of a folder that is deleted with all that is in it are not followed', async () => {
    mkdirSync(`${home}/tree/deep`, {recursive: true});
    mkdirSync(`${at.mount}/shared/precious`, {recursive: true});
    writeFileSync(`${at.mount}/shared/precious/file`, 'x');
    execFileSync('chmod', ['-R', '0777', `${at.mount}/shared/precious`]);
    symlinkSync(`${at.mount}/shared/precious`, `${home}/tree/deep/out`);
    execFileSync('chown', ['-hR', '61001:61001', `${home}/tree`]);
    expect(await post('alice', '/delete', {path: `${home}/tree`, recursive: true})).toMatchObject({status: 200});
    expect(existsSync(`${home}/tree`)).toBe(false);
    expect(existsSync(`${at.mount}/shared/precious/file`)).toBe(true);
  });

  it('swapped in while requests run never lead out', async () => {
    mkdirSync(`${home}/race/inner`, {recursive: true});
    own(`${home}/race/inner/file`, 'inside');
    // What an attacker wants: the same names below, behind a link. Readable by everybody, so only the walk can refuse it.
    mkdirSync(`${at.mount}/outside/inner`, {recursive: true});
    writeFileSync(`${at.mount}/outside/inner/file`, 'OUTSIDE');
    symlinkSync(`${at.mount}/outside`, `${home}/evil`);
    let stop = false;
    const swapping = (async () => {
      while (!stop) {
        renameSync(`${home}/race`, `${home}/race-away`);
        renameSync(`${home}/evil`, `${home}/race`);
        await new Promise((resolve) => setImmediate(resolve));
        renameSync(`${home}/race`, `${home}/evil`);
        renameSync(`${home}/race-away`, `${home}/race`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const seen = new Map<string, number>();
    for (let n = 0; n < 300; n += 1) {
      const answer = await get('alice', content(`${home}/race/inner/file`));
      const what = answer.status === 200 ? answer.raw.toString() : String(answer.code);
      seen.set(what, (seen.get(what) ?? 0) + 1);
    }
    stop = true;
    await swapping;
    expect([...seen.keys()].filter((what) => what === 'OUTSIDE')).toEqual([]);
    // Both ways were taken, or the race proved nothing.
    expect(seen.get('inside') ?? 0).toBeGreaterThan(0);
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe.runIf(asRoot)('what is no ordinary file', () => {
  it('is never opened: a FIFO does not hang a download', async () => {
    execFileSync('mkfifo', [`${home}/fifo`]);
    expect(await get('alice', content(`${home}/fifo`))).toMatchObject({status: 409, code: 'not-a-file'});
    expect(await get('alice', content(home))).toMatchObject({status: 403, code: 'root-protected'});
  });
});

describe.runIf(asRoot)('names', () => {
  const hostile = [
    'new\nline',
    'ti\tab',
    'esc\u001b[2J',
    'rtl\u202egpj.exe',
    'zero\u200bwidth'.replace('\u200b', '\u2060'),
    ' lead',
    'trail ',
    'del\u007f',
  ];

  it.each(hostile.map((name) => [JSON.stringify(name), name]))('like %s cannot be made', async (_shown, name) => {
    expect(await post('alice', '/mkdir', {path: `${home}/${name}`})).toMatchObject({status: 422, code: 'name-unfit'});
    own(`${home}/plain`, 'x');
    expect(await post('alice', '/move', {path: `${home}/plain`, to: `${home}/${name}`})).toMatchObject({
      code: 'name-unfit',
    });
  });

  it('that lead among the unfinished uploads, by a link too, take nothing: what lies there is cleared away', async () => {
    mkdirSync(`${home}/.hpcha-uploads`, {recursive: true});
    chownSync(`${home}/.hpcha-uploads`, uids.alice, uids.alice);
    symlinkSync('.hpcha-uploads', `${home}/staging`);
    own(`${home}/plain`, 'x');
    for (const path of [`${home}/.hpcha-uploads/mine`, `${home}/staging/mine`, `${home}/.hpcha-uploads`]) {
      expect(await post('alice', '/mkdir', {path})).toMatchObject({status: 422, code: 'path-reserved'});
      expect(await post('alice', '/move', {path: `${home}/plain`, to: path})).toMatchObject({code: 'path-reserved'});
    }
    rmSync(`${home}/staging`);
  });

  it.each(hostile.map((name) => [JSON.stringify(name), name]))(
    'like %s that lie there can be read, renamed and deleted',
    async (_shown, name) => {
      own(`${home}/${name}`, 'text');
      const read = await get('alice', content(`${home}/${name}`));
      expect([read.status, read.raw.toString()]).toEqual([200, 'text']);
      expect(String(read.headers['content-disposition'])).toMatch(
        /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.~!-]*$/,
      );
      expect(await post('alice', '/move', {path: `${home}/${name}`, to: `${home}/renamed`})).toMatchObject({
        status: 200,
      });
      expect(await post('alice', '/delete', {path: `${home}/renamed`})).toMatchObject({status: 200});
    },
  );

  it('have 255 bytes, not characters', async () => {
    expect(await post('alice', '/mkdir', {path: `${home}/${'가'.repeat(85)}`})).toMatchObject({status: 201});
    expect(await post('alice', '/mkdir', {path: `${home}/${'가'.repeat(85)}a`})).toMatchObject({
      status: 422,
      code: 'name-too-long',
    });
  });

  it('that are no UTF-8 are listed and said not to be addressable', async () => {
    mkdirSync(`${home}/bytes`);
    writeFileSync(Buffer.concat([Buffer.from(`${home}/bytes/`), Buffer.from([0xff, 0xfe, 0x61])]), '');
    writeFileSync(`${home}/bytes/한글.txt`, '');
    const {body} = await get('alice', list(`${home}/bytes`));
    expect(body['entries']).toEqual([
      expect.objectContaining({name: '한글.txt', addressable: true, kind: 'file'}),
      expect.objectContaining({addressable: false}),
    ]);
    execFileSync('chown', ['-R', '61001:61001', `${home}/bytes`]);
    expect(await post('alice', '/delete', {path: `${home}/bytes`, recursive: true})).toMatchObject({
      status: 200,
      body: {deleted: 3},
    });
  });
});

describe.runIf(asRoot)('listings', () => {
  it('come in pages, folders first', async () => {
    mkdirSync(`${home}/many/zfolder`, {recursive: true});
    for (const name of ['b', 'a', 'c']) writeFileSync(`${home}/many/${name}`, name);
    const first = await get('alice', list(`${home}/many`, '&limit=2'));
    expect(first.body).toMatchObject({total: 4, truncated: false});
    const names = async (more: string) =>
      ((await get('alice', list(`${home}/many`, more))).body['entries'] as {name: string}[]).map(({name}) => name);
    expect(await names('&limit=2')).toEqual(['zfolder', 'a']);
    expect(await names('&limit=2&offset=2')).toEqual(['b', 'c']);
  });

  it('of a folder that is not there, or is a file, say so', async () => {
    expect(await get('alice', list(`${home}/nothing`))).toMatchObject({status: 404, code: 'path-missing'});
    expect(await get('alice', list(`${home}/kept`))).toMatchObject({status: 409, code: 'not-a-folder'});
  });
});

describe.runIf(asRoot)('moves and deletions', () => {
  it('replace nothing unless that was said', async () => {
    own(`${home}/one`, '1');
    own(`${home}/two`, '2');
    expect(await post('alice', '/move', {path: `${home}/one`, to: `${home}/two`})).toMatchObject({
      status: 409,
      code: 'path-exists',
    });
    expect(readFileSync(`${home}/two`, 'utf8')).toBe('2');
    expect(await post('alice', '/move', {path: `${home}/one`, to: `${home}/two`, overwrite: true})).toMatchObject({
      status: 200,
    });
    expect(readFileSync(`${home}/two`, 'utf8')).toBe('1');
  });

  it('leave the roots where they are', async () => {
    for (const path of [home, at.mount, `${at.mount}/home`]) {
      const answer = await post('alice', '/delete', {path, recursive: true});
      expect(answer.status).toBe(403);
    }
    expect(await post('alice', '/move', {path: home, to: `${at.mount}/shared/x`})).toMatchObject({
      code: 'root-protected',
    });
  });

  it('do not put a folder into itself', async () => {
    mkdirSync(`${home}/self`);
    expect(await post('alice', '/move', {path: `${home}/self`, to: `${home}/self/in`})).toMatchObject({
      code: 'folder-into-itself',
    });
  });

  it('take a folder with content only when that was said', async () => {
    mkdirSync(`${home}/full/in`, {recursive: true});
    execFileSync('chown', ['-R', '61001:61001', `${home}/full`]);
    expect(await post('alice', '/delete', {path: `${home}/full`})).toMatchObject({
      status: 409,
      code: 'folder-not-empty',
    });
    expect(existsSync(`${home}/full/in`)).toBe(true);
  });

  it('are refused by the kernel for files of others in a shared folder', async () => {
    writeFileSync(`${at.mount}/shared/roots`, 'x', {mode: 0o644});
    // The folder is sticky, as /tmp is: whoever owns a file may delete it.
    expect(await post('alice', '/delete', {path: `${at.mount}/shared/roots`})).toMatchObject({
      status: 403,
      code: 'path-denied',
    });
    expect(await post('alice', '/move', {path: `${at.mount}/shared/roots`, to: `${home}/r`})).toMatchObject({
      status: 403,
    });
  });

  it('keep a second name of a file', async () => {
    own(`${home}/named`, 'n');
    linkSync(`${home}/named`, `${home}/named2`);
    await post('alice', '/delete', {path: `${home}/named`});
    expect(readFileSync(`${home}/named2`, 'utf8')).toBe('n');
  });
});

describe.runIf(asRoot)('downloads', () => {
  const bytes = Buffer.from(Array.from({length: 3_000_000}, (_, n) => (n * 31 + (n >> 8)) & 255));

  beforeAll(() => {
    if (asRoot) writeFileSync(`${home}/data`, bytes);
  });

  it('carry every byte, the length, a strong tag, and never a type that a browser would run', async () => {
    writeFileSync(`${home}/page.html`, '<script>alert(1)</script>');
    const page = await get('alice', content(`${home}/page.html`));
    expect(page.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment/),
    });
    const answer = await get('alice', content(`${home}/data`));
    expect(answer.raw.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({'content-length': String(bytes.length), 'accept-ranges': 'bytes'});
    expect(String(answer.headers['etag'])).toMatch(/^"[\w-]+"$/);
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=1000000-', 1_000_000, 2_000_000],
    ['bytes=-5', 2_999_995, 5],
    ['bytes=2999999-9999999', 2_999_999, 1],
  ])('of a part (%s) bring exactly that part', async (range, from, length) => {
    const answer = await get('alice', content(`${home}/data`), {range});
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${from}-${from + length - 1}/3000000`);
    expect(answer.raw.equals(bytes.subarray(from, from + length))).toBe(true);
  });

  it('of a part beyond the end say how long the file is', async () => {
    const answer = await get('alice', content(`${home}/data`), {range: 'bytes=3000000-'});
    expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */3000000']);
  });

  it('go on only in the same file: another tag brings the whole one', async () => {
    const {etag} = (await get('alice', content(`${home}/data`))).headers;
    const same = await get('alice', content(`${home}/data`), {range: 'bytes=5-9', 'if-range': etag});
    expect(same.status).toBe(206);
    writeFileSync(`${home}/data`, bytes.subarray(1));
    const changed = await get('alice', content(`${home}/data`), {range: 'bytes=5-9', 'if-range': etag});
    expect([changed.status, changed.raw.length]).toEqual([200, bytes.length - 1]);
    writeFileSync(`${home}/data`, bytes);
  });

  it('are not repeated for who has the file already', async () => {
    const {etag} = (await get('alice', content(`${home}/data`))).headers;
    expect((await get('alice', content(`${home}/data`), {'if-none-match': etag})).status).toBe(304);
    const head = await ask('alice', 'HEAD', content(`${home}/data`));
    expect([head.status, head.headers['content-length'], head.raw.length]).toEqual([200, '3000000', 0]);
  });

  it('of an empty file are empty', async () => {
    own(`${home}/empty`, '');
    const answer = await get('alice', content(`${home}/empty`));
    expect([answer.status, answer.raw.length, answer.headers['content-length']]).toEqual([200, 0, '0']);
  });

  it('need the right to read, as the kernel sees it', async () => {
    writeFileSync(`${home}/roots`, 'x', {mode: 0o600});
    expect(await get('alice', content(`${home}/roots`))).toMatchObject({status: 403, code: 'path-denied'});
    rmSync(`${home}/roots`);
  });
});

describe.runIf(asRoot)('the gate', () => {
  it('lets nobody in without a token, without a Unix account, or for a change without the CSRF token', async () => {
    const url = `/api/files/list?path=${encodeURIComponent(home)}`;
    expect((await at.service.app.inject({method: 'GET', url})).statusCode).toBe(401);
    const none = await at.headers('alice', {unix: null});
    expect((await at.service.app.inject({method: 'GET', url, headers: none})).statusCode).toBe(403);
    const {'x-hpcha-csrf': _, ...without} = await at.headers('alice');
    const change = {
      method: 'POST',
      url: '/api/files/mkdir',
      headers: without,
      payload: {path: `${home}/csrf`},
    } as const;
    expect((await at.service.app.inject(change)).statusCode).toBe(403);
    expect(existsSync(`${home}/csrf`)).toBe(false);
  });
});
