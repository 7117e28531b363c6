// Phase 6 on real controllers: every service through the virtual address, and who is let in, for what, and by which token.

import {generateKeyPairSync, sign} from 'node:crypto';
import {beforeAll, describe, expect, it} from 'vitest';
import {cli, statusOf} from '../support/cli.ts';
import {type DeployedLab, deployedLab} from '../support/deployed-lab.ts';
import {administrator, type Person, person} from '../support/web-people.ts';
import {WebVisitor} from '../support/web-visitor.ts';

const controllers = ['server1', 'server2', 'server3'] as const;
const healthPaths = [
  ...['/api/auth', '/api/jobs', '/api/files', '/api/monitoring', '/ws', '', '/monitoring', '/admin'].map(
    (path) => `${path}/healthz`,
  ),
];

let world: DeployedLab;
let vip: string;
let admin: Person;
let plain: Person;

beforeAll(async () => {
  world = await deployedLab();
  vip = (await statusOf(world.config)).status.vip.address;
  admin = await administrator(world.config, vip);
  plain = await person(admin, {name: 'plain', role: 'user', unix: null});
}, 1_200_000);

async function on(host: string, command: string): Promise<string> {
  const result = await world.lab.ssh(host, command);
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return `${result.stdout}\n${result.stderr}`;
}

describe('the eight services', () => {
  it('are ok on every controller, and each through the virtual address', async () => {
    const health = await cli(['health', '--config', world.config]);
    expect(health.stdout.match(/\bok \d+ ms\b/g)).toHaveLength(24);
    expect(health.exitCode).toBe(0);
    const visitor = new WebVisitor(vip);
    for (const path of healthPaths) {
      const answer = await visitor.expect(200, 'GET', path);
      expect([path, answer.field('status')]).toEqual([path, 'ok']);
      expect(controllers).toContain(answer.headers['x-hpcha-node']);
    }
  });

  it('stand behind a configuration that nginx accepts, and are hardened', async () => {
    for (const host of controllers) {
      expect(await on(host, 'nginx -t')).toContain('test is successful');
      const said = await on(host, "systemd-analyze security --no-pager 'hpcha-web@auth' | tail -1");
      expect(Number(/: ([\d.]+) /.exec(said)?.[1])).toBeLessThanOrEqual(3);
    }
  });

  it('can be read at their ports by controllers alone, and their secrets by root alone', async () => {
    const modes = await on('server1', "find /etc/hpcha/web/secrets -printf '%m %u %y\\n' | sort -u");
    expect(modes.trim().split('\n')).toEqual(['600 root f', '700 root d']);
    for (const unit of ['jobs', 'files', 'dashboard']) {
      const seed = await on('server1', `ls /run/credentials/hpcha-web@${unit}.service 2>/dev/null || true`);
      expect(seed).not.toMatch(/jwt_seed|db_auth|peer_key/);
    }
  });
});

describe('signing in', () => {
  it('gives cookies that scripts cannot read and other sites do not send', async () => {
    const answer = await new WebVisitor(vip).signIn(plain.name, plain.password);
    const cookies = answer.headers['set-cookie'] ?? [];
    const of = (name: string): string => cookies.find((line) => line.startsWith(`${name}=`)) ?? '';
    for (const name of ['__Host-hpcha_access', '__Secure-hpcha_refresh'])
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict']) expect(of(name)).toContain(`; ${attribute}`);
    expect(of('__Host-hpcha_access')).toContain('; Path=/;');
    expect(of('__Secure-hpcha_refresh')).toContain('; Path=/api/auth;');
    expect(of('__Host-hpcha_csrf')).toContain('; Secure; SameSite=Strict');
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+/);
  });

  it('gets slower with wrong passwords, for the right one as well, until an administrator lifts it', async () => {
    const guessed = await person(admin, {name: 'guessed', role: 'user', unix: null});
    const guesser = new WebVisitor(vip);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const {status} = await guesser.ask('POST', '/api/auth/login', {json: {name: guessed.name, password: 'no'}});
      statuses.push(status);
      if (status === 429) break;
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.slice(0, -1).every((status) => status === 401)).toBe(true);
    const right = {json: {name: guessed.name, password: guessed.password}};
    const locked = await guesser.ask('POST', '/api/auth/login', right);
    expect([locked.status, Number(locked.headers['retry-after']) > 0]).toEqual([429, true]);
    await admin.visitor.expect(204, 'POST', `/api/auth/users/${guessed.id}/unlock`);
    await guesser.expect(200, 'POST', '/api/auth/login', right);
  });

  it('holds on every controller, and ends on every controller', async () => {
    const leaver = new WebVisitor(vip);
    await leaver.signIn(plain.name, plain.password);
    const {status} = await statusOf(world.config);
    const addresses = controllers.map((host) => status.controllers[host]?.address ?? '');
    const elsewhere = addresses.map((address) => {
      const visitor = new WebVisitor(address);
      for (const [name, value] of leaver.cookies) visitor.cookies.set(name, value);
      return visitor;
    });
    for (const visitor of elsewhere) await visitor.expect(200, 'GET', '/api/auth/me');
    await leaver.expect(204, 'POST', '/api/auth/logout');
    for (const visitor of elsewhere) {
      // Each service believes its last answer about a session for five seconds.
      await expect.poll(async () => (await visitor.ask('GET', '/api/auth/me')).status, {timeout: 8000}).toBe(401);
    }
  });
});

