// Files of the test's back end, in memory, with just as much of the tus protocol as an upload needs.

import {randomBytes} from 'node:crypto';
import type {FastifyInstance, FastifyReply} from 'fastify';
import {signedIn} from './auth.ts';
import {Refusal} from './refusal.ts';
import type {World} from './world.ts';

export type TestEntry = {readonly kind: 'file' | 'folder'; readonly content: Buffer};

export type TestUpload = {
  readonly path: string;
  readonly size: number;
  readonly modified?: string | undefined;
  received: Buffer;
};

export function someFiles(): Map<string, TestEntry> {
  const home = '/mnt/glusterfs/home/mina';
  const file = (text: string): TestEntry => ({kind: 'file', content: Buffer.from(text)});
  const folder: TestEntry = {kind: 'folder', content: Buffer.alloc(0)};
  return new Map([
    [home, folder],
    [`${home}/inputs`, folder],
    [`${home}/inputs/POSCAR`, file('bulk silicon\n')],
    [`${home}/results`, folder],
    [`${home}/결과 요약.csv`, file('T,E\n300,-1.2\n')],
    [`${home}/slurm-45.out`, file('done\n'.repeat(400))],
    [`${home}/train.sh`, file('#!/bin/bash\n')],
  ]);
}

export function addFiles(app: FastifyInstance, world: World): void {
  app.get('/api/files/roots', async (request) => {
    signedIn(world, request);
    return [{path: '/mnt/glusterfs/home/mina', exists: true}];
  });
  app.get<{Querystring: {path: string}}>('/api/files/list', async (request) => {
    signedIn(world, request);
    const {path} = request.query;
    if (!world.files.has(path)) throw new Refusal(404, 'path-missing', `there is no ${path}`);
    const entries = [...world.files]
      .filter(([one]) => one.startsWith(`${path}/`) && !one.slice(path.length + 1).includes('/'))
      .map(([one, entry]) => entryOf(one, entry))
      .sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name));
    return {path, entries, total: entries.length, truncated: false};
  });
  app.get<{Querystring: {path: string}}>('/api/files/content', async (request, reply) => {
    signedIn(world, request);
    const entry = world.files.get(request.query.path);
    if (entry === undefined) throw new Refusal(404, 'path-missing', 'there is no such file');
    return reply.type('application/octet-stream').header('content-disposition', 'attachment').send(entry.content);
  });
  app.post<{Body: {path: string}}>('/api/files/mkdir', async (request, reply) => {
    signedIn(world, request);
    if (world.files.has(request.body.path)) throw new Refusal(409, 'path-exists', 'that name is taken');
    world.files.set(request.body.path, {kind: 'folder', content: Buffer.alloc(0)});
    return reply.status(201).send({path: request.body.path});
  });
  app.post<{Body: {path: string; to: string}}>('/api/files/move', async (request) => {
    signedIn(world, request);
    const {path, to} = request.body;
    const entry = world.files.get(path);
    if (entry === undefined) throw new Refusal(404, 'path-missing', `there is no ${path}`);
    if (world.files.has(to)) throw new Refusal(409, 'path-exists', 'that name is taken');
    world.files.delete(path);
    world.files.set(to, entry);
    return {path: to};
  });
  app.post<{Body: {path: string; recursive: boolean}}>('/api/files/delete', async (request) => {
    signedIn(world, request);
    const {path, recursive} = request.body;
    const inside = [...world.files.keys()].filter((one) => one.startsWith(`${path}/`));
    if (inside.length > 0 && !recursive) throw new Refusal(409, 'folder-not-empty', 'the folder is not empty');
    for (const one of [path, ...inside]) world.files.delete(one);
    return {deleted: inside.length + 1};
  });
  addTus(app, world);
}

function entryOf(path: string, {kind, content}: TestEntry): {readonly name: string; readonly kind: string} {
  const rest = {path, size: content.length, modifiedAt: '2026-11-20T08:00:00.000Z', target: null, addressable: true};
  return {name: path.split('/').at(-1) ?? '', kind, ...rest, ...{mode: 'rw-r-----', uid: 2001, gid: 2001}};
}

function addTus(app: FastifyInstance, world: World): void {
  app.addContentTypeParser('application/offset+octet-stream', {parseAs: 'buffer'}, (_request, body, done) =>
    done(null, body),
  );
  const headers = (reply: FastifyReply, offset: number): FastifyReply =>
    reply.headers({'tus-resumable': '1.0.0', 'upload-offset': String(offset)});
  const find = (id: string): TestUpload => {
    const upload = world.uploads.get(id);
    if (upload === undefined) throw new Refusal(404, 'upload-unknown', 'there is no such upload');
    return upload;
  };
  app.get('/api/files/uploads', {exposeHeadRoute: false}, async (request) => {
    signedIn(world, request);
    return [...world.uploads].map(([id, {path, size, received, modified}]) => ({
      id,
      path,
      size,
      offset: received.length,
      createdAt: '2026-11-20T08:00:00.000Z',
      expiresAt: '2026-11-27T08:00:00.000Z',
      placed: received.length === size,
      modified: modified ?? null,
    }));
  });
  app.post('/api/files/uploads', async (request, reply) => {
    signedIn(world, request);
    const {path = '', modified} = metadataOf(String(request.headers['upload-metadata']));
    if (world.files.has(path)) throw new Refusal(409, 'path-exists', 'that name is taken');
    const id = randomBytes(16).toString('hex');
    const size = Number(request.headers['upload-length']);
    world.uploads.set(id, {path, size, received: Buffer.alloc(0), modified});
    return headers(reply, 0).status(201).header('location', `/api/files/uploads/${id}`).send();
  });
  app.head<{Params: {id: string}}>('/api/files/uploads/:id', async (request, reply) => {
    signedIn(world, request);
    const {received, size} = find(request.params.id);
    return headers(reply, received.length).header('upload-length', String(size)).status(200).send();
  });
  app.patch<{Params: {id: string}; Body: Buffer}>('/api/files/uploads/:id', async (request, reply) => {
    signedIn(world, request);
    if (world.refuseUploads > 0) {
      world.refuseUploads -= 1;
      throw new Refusal(503, 'stopping', 'this service is stopping');
    }
    const upload = find(request.params.id);
    if (Number(request.headers['upload-offset']) !== upload.received.length)
      throw new Refusal(409, 'upload-at-offset', 'elsewhere');
    upload.received = Buffer.concat([upload.received, request.body]);
    if (world.mutePieces > 0) {
      world.mutePieces -= 1;
      return new Promise(() => undefined);
    }
    if (upload.received.length === upload.size) world.files.set(upload.path, {kind: 'file', content: upload.received});
    return headers(reply, upload.received.length).status(204).send();
  });
  app.delete<{Params: {id: string}}>('/api/files/uploads/:id', async (request, reply) => {
    signedIn(world, request);
    world.uploads.delete(request.params.id);
    return reply.status(204).send();
  });
}

function metadataOf(header: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    header.split(',').map((pair) => {
      const [key = '', value = ''] = pair.trim().split(' ');
      return [key, Buffer.from(value, 'base64').toString()];
    }),
  );
}
