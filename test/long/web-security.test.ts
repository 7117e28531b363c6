// The web services of real controllers under attack: tokens, other sites, other users, paths, sizes, slowness, TLS; through nginx and at
// the services' own ports. What needs no controllers is in test/web; what deploys with every run is in test/lab/acceptance/web-access.

import {createHmac, generateKeyPairSync, sign} from 'node:crypto';
import {rmSync, writeFileSync} from 'node:fs';
import {beforeAll, describe, expect, it} from 'vitest';
import {WebSocket} from 'ws';
import {Secret} from '../../src/model/secret.ts';
import {makeSignToken} from '../../src/web/auth/sign-token.ts';
import {settingsPath, webSettingsSchema} from '../../src/web/settings.ts';
import {statusOf} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';
import {rawStatus, talk} from '../lab/support/raw-client.ts';
import {installTestssl, testTls} from '../lab/support/testssl.ts';
import {administrator, makeUnixAccount, type Person, person} from '../lab/support/web-people.ts';
import {WebVisitor} from '../lab/support/web-visitor.ts';

const accounts = {sera: 4721, tae: 4722} as const;
const access = '__Host-hpcha_access';

let world: DeployedLab;
let vip: string;
let admin: Person;
let sera: Person;
let tae: Person;
/** Sera's first folder on the shared storage. */
let home: string;

beforeAll(async () => {
  world = await deployedLab();
  vip = (await statusOf(world.config)).status.vip.address;
  for (const [name, uid] of Object.entries(accounts)) await makeUnixAccount(world.lab, name, uid);
  admin = await administrator(world.config, vip);
  sera = await person(admin, {name: 'sera', role: 'user', unix: 'sera'});
  tae = await person(admin, {name: 'tae', role: 'user', unix: 'tae'});
  home = String((await sera.visitor.expect(200, 'GET', '/api/files/roots')).field(0, 'path'));
  await tae.visitor.expect(200, 'GET', '/api/files/roots');
  // What an attack before has left there is not what this one did.
  await on('server1', `find ${home} -mindepth 1 -delete`);
}, 1_200_000);

async function on(host: string, command: string, timeoutMs = 60_000): Promise<string> {
  const result = await world.lab.ssh(host, command, {timeoutMs});
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout;
}

const query = (path: string): string => `path=${encodeURIComponent(path)}`;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const accessOf = (who: Person): string => who.visitor.cookies.get(access) ?? '';
const claimsIn = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** One route of each service that somebody signed in may ask, and the live view. */
const guarded = ['/api/auth/me', '/api/jobs', '/api/files/roots', '/api/monitoring/status', '/ws'] as const;

function upgrade(path: string, headers: string): string {
  const key = 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  return `GET ${path} HTTP/1.1\r\nhost: ${vip}\r\nconnection: upgrade\r\nupgrade: websocket\r\n${key}${headers}\r\n`;
}

/** Status of each guarded route for a token; 101 of the live view is let in. */
async function statusesFor(token: string, by: 'cookie' | 'bearer'): Promise<readonly number[]> {
  const header = by === 'cookie' ? {cookie: `${access}=${token}`} : {authorization: `Bearer ${token}`};
  const statuses: number[] = [];
  for (const path of guarded) {
    const [line] = Object.entries(header).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer =
      path === '/ws'
        ? rawStatus(vip, 443, upgrade(path, `${line}origin: https://${vip}\r\n`))
        : new WebVisitor(vip).ask('GET', path, {headers: header}).then(({status}) => status);
    statuses.push(await answer);
  }
  return statuses;
}

const letIn = [200, 200, 200, 200, 101];
const refused = [401, 401, 401, 401, 401];