describe('what is refused', () => {
  it('a user at the administrators’ routes, by the API itself', async () => {
    for (const [method, path] of [
      ['GET', '/api/auth/users'],
      ['GET', '/api/monitoring/actions'],
      ['GET', '/api/monitoring/logs'],
      ['GET', '/api/monitoring/config'],
      ['GET', '/api/jobs'],
    ] as const) {
      expect([path, (await plain.visitor.ask(method, path)).status]).toEqual([path, 403]);
    }
    const body = {json: {input: {nodes: 'node001', mode: 'drain', why: 'no'}}};
    await plain.visitor.expect(403, 'POST', '/api/monitoring/actions/slurm-node/plan', body);
    await plain.visitor.expect(403, 'PATCH', `/api/auth/users/${plain.id}`, {json: {role: 'admin'}});
  });

  it('a change without the page’s own token, or from another site', async () => {
    const path = `/api/auth/users/${plain.id}`;
    const json = {displayName: 'changed'};
    await admin.visitor.expect(403, 'PATCH', path, {json, csrf: false});
    await admin.visitor.expect(403, 'PATCH', path, {json, headers: {origin: 'https://elsewhere.example'}});
    expect((await admin.visitor.expect(200, 'GET', path)).field('displayName')).toBe('');
    await admin.visitor.expect(200, 'PATCH', path, {json: {displayName: ''}, headers: {origin: `https://${vip}`}});
  });

  it('a token that nobody signed, that another key signed, or whose claims were changed', async () => {
    const [header = '', claims = '', signature = ''] = (admin.visitor.cookies.get('__Host-hpcha_access') ?? '').split(
      '.',
    );
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const {privateKey} = generateKeyPairSync('ed25519');
    const forged = `${header}.${claims}`;
    const raised: Record<string, unknown> = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    const tokens = {
      right: `${forged}.${signature}`,
      none: `${encoded({alg: 'none', typ: 'JWT'})}.${claims}.`,
      otherKey: `${forged}.${sign(null, Buffer.from(forged), privateKey).toString('base64url')}`,
      changed: `${header}.${encoded({...raised, name: 'other'})}.${signature}`,
    };
    const statuses: Record<string, readonly number[]> = {};
    for (const [name, token] of Object.entries(tokens)) {
      const headers = {authorization: `Bearer ${token}`};
      const stranger = new WebVisitor(vip);
      const auth = await stranger.ask('GET', '/api/auth/users', {headers});
      const metrics = await stranger.ask('GET', '/api/monitoring/actions', {headers});
      statuses[name] = [auth.status, metrics.status];
    }
    expect(statuses).toEqual({right: [200, 200], none: [401, 401], otherKey: [401, 401], changed: [401, 401]});
  });

  it('a body that is larger than any request of that service', async () => {
    const body = Buffer.alloc(2 * 1024 * 1024, 0x20);
    const headers = {'content-type': 'application/json'};
    await new WebVisitor(vip).expect(413, 'POST', '/api/auth/login', {body, headers});
  });

  it('what controllers say to each other, from outside', async () => {
    await new WebVisitor(vip).expect(404, 'GET', '/internal/snapshot');
  });
});
