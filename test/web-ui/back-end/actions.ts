// Actions of the test's back end: the real offers, and plans in the contract's shape for the few that the tests ask for.

import type {FastifyInstance} from 'fastify';
import {offers} from '../../../src/actions/offers.ts';
import {signedInAs} from './auth.ts';
import {Refusal} from './refusal.ts';
import type {World} from './world.ts';

type Input = Readonly<Record<string, string | number | boolean>>;
type RunBody = {readonly input: Input; readonly planHash: string; readonly confirm?: string; readonly reason?: string};

const operators = ['operator', 'admin'] as const;

export function addActions(app: FastifyInstance, world: World): void {
  app.get('/api/monitoring/actions', async (request) => {
    signedInAs(world, request, operators);
    return {actions: offers};
  });
  app.post<{Params: {id: string}; Body: {input: Input}}>('/api/monitoring/actions/:id/plan', async (request) => {
    signedInAs(world, request, operators);
    return planFor(request.params.id, request.body.input);
  });
  app.post<{Params: {id: string}; Body: RunBody}>('/api/monitoring/actions/:id/run', async (request, reply) => {
    const user = signedInAs(world, request, operators);
    const {input, planHash, confirm, reason} = request.body;
    const answer = planFor(request.params.id, input);
    if (answer.kind !== 'plan' || answer.planHash !== planHash)
      throw new Refusal(409, 'refused', 'the plan is another one now');
    if (answer.confirmation === 'target' && (confirm !== answer.plan.target || (reason ?? '') === '')) {
      throw new Refusal(409, 'refused', `it is confirmed by typing ${answer.plan.target}`);
    }
    const runId = `a${world.runs.length}01f`;
    world.runs.unshift({
      runId,
      plan: answer.plan,
      user: user.name,
      reason: reason ?? null,
      startedAt: Date.now(),
      state: 'running',
    });
    return reply.status(202).send({runId});
  });
  addRuns(app, world);
}

function addRuns(app: FastifyInstance, world: World): void {
  app.get('/api/monitoring/runs', async (request) => {
    signedInAs(world, request, operators);
    const runs = world.runs.map(({runId, plan, user, reason, startedAt, state}) => ({
      runId,
      action: plan.action,
      title: plan.title,
      user,
      console: 'web.server1',
      ...(reason === null ? {} : {reason}),
      startedAt,
      ...(state === 'ended' ? {endedAt: startedAt + 4200, result: 'done'} : {}),
      state,
    }));
    const audit = [
      {
        at: Date.now() - 3_600_000,
        runId: '91b2',
        operator: 'root@console1',
        reason: 'kernel update',
        title: 'take server2 out of service for 2 h',
        danger: 'disruptive',
        targets: ['server2'],
        result: 'done',
        counts: {changed: 9, unchanged: 2, failed: 0},
        tookMs: 48_000,
      },
    ];
    return {runs, audit};
  });
  app.get<{Params: {id: string}}>('/api/monitoring/runs/:id', async (request) => {
    signedInAs(world, request, operators);
    const run = world.runs.find(({runId}) => runId === request.params.id);
    if (run === undefined) throw new Refusal(404, 'missing', 'there is no such run');
    const result = run.state === 'ended' ? 'changed' : 'running';
    return {
      runId: run.runId,
      action: run.plan.action,
      title: run.plan.title,
      result: run.state === 'ended' ? 'done' : null,
      counts: {changed: run.state === 'ended' ? 1 : 0, unchanged: 0, failed: 0, unknown: 0, skipped: 0},
      steps: run.plan.steps.map(({id, on, title, stage, operation}) => ({
        id,
        on,
        title,
        stage,
        operation,
        result,
        tookMs: run.state === 'ended' ? 410 : null,
        diff: null,
        saw: run.state === 'ended' ? 'node1 is DRAINED' : null,
      })),
      account: null,
      stop: null,
      state: run.state,
      meta: {user: run.user, console: 'web.server1', reason: run.reason, startedAt: run.startedAt},
    };
  });
}

export type TestPlan = ReturnType<typeof drainPlan>;

function drainPlan(
  input: Input,
  danger: 'safe' | 'disruptive' | 'destructive',
  action: string,
  target: string,
  title: string,
) {
  return {
    action,
    title,
    danger,
    target,
    stages: [{id: 'order', title: 'give the order', mode: 'parallel' as const}],
    steps: [
      {
        id: 'order-1',
        stage: 'order',
        on: 'server1',
        title,
        operation: {
          kind: 'exec',
          argv: ['scontrol', 'update', `NodeName=${String(input['nodes'] ?? target)}`, 'State=DRAIN'],
        },
        before: [{name: 'slurm-in-control', args: {}}],
        after: [{name: 'slurm-node-state', args: {node: String(input['nodes'] ?? target), state: 'drain'}}],
        timeoutMs: 30_000,
      },
    ],
    mayLose:
      danger === 'safe'
        ? 'Nothing: jobs that run go on until their end.'
        : 'Clients of the address are cut off for about a second.',
    notes: [],
    decidedBy: {},
  };
}

function planFor(id: string, input: Input) {
  const common = {why: null, lockedBy: []};
  if (id === 'slurm-node') {
    const plan = drainPlan(input, 'safe', id, String(input['nodes']), `drain ${String(input['nodes'])}`);
    return {kind: 'plan' as const, plan, planHash: 'd1', confirmation: 'none' as const, ...common};
  }
  if (id === 'bootstrap-galera') {
    const plan = drainPlan(input, 'destructive', id, 'lab', 'bootstrap Galera from server1');
    const why = 'what destroys something needs a person at a terminal';
    return {kind: 'plan' as const, plan, planHash: 'd2', confirmation: 'terminal' as const, why, lockedBy: []};
  }
  if (id === 'replace-brick') {
    const finding = {code: 'GaleraNodeLost', level: 'critical', where: 'server1', params: {}, what: ''};
    return {kind: 'refusal' as const, findings: [finding]};
  }
  const target = String(input['host'] ?? input['to'] ?? 'server1');
  const plan = drainPlan(input, 'disruptive', id, target, `${id} ${target}`);
  return {kind: 'plan' as const, plan, planHash: 'd3', confirmation: 'target' as const, ...common};
}