describe('a token', () => {
  it('that Auth signed opens every service, by cookie and by header', async () => {
    expect(await statusesFor(accessOf(sera), 'cookie')).toEqual(letIn);
    expect(await statusesFor(accessOf(sera), 'bearer')).toEqual(letIn);
  });

  it('without a signature, of another key, by HMAC with the public key, or of another cluster opens none', async () => {
    const [header = '', claims = ''] = accessOf(sera).split('.');
    const settings = webSettingsSchema.parse(JSON.parse(await on('server1', `cat ${settingsPath}`)));
    const body = `${header}.${claims}`;
    const {privateKey} = generateKeyPairSync('ed25519');
    const hmac = `${encoded({alg: 'HS256', typ: 'JWT'})}.${claims}`;
    const publicKey = Buffer.from(settings.tokenKey, 'base64url');
    const tokens = {
      none: `${encoded({alg: 'none', typ: 'JWT'})}.${claims}.`,
      unsigned: `${body}.`,
      anotherKey: `${body}.${sign(null, Buffer.from(body), privateKey).toString('base64url')}`,
      hmac: `${hmac}.${createHmac('sha256', publicKey).update(hmac).digest('base64url')}`,
    };
    for (const [name, token] of Object.entries(tokens))
      expect([name, ...(await statusesFor(token, 'cookie'))]).toEqual([name, ...refused]);
  });

  it('of our own key that is over, or meant for another cluster, opens none', async () => {
    const settings = webSettingsSchema.parse(JSON.parse(await on('server1', `cat ${settingsPath}`)));
    const seed = new Secret((await on('server1', 'cat /etc/hpcha/web/secrets/jwt_seed')).trim());
    const {jti: _jti, iat: _iat, exp: _exp, iss: _iss, aud: _aud, ...rest} = claimsIn(accessOf(sera));
    const claims = rest as Parameters<ReturnType<typeof makeSignToken>>[0];
    const signed = async (cluster: string, agoMs: number): Promise<string> =>
      (await makeSignToken(seed, {...settings, cluster}, () => Date.now() - agoMs)(claims)).token;
    expect(await statusesFor(await signed(settings.cluster, 0), 'cookie')).toEqual(letIn);
    expect(await statusesFor(await signed(settings.cluster, 700_000), 'cookie')).toEqual(refused);
    expect(await statusesFor(await signed('another-cluster', 0), 'cookie')).toEqual(refused);
  });

  it('whose session has ended opens none within seconds, and an open live view is closed', async () => {
    const leaver = new WebVisitor(vip);
    await leaver.signIn(sera.name, sera.password);
    const token = leaver.cookies.get(access) ?? '';
    const socket = new WebSocket(`wss://${vip}/ws`, {
      headers: {cookie: `${access}=${token}`, origin: `https://${vip}`},
      rejectUnauthorized: false,
    });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    await leaver.expect(204, 'POST', '/api/auth/logout');
    expect(await closed).toBe(4401);
    await expect.poll(() => statusesFor(token, 'cookie'), {timeout: 15_000}).toEqual(refused);
  });
});

