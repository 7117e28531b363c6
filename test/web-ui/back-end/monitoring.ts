// History, logs, configuration and users of the test's back end.

import type {FastifyInstance} from 'fastify';
import {publicUser, signedIn, signedInAs} from './auth.ts';
import {Refusal} from './refusal.ts';
import type {World} from './world.ts';

export function addMonitoring(app: FastifyInstance, world: World): void {
  app.get<{Querystring: {metric: string; from: string; to: string}}>('/api/monitoring/history', async (request) => {
    signedIn(world, request);
    const {metric} = request.query;
    const [from, to] = [Number(request.query.from), Number(request.query.to)];
    const step = Math.max(15, Math.ceil((to - from) / 240));
    const by = /slurm_(jobs|nodes)/.test(metric) ? 'state' : metric === 'hpcha_tolerance' ? 'service' : 'controller';
    const names =
      by === 'state'
        ? ['RUNNING', 'PENDING']
        : by === 'service'
          ? ['cluster', 'mariadb', 'slurm']
          : ['server1', 'server2', 'server3'];
    return {
      metric,
      step,
      leftOut: 0,
      series: names.map((name, line) => ({labels: {[by]: name}, points: wave(from, to, step, line)})),
    };
  });
  app.get('/api/monitoring/acknowledgements', async (request) => {
    signedIn(world, request);
    return world.acknowledged;
  });
  app.post<{Body: {id: string; comment: string}}>('/api/monitoring/acknowledgements', async (request) => {
    const {name} = signedInAs(world, request, ['operator', 'admin']);
    const said = {id: request.body.id, by: name, at: Date.now(), comment: request.body.comment};
    world.acknowledged.push(said);
    return said;
  });
  app.get<{Querystring: {host?: string}}>('/api/monitoring/logs', async (request) => {
    signedInAs(world, request, ['operator', 'admin']);
    const {host = 'server1'} = request.query;
    const line = (ago: number, unit: string, priority: number, text: string, from = 'server1'): object => ({
      at: Date.now() - ago * 1000,
      host: host === 'all' ? from : host,
      unit,
      priority,
      text,
    });
    const lost = host === 'all' ? [{host: 'server3', why: 'it did not answer in time'}] : [];
    return {
      host,
      span: 'recent',
      cut: false,
      hosts: [{host: host === 'all' ? 'server1' : host, why: null}, ...lost],
      lines: [
        line(3, 'keepalived.service', 6, '(VI_1) Entering BACKUP STATE'),
        line(
          9,
          'mariadb.service',
          4,
          'WSREP: connection to peer 00000000 with addr tcp://10.77.3.103:4567 timed out',
          'server2',
        ),
        line(
          31,
          'glusterd.service',
          3,
          '[rpc-clnt-ping.c:152] 0-data-client-2: server has not responded in the last 10 seconds',
        ),
      ],
    };
  });
  app.get('/api/monitoring/config', async (request) => {
    signedInAs(world, request, ['admin']);
    return {
      config: {
        cluster: {name: 'lab'},
        nodes: {
          controllers: [{hostname: 'server1', ip_address: '10.77.3.101', priority: 100}],
          compute_nodes: [{hostname: 'node1', ip_address: '10.77.3.201'}],
        },
        redis: {mode: 'sentinel', password: '•••'},
      },
    };
  });
  addUsers(app, world);
}

/** A line with a gap in its middle, as after a lost controller. */
function wave(from: number, to: number, step: number, line: number): readonly (readonly [number, number])[] {
  const count = Math.floor((to - from) / step);
  return Array.from({length: count}, (_each, index) => {
    const value = 2 + line + Math.sin(index / (9 + line * 3)) * (1 + line / 2);
    return [from + index * step, Math.round(value * 100) / 100] as const;
  }).filter((_point, index) => line !== 0 || index < count * 0.55 || index > count * 0.65);
}

function addUsers(app: FastifyInstance, world: World): void {
  const admin = ['admin'] as const;
  const find = (id: string) => {
    const found = world.users.find((user) => user.id === id);
    if (found === undefined) throw new Refusal(404, 'user-unknown', 'there is no such user');
    return found;
  };
  app.get<{Querystring: {query?: string}}>('/api/auth/users', async (request) => {
    signedInAs(world, request, admin);
    const users = world.users.filter(({name}) => name.includes(request.query.query ?? ''));
    return {users: users.map(publicUser), next: null};
  });
  app.post<{Body: {name: string; role: 'user' | 'operator' | 'admin'; unix: string | null}}>(
    '/api/auth/users',
    async (request, reply) => {
      signedInAs(world, request, admin);
      const {name, role, unix} = request.body;
      if (world.users.some((user) => user.name === name)) throw new Refusal(409, 'user-exists', 'the name is taken');
      const password = 'Kp3xq-9vTra-mm2Wd-hYc7k';
      const user = {
        id: String(world.users.length + 1),
        name,
        role,
        unix,
        locked: false,
        password,
        mustChange: true,
        failures: 0,
      };
      world.users.push(user);
      return reply.status(201).send({user: publicUser(user), oneTimePassword: password});
    },
  );
  app.post<{Params: {id: string}}>('/api/auth/users/:id/password', async (request) => {
    signedInAs(world, request, admin);
    const user = find(request.params.id);
    user.mustChange = true;
    user.password = 'Rn4wd-2kUsb-qq8Xe-jZd5m';
    return {user: publicUser(user), oneTimePassword: user.password};
  });
  app.post<{Params: {id: string}}>('/api/auth/users/:id/unlock', async (request, reply) => {
    signedInAs(world, request, admin);
    find(request.params.id).failures = 0;
    return reply.status(204).send();
  });
}
