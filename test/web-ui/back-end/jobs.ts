// Jobs of the test's back end: a few at the start, and those that are submitted run and end as the test says.

import type {FastifyInstance} from 'fastify';
import {signedIn} from './auth.ts';
import {Refusal} from './refusal.ts';
import type {World} from './world.ts';

export type TestJob = {
  id: string;
  name: string;
  user: string;
  state: string;
  phase: 'waiting' | 'running' | 'ended';
  reason: string | null;
  elapsedSeconds: number | null;
  exitCode: number | null;
  readonly submittedAt: string;
  output: string;
};

/** As Slurm tells of the jobs of a small lab. */
export function someJobs(now: number): TestJob[] {
  const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const job = (
    id: string,
    name: string,
    state: string,
    phase: TestJob['phase'],
    minutes: number,
    more: Partial<TestJob> = {},
  ): TestJob => ({
    id,
    name,
    user: 'mina',
    state,
    phase,
    reason: null,
    elapsedSeconds: phase === 'waiting' ? null : minutes * 30,
    exitCode: phase === 'ended' ? 0 : null,
    submittedAt: at(minutes),
    output: 'step 1 of 3\nstep 2 of 3\n',
    ...more,
  });
  return [
    job('48', 'relax-bulk', 'PENDING', 'waiting', 4, {reason: 'Resources'}),
    job('47', 'train-unet', 'RUNNING', 'running', 26),
    job('46', 'train-unet', 'RUNNING', 'running', 88, {user: 'oscar'}),
    job('45', 'post', 'COMPLETED', 'ended', 140),
    job('44', 'md-300K', 'FAILED', 'ended', 190, {exitCode: 1}),
    job('43', 'md-280K', 'TIMEOUT', 'ended', 260, {exitCode: 0}),
  ];
}

export function addJobs(app: FastifyInstance, world: World): void {
  const find = (id: string): TestJob => {
    const found = world.jobs.find((job) => job.id === id);
    if (found === undefined) throw new Refusal(404, 'job-unknown', `there is no job ${id}`);
    return found;
  };
  app.get<{Querystring: {phase?: string; user?: string; name?: string}}>('/api/jobs', async (request) => {
    const me = signedIn(world, request);
    const {phase, user = 'me', name = ''} = request.query;
    const jobs = world.jobs.filter(
      (job) =>
        (phase === undefined || job.phase === phase) &&
        (user === 'all' || job.user === me.unix) &&
        job.name.includes(name),
    );
    return {jobs: jobs.map(shown), total: jobs.length, missing: null};
  });
  app.get('/api/jobs/stats', async (request) => {
    signedIn(world, request);
    const none = {waiting: 1, running: 1, ended: 3};
    return {mine: none, cluster: {waiting: 1, running: 2, ended: 3}, cpus: {mine: 4, cluster: 8}, byState: {}};
  });
  app.get('/api/jobs/partitions', async (request) => {
    signedIn(world, request);
    const count = {allocated: 4, idle: 4, other: 0, total: 8};
    return [{name: 'main', isDefault: true, up: true, timeLimitSeconds: null, nodes: count, cpus: count}];
  });
  app.post<{Body: {script: string; options: {name?: string}}}>('/api/jobs', async (request, reply) => {
    const me = signedIn(world, request);
    if (request.body.script.includes('refuse'))
      throw new Refusal(422, 'job-refused', 'sbatch: error: Invalid partition');
    const id = String(49 + world.jobs.length);
    const name = request.body.options.name ?? /job-name=(\S+)/.exec(request.body.script)?.[1] ?? 'sbatch';
    const [first] = someJobs(Date.now());
    if (first === undefined) throw new Error('no example');
    world.jobs.unshift({...first, id, name, user: me.unix ?? '', submittedAt: new Date().toISOString()});
    return reply.status(201).send({id});
  });
  app.get<{Params: {id: string}}>('/api/jobs/:id', async (request) => {
    signedIn(world, request);
    return shown(find(request.params.id));
  });
  addOrders(app, world, find);
}

function addOrders(app: FastifyInstance, world: World, find: (id: string) => TestJob): void {
  const orders: Readonly<Record<string, (job: TestJob) => void>> = {
    cancel: (job) => Object.assign(job, {state: 'CANCELLED', phase: 'ended', reason: null}),
    hold: (job) => Object.assign(job, {reason: 'JobHeldUser'}),
    release: (job) => Object.assign(job, {reason: 'Resources'}),
  };
  for (const [order, carryOut] of Object.entries(orders)) {
    app.post<{Params: {id: string}}>(`/api/jobs/:id/${order}`, async (request) => {
      const me = signedIn(world, request);
      const job = find(request.params.id);
      if (job.user !== me.unix) throw new Refusal(403, 'job-foreign', `job ${job.id} is not yours`);
      carryOut(job);
      return shown(job);
    });
  }
  app.get<{Params: {id: string}; Querystring: {stream?: string; from?: string}}>(
    '/api/jobs/:id/output',
    async (request) => {
      signedIn(world, request);
      const job = find(request.params.id);
      const text = request.query.stream === 'stderr' ? '' : job.output;
      const from = Number(request.query.from ?? 0);
      const path = `/mnt/glusterfs/home/${job.user}/slurm-${job.id}.out`;
      return {path, text: text.slice(from), from, to: text.length, size: text.length, state: job.state};
    },
  );
}

function shown({output: _output, ...job}: TestJob): object {
  return {
    account: 'default',
    partition: 'main',
    qos: 'normal',
    nodes: 1,
    cpus: 4,
    memory: '4G',
    nodeList: job.phase === 'waiting' ? null : 'node1',
    timeLimitSeconds: 7200,
    startedAt: job.phase === 'waiting' ? null : job.submittedAt,
    endedAt: job.phase === 'ended' ? new Date().toISOString() : null,
    signal: null,
    workDir: `/mnt/glusterfs/home/${job.user}`,
    stdout: `/mnt/glusterfs/home/${job.user}/slurm-${job.id}.out`,
    stderr: null,
    comment: null,
    ...job,
  };
}
