// The files of the round trip: a folder made, a file uploaded in two pieces, read back whole and in part, and everything deleted again.

import {createHash, randomBytes} from 'node:crypto';
import {fieldOf, type Visitor, wrong} from './visitor.ts';

const tus = {'tus-resumable': '1.0.0'};
/** Text, twice as long as it has bytes of chance: more than one frame of the helper, and nothing that waits for storage. */
const chanceBytes = 150_000;

/** The first root of who is signed in: where jobs work by default, and where files go. */
export async function firstRootOf(visitor: Visitor): Promise<string> {
  const path = fieldOf((await visitor.expect(200, '/api/files/roots')).body, 0, 'path');
  if (typeof path === 'string') return path;
  throw wrong('/api/files/roots', 'it names no folder');
}

export async function makeFolder(visitor: Visitor, path: string): Promise<void> {
  await visitor.expect(201, '/api/files/mkdir', {method: 'POST', json: {path}});
}

/** With all that is in it; it must be gone afterwards. */
export async function deleteFolder(visitor: Visitor, path: string): Promise<void> {
  await visitor.expect(200, '/api/files/delete', {method: 'POST', json: {path, recursive: true}});
  await visitor.expect(404, `/api/files/stat?${query(path)}`);
}

export async function readText(visitor: Visitor, path: string): Promise<string> {
  return (await visitor.expect(200, `/api/files/content?${query(path)}`)).body;
}

/** Two pieces with a question between them, as after a cut connection. */
export async function seeFiles(visitor: Visitor, folder: string): Promise<string> {
  const text = randomBytes(chanceBytes).toString('hex');
  const path = `${folder}/uploaded file`;
  const location = await upload(visitor, path, text);
  if ((await readText(visitor, path)) !== text) throw wrong('download', 'it is not what was uploaded');
  const part = await visitor.expect(206, `/api/files/content?${query(path)}`, {headers: {range: 'bytes=100-199'}});
  if (part.body !== text.slice(100, 200)) throw wrong('download', 'a part of it is another one');
  // What is kept of a finished upload for a day, for clients whose last answer was lost.
  await visitor.expect(204, location, {method: 'DELETE', headers: tus});
  return `${text.length} bytes uploaded in two pieces, downloaded whole and in part, the same`;
}

/** Resolves to the upload's own address at the site. */
async function upload(visitor: Visitor, path: string, text: string): Promise<string> {
  const encoded = (value: string): string => Buffer.from(value).toString('base64');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const begun = await visitor.expect(201, '/api/files/uploads', {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(text.length),
      'upload-metadata': `path ${encoded(path)},sha256 ${encoded(sha256)}`,
    },
  });
  const location = begun.headers.location ?? '';
  if (!location.startsWith('/api/files/uploads/')) throw wrong('upload', `it goes to ${location || 'nowhere'}`);
  const half = Math.floor(text.length / 2);
  for (const [from, piece] of [
    [0, text.slice(0, half)],
    [half, text.slice(half)],
  ] as const) {
    const asked = await visitor.expect(200, location, {method: 'HEAD', headers: tus});
    const offset = Number(asked.headers['upload-offset']);
    if (offset !== from) throw wrong('upload', `it goes on at ${offset}, not at ${from}`);
    const headers = {...tus, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream'};
    await visitor.expect(204, location, {method: 'PATCH', headers, text: piece});
  }
  return location;
}

function query(path: string): string {
  return `path=${encodeURIComponent(path)}`;
}