describe('a session', () => {
  it('is never one that somebody else has planted', async () => {
    const attacker = new WebVisitor(vip);
    await attacker.signIn(tae.name, tae.password);
    const victim = new WebVisitor(vip);
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
    await victim.signIn(sera.name, sera.password);
    const sid = (visitor: WebVisitor): unknown => claimsIn(visitor.cookies.get(access) ?? '')['sid'];
    expect(sid(victim)).not.toBe(sid(attacker));
    expect((await victim.expect(200, 'GET', '/api/auth/me')).field('name')).toBe('sera');
    await expect.poll(async () => (await attacker.ask('GET', '/api/auth/me')).status, {timeout: 10_000}).toBe(401);
  });

  it('is not guessed faster by who claims another address with every attempt', async () => {
    const guessed = await person(admin, {name: 'guessed', role: 'user', unix: null});
    const statuses: number[] = [];
    for (let attempt = 1; attempt <= 12 && statuses.at(-1) !== 429; attempt += 1) {
      const headers = {'x-forwarded-for': `198.51.100.${attempt}`, forwarded: `for=198.51.100.${attempt}`};
      const json = {name: guessed.name, password: `wrong ${attempt}`};
      statuses.push((await new WebVisitor(vip).ask('POST', '/api/auth/login', {json, headers})).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeLessThanOrEqual(8);
    await admin.visitor.expect(204, 'POST', `/api/auth/users/${guessed.id}/unlock`);
  });
});

describe('another site', () => {
  it('cannot make a browser change anything at any service, nor open its live view', async () => {
    const changes = [
      ['POST', '/api/auth/password', {current: 'x', next: 'y'}],
      ['POST', '/api/jobs', {script: '#!/bin/sh\n'}],
      ['POST', '/api/jobs/1/cancel', {}],
      ['POST', '/api/files/mkdir', {path: `${home}/forged`}],
      ['POST', '/api/files/delete', {path: home, recursive: true}],
      ['POST', '/api/files/uploads', {}],
      ['POST', '/api/monitoring/actions/slurm-node/run', {}],
    ] as const;
    for (const [method, path, json] of changes) {
      expect([path, (await admin.visitor.ask(method, path, {json, csrf: false})).status]).toEqual([path, 403]);
      const headers = {origin: 'https://elsewhere.example'};
      expect([path, (await admin.visitor.ask(method, path, {json, headers})).status]).toEqual([path, 403]);
    }
    for (const origin of ['https://elsewhere.example', `https://${vip}.elsewhere.example`, 'null']) {
      const headers = `cookie: ${access}=${accessOf(sera)}\r\norigin: ${origin}\r\n`;
      expect([origin, await rawStatus(vip, 443, upgrade('/ws', headers))]).toEqual([origin, 403]);
    }
    expect(await rawStatus(vip, 443, upgrade('/ws', `cookie: ${access}=${accessOf(sera)}\r\n`))).toBe(403);
    expect(await on('server1', `ls ${home}`)).not.toContain('forged');
  });
});

const tus = {'tus-resumable': '1.0.0'};

function beginUpload(who: Person, path: string, bytes: number) {
  const metadata = `path ${Buffer.from(path).toString('base64')}`;
  const headers = {...tus, 'upload-length': String(bytes), 'upload-metadata': metadata};
  return who.visitor.ask('POST', '/api/files/uploads', {headers});
}

function sendPiece(who: Person, location: string, bytes: Buffer) {
  const type = 'application/offset+octet-stream';
  const headers = {...tus, 'upload-offset': '0', 'content-type': type};
  return who.visitor.ask('PATCH', location, {body: bytes, headers});
}

describe('another user', () => {
  it('cannot show, read, hold, release or cancel a job', async () => {
    const json = {script: '#!/bin/sh\nsleep 600\n', options: {name: 'private', hold: true}};
    const id = String((await sera.visitor.expect(201, 'POST', '/api/jobs', {json})).field('id'));
    for (const [method, path] of [
      ['GET', `/api/jobs/${id}`],
      ['GET', `/api/jobs/${id}/output`],
      ['POST', `/api/jobs/${id}/cancel`],
      ['POST', `/api/jobs/${id}/hold`],
      ['POST', `/api/jobs/${id}/release`],
      ['GET', '/api/jobs?user=sera'],
      ['GET', '/api/jobs?user=all'],
    ] as const) {
      const {status} = await tae.visitor.ask(method, path);
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
    expect((await on('server1', `squeue -h -j ${id} -o %T`)).trim()).toBe('PENDING');
    await sera.visitor.expect(200, 'POST', `/api/jobs/${id}/cancel`);
  });

  it('cannot read, write, move or delete a file, nor go on with an upload', async () => {
    await on('server1', `runuser -u sera -- sh -c 'echo private > ${home}/own'`);
    const theirs = String((await tae.visitor.expect(200, 'GET', '/api/files/roots')).field(0, 'path'));
    await on('server1', `runuser -u tae -- sh -c 'echo x > ${theirs}/mine'`);
    const begun = await beginUpload(sera, `${home}/uploading`, 10);
    const location = String(begun.headers.location);
    const attempts = [
      ['GET', `/api/files/list?${query(home)}`, {}],
      ['GET', `/api/files/stat?${query(`${home}/own`)}`, {}],
      ['GET', `/api/files/content?${query(`${home}/own`)}`, {}],
      ['POST', '/api/files/mkdir', {json: {path: `${home}/new`}}],
      ['POST', '/api/files/move', {json: {path: `${home}/own`, to: `${theirs}/taken`}}],
      ['POST', '/api/files/move', {json: {path: `${theirs}/mine`, to: `${home}/own`, overwrite: true}}],
      ['POST', '/api/files/delete', {json: {path: `${home}/own`}}],
      ['HEAD', location, {headers: tus}],
      ['DELETE', location, {headers: tus}],
    ] as const;
    for (const [method, path, asking] of attempts) {
      const {status} = await tae.visitor.ask(method, path, asking);
      expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
    }
    expect((await beginUpload(tae, `${home}/forced`, 4)).status).toBeGreaterThanOrEqual(400);
    expect((await sendPiece(tae, location, Buffer.from('0123456789'))).status).toBeGreaterThanOrEqual(400);
    await sendPiece(sera, location, Buffer.from('9876543210'));
    expect(await on('server2', `cat ${home}/own ${home}/uploading; ls ${home}`)).toBe(
      'private\n9876543210own\nuploading',
    );
  });
});

describe('a path', () => {
  /** Sent exactly so: a library would tidy them up. */
  const hostile = [
    '/../../../../etc/passwd',
    '/assets/../../../../etc/passwd',
    '/assets/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/monitoring/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/admin/assets/..%5c..%5c..%5cetc%5cpasswd',
    '/admin/assets/%252e%252e%252f%252e%252e%252fetc%252fpasswd',
    '/hpcha-ca.crt/../server.key',
    '/hpcha-ca.crt..%2fserver.key',
    '/hpcha-ca.crt%00.key',
    '/api/jobs/..%2f..%2finternal/snapshot',
    '/api/auth/../../internal/snapshot',
    '//internal/snapshot',
    '/%69nternal/snapshot',
    '/internal%2fsnapshot',
    '/ws/../internal/readings',
    '/api/files/../../internal/snapshot',
    'http://127.0.0.1:5010/internal/snapshot',
  ];

  it.each(hostile)('like %s leads nowhere', async (path) => {
    for (const [address, port] of [
      [vip, 443],
      [vip, 80],
    ] as const) {
      const request = `GET ${path} HTTP/1.1\r\nhost: ${vip}\r\nconnection: close\r\n\r\n`;
      const {said, ended, socket} = await talk(address, port, request);
      const timer = setTimeout(() => socket.destroy(), 10_000);
      await ended;
      clearTimeout(timer);
      expect(said()).toMatch(/^HTTP\/1\.1 /);
      expect(said()).not.toMatch(/root:x:0|PRIVATE KEY|"judgement"|"looks"/);
    }
  });

  it('through a link out of the own folders takes no upload, no output of a job and no file along', async () => {
    await on('server1', `runuser -u sera -- sh -c 'cd ${home} && ln -sfn /tmp away && ln -sfn /etc/shadow shadow'`);
    expect((await beginUpload(sera, `${home}/away/planted`, 4)).status).toBeGreaterThanOrEqual(400);
    for (const path of [`${home}/shadow`, `${home}/away/x`])
      expect((await sera.visitor.ask('GET', `/api/files/content?${query(path)}`)).status).toBeGreaterThanOrEqual(400);
    const json = {script: '#!/bin/sh\ntrue\n', options: {name: 'linked', hold: true, output: `${home}/linked-output`}};
    const id = String((await sera.visitor.expect(201, 'POST', '/api/jobs', {json})).field('id'));
    await on('server1', `runuser -u sera -- ln -sfn /etc/shadow ${home}/linked-output`);
    const output = await sera.visitor.ask('GET', `/api/jobs/${id}/output`);
    expect([output.status >= 400, /root:/.test(output.text)]).toEqual([true, false]);
    await sera.visitor.expect(200, 'POST', `/api/jobs/${id}/cancel`);
    expect(await on('server1', 'ls /tmp')).not.toContain('planted');
  });

  it('of an upload with a hostile name is refused or is a name and nothing else', async () => {
    const names = [
      '../escaped',
      'a/../../escaped',
      '/etc/cron.d/escaped',
      'nul\0escaped',
      'new\nescaped',
      'esc\u001b[2Jescaped',
      'rtl\u202eescaped',
      ' escaped',
      'x'.repeat(256),
      '.hpcha-uploads/escaped',
    ];
    for (const name of names) {
      const begun = await beginUpload(sera, name.startsWith('/') ? name : `${home}/${name}`, 4);
      expect([JSON.stringify(name), begun.status >= 400 && begun.status < 500]).toEqual([JSON.stringify(name), true]);
    }
    const harmless = ['-rf', '$(reboot)', '`id`', 'a;b|c&d', 'quote\'"', '%2e%2e%2fname', '<script>alert(1)<'];
    for (const name of harmless) {
      const begun = await beginUpload(sera, `${home}/${name}`, 4);
      expect([name, begun.status]).toEqual([name, 201]);
      expect([name, (await sendPiece(sera, String(begun.headers.location), Buffer.from('1234'))).status]).toEqual([
        name,
        204,
      ]);
    }
    const there = (await on('server3', `find ${home} -maxdepth 1 -type f -size 4c -printf '%f\\n'`)).trim().split('\n');
    expect(there).toEqual(expect.arrayContaining(harmless));
    expect(await on('server1', `find ${home}/.. /etc/cron.d -maxdepth 1 -name '*escaped*'`)).toBe('');
    for (const name of harmless)
      await sera.visitor.expect(200, 'POST', '/api/files/delete', {json: {path: `${home}/${name}`}});
  });
});

describe('what is too large', () => {
  it('is refused by each service, as a body, a header and a length that is only announced', async () => {
    const headers = {'content-type': 'application/json'};
    for (const [who, path] of [
      [admin, '/api/auth/login'],
      [admin, '/api/monitoring/actions/slurm-node/plan'],
      [sera, '/api/files/mkdir'],
    ] as const) {
      const answer = await who.visitor.ask('POST', path, {body: Buffer.alloc(900_000, 0x20), headers});
      expect([path, answer.status]).toEqual([path, 413]);
    }
    const script = await sera.visitor.ask('POST', '/api/jobs', {body: Buffer.alloc(6_000_000, 0x20), headers});
    expect(script.status).toBe(413);
    const [plain, much] = ['host: x\r\n', `x-large: ${'a'.repeat(70_000)}\r\n`];
    expect(await rawStatus(vip, 443, `GET / HTTP/1.1\r\n${plain}${much}\r\n`)).toBe(400);
    const announced = `POST /api/auth/login HTTP/1.1\r\n${plain}content-length: 99999999999\r\n\r\n`;
    expect(await rawStatus(vip, 443, announced)).toBe(413);
    const upload = await beginUpload(sera, `${home}/endless`, 2 ** 50);
    expect(upload.status).toBe(413);
  });
});

/** From a shell on the controller: how long a service bears a request that is sent like this, in seconds. */
async function borne(port: number, head: string, drip: string, mostSeconds: number): Promise<number> {
  const send = `exec 3<>/dev/tcp/127.0.0.1/${port}; printf '${head}' >&3; while printf '${drip}' >&3; do sleep 0.5; done`;
  const timed = `start=$(date +%s%N); timeout ${mostSeconds} bash -c "${send}" 2>/dev/null; echo $((($(date +%s%N) - start) / 1000000))`;
  return Number((await on('server1', timed, (mostSeconds + 20) * 1000)).trim()) / 1000;
}

describe('who sends slowly', () => {
  const others = async (): Promise<number> => {
    const began = performance.now();
    await new WebVisitor(vip).expect(200, 'GET', '/api/auth/healthz');
    return performance.now() - began;
  };

  it('headers, six hundred at once through nginx, keeps nobody else waiting and is let go', async () => {
    const drip = {text: 'x-a: b\r\n', everyMs: 1000};
    const many = await Promise.all(
      Array.from({length: 600}, () => talk(vip, 443, `GET / HTTP/1.1\r\nhost: ${vip}\r\n`, drip)),
    );
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) waits.push(await others());
    expect(Math.max(...waits)).toBeLessThan(2000);
    const bore = await Promise.all(many.map(({ended}) => ended));
    expect(Math.max(...bore)).toBeLessThan(25_000);
  });

  it('bodies, through nginx, keeps nobody else waiting and is let go', async () => {
    const head = `POST /api/auth/login HTTP/1.1\r\nhost: ${vip}\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{`;
    const drip = {text: ' ', everyMs: 1000};
    const many = await Promise.all(Array.from({length: 60}, () => talk(vip, 443, head, drip)));
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) waits.push(await others());
    expect(Math.max(...waits)).toBeLessThan(2000);
    const bore = await Promise.all(many.map(({ended}) => ended));
    expect(Math.max(...bore)).toBeLessThan(60_000);
  });

  it('headers or a body straight to a service is let go as well', async () => {
    const host = 'Host: x\\r\\n';
    const body = 'Content-Type: application/json\\r\\nContent-Length: 60000\\r\\n\\r\\n';
    for (const port of [5000, 5001, 5002, 5003, 5010, 5173])
      expect([port, (await borne(port, `GET /healthz HTTP/1.1\\r\\n${host}`, 'x: y\\r\\n', 30)) < 15]).toEqual([
        port,
        true,
      ]);
    for (const [port, path] of [
      [5000, '/api/auth/login'],
      [5001, '/api/jobs'],
      [5002, '/api/files/mkdir'],
      [5003, '/api/monitoring/acknowledgements'],
    ] as const) {
      const most = await borne(port, `POST ${path} HTTP/1.1\\r\\n${host}${body}`, ' ', 60);
      expect([path, most < 40]).toEqual([path, true]);
    }
  });
});

/** Findings of testssl.sh that are so by decision; everything else of MEDIUM or worse fails. */
const justified: Readonly<Record<string, string>> = {
  cert_revocation: 'an authority of the cluster itself has no list and no responder that a browser could ask',
};

describe('TLS', () => {
  it('is as testssl.sh would have it: 1.2 and 1.3 alone, HSTS, and nothing of MEDIUM or worse that has no reason', async () => {
    await installTestssl();
    const authority = `${world.lab.paths.config}.ca.crt`;
    writeFileSync(authority, await on('server1', 'cat /etc/hpcha/web/tls/ca.crt'));
    const findings = await testTls(vip, authority).finally(() => rmSync(authority, {force: true}));
    const of = (id: string): string => findings.find((one) => one.id === id)?.finding ?? 'not told';
    for (const id of ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1']) expect([id, of(id)]).toEqual([id, 'not offered']);
    for (const id of ['TLS1_2', 'TLS1_3']) expect([id, of(id)]).toEqual([id, expect.stringMatching(/^offered/)]);
    expect(findings.find(({id}) => id === 'HSTS_time' || id === 'HSTS')).toMatchObject({severity: 'OK'});
    const bad = findings.filter(({severity}) => /^(MEDIUM|HIGH|CRITICAL|FATAL)$/.test(severity));
    const reasonless = bad.filter(({id}) => justified[id.replace(/ <.*/, '')] === undefined);
    expect(reasonless.map(({id, severity, finding}) => `${severity} ${id}: ${finding}`)).toEqual([]);
    // A scan that broke off has few findings, and none of them bad.
    expect(findings.length).toBeGreaterThan(80);
  });
});
