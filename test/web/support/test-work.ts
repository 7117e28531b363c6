// Files and jobs of a test's site, in memory: as plain as they can be, with the answers of the real services.

import type {FastifyRequest} from 'fastify';
import type {WebApp, WebContext} from '../../../src/web/app/web-app.ts';

type Gate = WebContext['gate'];
type Listener = {send(text: string): void; on(event: 'message', heard: (data: unknown) => void): unknown};

export type TestWork = {
  readonly files: Map<string, string>;
  readonly folders: Set<string>;
  /** What each submitted job becomes, in order; `[]`: nobody is told anything of it. */
  states: readonly string[];
  /** What reads a file back; the identity at first. */
  spoil: (text: string) => string;
  readonly submitted: {readonly script: string; readonly options: Readonly<Record<string, unknown>>}[];
  readonly cancelled: string[];
  readonly subscribed: string[];
  addFiles(app: WebApp, gate: Gate): Promise<void>;
  addJobs(app: WebApp, gate: Gate): Promise<void>;
  listen(socket: Listener): void;
};

export const root = '/mnt/shared/home/hpcha-test';

export function makeTestWork(): TestWork {
  const uploads = new Map<string, {path: string; length: number; text: string}>();
  const listeners = new Set<Listener>();
  const tell = (job: string, state: string): void => {
    const event = {kind: 'job', job, state, user: 'hpcha-test', name: 'x', was: null, at: 1};
    for (const one of listeners) one.send(JSON.stringify({type: 'event', id: '6-0', event}));
  };
  const work: TestWork = {
    files: new Map(),
    folders: new Set(),
    states: ['PENDING', 'RUNNING', 'COMPLETED'],
    spoil: (text) => text,
    submitted: [],
    cancelled: [],
    subscribed: [],
    listen: (socket) => {
      socket.on('message', (data) => {
        work.subscribed.push(String(data));
        listeners.add(socket);
      });
    },
    addFiles: async (app, gate) => {
      const onRequest = gate.requireUnixAccount;
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', {parseAs: 'string'}, (_request, body, done) => done(null, body));
      app.get('/roots', {onRequest}, async () => [{path: root, exists: true}]);
      app.post('/mkdir', {onRequest}, async (request, reply) => {
        work.folders.add(pathIn(request));
        return reply.status(201).send({path: pathIn(request)});
      });
      app.post('/delete', {onRequest}, async (request) => {
        work.folders.delete(pathIn(request));
        for (const path of work.files.keys()) if (path.startsWith(`${pathIn(request)}/`)) work.files.delete(path);
        return {deleted: 1};
      });
      app.get('/stat', {onRequest}, async (request, reply) =>
        work.folders.has(queryOf(request)) ? {} : reply.status(404).send({}),
      );
      app.get('/content', {onRequest, exposeHeadRoute: false}, async (request, reply) => {
        const text = work.spoil(work.files.get(queryOf(request)) ?? '');
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        if (from === undefined) return reply.send(text);
        return reply.status(206).send(text.slice(Number(from), Number(to) + 1));
      });
      app.post('/uploads', {onRequest}, async (request, reply) => {
        const metadata = String(request.headers['upload-metadata']);
        const path = Buffer.from(/path ([^,]+)/.exec(metadata)?.[1] ?? '', 'base64').toString('utf8');
        uploads.set('1', {path, length: Number(request.headers['upload-length']), text: ''});
        return reply.status(201).header('location', '/api/files/uploads/1').send();
      });
      app.head('/uploads/:id', {onRequest}, async (_request, reply) =>
        reply.header('upload-offset', String(uploads.get('1')?.text.length ?? -1)).send(),
      );
      app.patch('/uploads/:id', {onRequest, bodyLimit: 2 ** 20}, async (request, reply) => {
        const upload = uploads.get('1');
        if (upload === undefined || Number(request.headers['upload-offset']) !== upload.text.length) {
          return reply.status(409).send();
        }
        upload.text += String(request.body);
        if (upload.text.length === upload.length) work.files.set(upload.path, upload.text);
        return reply.status(204).send();
      });
      app.delete('/uploads/:id', {onRequest}, async (_request, reply) => {
        uploads.clear();
        return reply.status(204).send();
      });
    },
    addJobs: async (app, gate) => {
      const onRequest = gate.requireUnixAccount;
      app.get('/', {onRequest}, async () => ({}));
      app.post('/', {onRequest}, async (request, reply) => {
        const body = request.body as TestWork['submitted'][number];
        work.submitted.push(body);
        const folder = String(body.options['workDir']);
        work.files.set(`${folder}/made-by-the-job`, 'written\n');
        for (const state of work.states) tell('41', state);
        return reply.status(201).send({id: '41'});
      });
      app.get('/:id', {onRequest}, async () => ({state: work.states.at(-1), reason: 'Resources'}));
      app.post('/:id/cancel', {onRequest}, async () => {
        work.cancelled.push('41');
        tell('41', 'CANCELLED');
        return {};
      });
      app.get('/:id/output', {onRequest}, async () => {
        const folder = String(work.submitted.at(-1)?.options['workDir']);
        return {text: `hpcha-test\n${folder}\n`};
      });
    },
  };
  return work;
}

function pathIn(request: FastifyRequest): string {
  const body = typeof request.body === 'string' ? JSON.parse(request.body) : request.body;
  return String((body as {path: unknown}).path);
}

function queryOf(request: FastifyRequest): string {
  return String((request.query as {path: unknown}).path);
}
