// The service Jobs: submit, list, show, cancel, hold, release, output, statistics; everything through the helper as the one who asks.

import multipart from '@fastify/multipart';
import type {FastifyRequest} from 'fastify';
import {z} from 'zod';
import {includesRole} from '../../model/web/roles.ts';
import type {RegisterService, WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {briefly} from '../brief-memory.ts';
import {type AskAs, askAs, asSocketPath} from '../helpers/as/ask-as.ts';
import {isSafeMethod} from '../session/csrf.ts';
import {askerOf} from '../session/gate.ts';
import {jobSchema} from './job.ts';
import {jobIdSchema, jobPhases, longestScriptBytes} from './job-requests.ts';
import {statisticsSchema} from './job-statistics.ts';
import {partitionSchema} from './partitions.ts';
import {addSubmitRoute} from './submit-route.ts';

export const registerJobs: RegisterService = makeRegisterJobs(asSocketPath);

export function makeRegisterJobs(socketPath: string): RegisterService {
  return async (app, context) => {
    await app.register(multipart, {
      limits: {fileSize: longestScriptBytes, files: 1, fields: 4, fieldSize: 64 * 1024, parts: 5, headerPairs: 20},
    });
    const ask = askAs(context, socketPath);
    addListRoutes(app, context, ask);
    addSubmitRoute(app, context, ask);
    addJobRoutes(app, context, ask);
  };
}

const listQuery = z.object({
  phase: z.enum(jobPhases).optional(),
  /** A Unix account, `me` (where it is left out) or `all`; others than one's own need the role operator. */
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .default('me'),
  partition: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/)
    .optional(),
  name: z.string().min(1).max(256).optional(),
  days: z.coerce.number().int().min(1).max(90).default(7),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

const pageSchema = z.object({
  jobs: z.array(jobSchema),
  total: z.number(),
  missing: z.literal('accounting').nullable(),
});

/** Two commands of Slurm a page: a user with ten windows open asks for them once a second. */
const pageMs = 1000;
/** Pages that are remembered: five hundred jobs are some hundred kilobytes. */
const mostPages = 100;

function addListRoutes(app: WebApp, context: WebContext, ask: AskAs): void {
  const onRequest = context.gate.requireUnixAccount;
  const pages = briefly(pageMs, context.now, mostPages);
  const changes = countChanges(app);
  app.get(
    '/',
    {
      onRequest,
      schema: {summary: 'Jobs, newest first', tags: ['jobs'], querystring: listQuery, response: {200: pageSchema}},
    },
    async (request) => {
      const {user, phase = null, partition = null, name = null, ...rest} = request.query;
      const filter = {...rest, phase, partition, name, user: userAskedFor(request, user)};
      // Not given up with the browser that asked first: others may wait for the same answer.
      const whose = ask.change(request);
      const key = JSON.stringify([changes.count, whose.unix, filter]);
      return pages(key, () => ask.client.ask(whose, {kind: 'jobs', filter}, pageSchema));
    },
  );
  // Everybody's dashboard asks every few seconds: Slurm is asked once, whoever looks.
  const statistics = briefly(5000, context.now, 500);
  app.get(
    '/stats',
    {onRequest, schema: {summary: 'Jobs by state', tags: ['jobs'], response: {200: statisticsSchema}}},
    async (request) => {
      const whose = ask.change(request);
      return statistics(whose.unix, () => ask.client.ask(whose, {kind: 'stats'}, statisticsSchema));
    },
  );
  const partitions = briefly(5000, context.now, 1);
  const partitionsSchema = z.array(partitionSchema);
  app.get(
    '/partitions',
    {
      onRequest,
      schema: {summary: 'Partitions to submit to', tags: ['jobs'], response: {200: partitionsSchema}},
    },
    async (request) =>
      partitions('all', () => ask.client.ask(ask.change(request), {kind: 'partitions'}, partitionsSchema)),
  );
}

/** How often somebody has ordered something here: whoever submits a job finds it in the list at once. */
function countChanges(app: WebApp): {readonly count: number} {
  const changes = {count: 0};
  app.addHook('onSend', async (request) => {
    if (!isSafeMethod(request.method)) changes.count += 1;
  });
  return changes;
}

/** null is everybody. Slurm shows jobs of others by default; the rule that a `user` sees only own ones is ours. */
function userAskedFor(request: FastifyRequest, user: string): string | null {
  const {claims} = askerOf(request);
  if (user === 'me' || user === claims.unix) return claims.unix;
  if (!includesRole(claims.role, 'operator')) throw new WebRefusal('jobs-of-others');
  return user === 'all' ? null : user;
}

const params = z.object({id: jobIdSchema});

const outputQuery = z.object({
  stream: z.enum(['stdout', 'stderr']).default('stdout'),
  /** At most so many bytes. */
  bytes: z.coerce
    .number()
    .int()
    .min(1)
    .max(1024 * 1024)
    .default(64 * 1024),
  /** Byte to go on from (`to` of the answer before); left out: the end of the output. */
  from: z.coerce.number().int().min(0).optional(),
});

const outputSchema = z.object({
  path: z.string(),
  text: z.string(),
  from: z.number(),
  to: z.number(),
  size: z.number(),
  state: z.string(),
});

function addJobRoutes(app: WebApp, context: WebContext, ask: AskAs): void {
  const onRequest = context.gate.requireUnixAccount;
  const tags = ['jobs'];
  app.get(
    '/:id',
    {onRequest, schema: {summary: 'One job', tags, params, response: {200: jobSchema}}},
    async (request, reply) => {
      const {id} = request.params;
      const job = await ask.client.ask(ask.look(request, reply), {kind: 'job', id}, jobSchema);
      const {claims} = askerOf(request);
      if (job.user !== claims.unix && !includesRole(claims.role, 'operator')) throw new WebRefusal('job-foreign', {id});
      return job;
    },
  );
  for (const kind of ['cancel', 'hold', 'release'] as const) {
    app.post(
      `/:id/${kind}`,
      {onRequest, schema: {summary: `${kind} one of your jobs`, tags, params, response: {200: jobSchema}}},
      async (request) => ask.client.ask(ask.change(request), {kind, id: request.params.id}, jobSchema),
    );
  }
  app.get(
    '/:id/output',
    {
      onRequest,
      schema: {
        summary: 'The end of a job’s output, or what follows a byte',
        tags,
        params,
        querystring: outputQuery,
        response: {200: outputSchema},
      },
    },
    async (request, reply) => {
      const {stream, bytes, from = null} = request.query;
      const asked = {kind: 'tail', id: request.params.id, stream, bytes, from} as const;
      return ask.client.ask(ask.look(request, reply), asked, outputSchema);
    },
  );
}
