// What phase 6 promises: settings that the services can read, secrets by reference and to whom they belong, nginx as specified.

import {describe, expect, test} from 'vitest';
import {webPhase} from '../../../src/actions/phases/web.ts';
import {stopAction} from '../../../src/actions/stop.ts';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {Step} from '../../../src/model/plan.ts';
import {maskText, revealText, Secret, secretsIn} from '../../../src/model/secret.ts';
import {tokenKey} from '../../../src/model/token-key.ts';
import {webServices} from '../../../src/model/web/services.ts';
import {limitsOf} from '../../../src/web/app/limits.ts';
import {webSettingsSchema} from '../../../src/web/settings.ts';
import {bareSnapshot, configOf, planOf} from '../support/cluster.ts';
import {fileOn, partOf} from '../support/parts.ts';

const site = '/etc/nginx/conf.d/hpcha-site.conf';
const script = '/usr/local/lib/hpcha/web-certificate';

function stepsOf(config: ClusterConfig): readonly Step[] {
  return partOf(webPhase.plan(bareSnapshot(config), config)).steps;
}

function contentOf(steps: readonly Step[], path: string) {
  const found = steps.flatMap(({on, operation}) =>
    on === 'server1' && operation.kind === 'file' && operation.path === path ? [operation] : [],
  );
  const [file] = found;
  if (file === undefined) throw new Error(`no step writes ${path}`);
  return file;
}

describe('phase 6', () => {
  test('writes settings that the services accept, with the public key that belongs to the secret', () => {
    const config = configOf(3, {web: {domain: 'hpc.example.org', jwt_secret: 'a-secret'}});
    const {content, mode} = contentOf(stepsOf(config), '/etc/hpcha/web/web.json');
    const text = revealText(content, new Map([['web.jwt_secret', new Secret('a-secret')]]));
    const settings = webSettingsSchema.parse(JSON.parse(text));
    expect(settings).toMatchObject({
      ...{cluster: 'test', node: 'server1', listen: ['127.0.0.1', '10.0.0.101'], vip: '10.0.0.100'},
      ...{tokenKey: tokenKey('a-secret', 'test'), files: {mount: '/mnt/glusterfs', roots: ['home/{user}']}},
    });
    expect(settings.origins[0]).toBe('https://hpc.example.org');
    expect(settings.redis.nodes).toHaveLength(3);
    expect(mode).toBe('0644');
  });

  test('keeps every secret in a file of root alone, and in the plan only by reference', () => {
    const config = configOf(3, {web: {jwt_secret: 'hidden-jwt', session_secret: 'hidden-session'}});
    const steps = stepsOf(config);
    expect(JSON.stringify(steps)).not.toMatch(/hidden-/);
    for (const {operation} of steps) {
      if (operation.kind !== 'file' || secretsIn(operation.content).length === 0) continue;
      // The public key is derived from a secret, and is public.
      expect([operation.path, operation.mode]).toEqual([
        operation.path,
        operation.path.endsWith('/web.json') ? '0644' : '0600',
      ]);
    }
  });

  test('gives each service its own secrets: the seed of the tokens and the database to Auth alone', () => {
    const steps = stepsOf(configOf());
    for (const {name} of webServices) {
      const path = `/etc/systemd/system/hpcha-web@${name}.service.d/credentials.conf`;
      const text = steps
        .flatMap(({operation}) =>
          operation.kind === 'file' && operation.path === path ? maskText(operation.content) : '',
        )
        .join('');
      expect(/jwt_seed|db_auth/.test(text)).toBe(name === 'auth');
      expect(text).not.toContain('peer_key');
    }
  });

  test('has no right to anything in the unit of a service', () => {
    const unit = fileOn(stepsOf(configOf()), 'server1', '/etc/systemd/system/hpcha-web@.service');
    for (const line of ['User=hpcha-web', 'CapabilityBoundingSet=\n', 'ProtectSystem=strict', 'NoNewPrivileges=yes']) {
      expect(unit).toContain(line);
    }
  });

  test('has nginx refuse a body that the service behind would refuse: that one’s answer is lost while the body comes', () => {
    const text = fileOn(stepsOf(configOf()), 'server2', site);
    const limitAt = (path: string): number => {
      const at = text.indexOf(`location ${path} {`);
      return Number(/client_max_body_size (\d+);/.exec(text.slice(at, text.indexOf('proxy_pass', at)))?.[1]);
    };
    for (const {name, path} of webServices) {
      expect([name, limitAt(path === '' ? '/' : path)]).toEqual([name, limitsOf(name).bodyBytes]);
    }
    expect(limitAt('/api/files/uploads')).toBe(50 * 2 ** 30);
  });

  test('puts nginx in front: own services first, peers while they do not answer, limits, TLS, no way inside', () => {
    const text = fileOn(stepsOf(configOf()), 'server2', site);
    for (const {name, port} of webServices) {
      expect(text).toContain(`upstream hpcha_${name} {
    server 127.0.0.1:${port} max_fails=2 fail_timeout=5s;
    server 10.0.0.101:${port} backup max_fails=2 fail_timeout=5s;
    server 10.0.0.103:${port} backup max_fails=2 fail_timeout=5s;`);
    }
    expect(text).toMatch(/zone=hpcha_general:10m rate=10r\/s/);
    expect(text).toMatch(/zone=hpcha_auth:10m rate=5r\/s/);
    expect(text).toMatch(/zone=hpcha_api:10m rate=20r\/s/);
    expect(text).toContain('ssl_protocols TLSv1.2 TLSv1.3;');
    expect(text).toContain('Strict-Transport-Security "max-age=31536000"');
    expect(text).toContain('add_header X-Hpcha-Proxy server2 always;');
    expect(text).toContain('location ^~ /internal {\n        return 404;');
    expect(text).not.toContain('non_idempotent;');
  });

  test('answers what nginx refuses by itself as strictly as what a service answers', () => {
    const text = fileOn(stepsOf(configOf()), 'server2', site);
    // A location with a header of its own inherits none (ngx_http_headers_module).
    for (const [, block = ''] of text.matchAll(/\n {4}location @?\S+.*?\{\n([\s\S]*?)\n {4}\}/g))
      if (block.includes('add_header Retry-After')) expect(block).toContain('Strict-Transport-Security');
    expect(text.match(/Retry-After/g)).toHaveLength(2);
  });

  test('bounds who sends slowly: the header as a whole, bodies by the service that they go on to, connections by address', () => {
    const text = fileOn(stepsOf(configOf()), 'server2', site);
    expect(text.match(/client_header_timeout 10s;/g)).toHaveLength(2);
    expect(text).toContain('proxy_request_buffering off;');
    expect(text).not.toContain('proxy_request_buffering on;');
    expect(text.match(/limit_conn hpcha_open 512;/g)).toHaveLength(2);
    expect(text).toContain('gzip off;');
  });

  test('restarts one controller at a time, and the next only when all services of this one answer', () => {
    const {stages, steps} = partOf(webPhase.plan(bareSnapshot(configOf()), configOf()));
    expect(stages.find(({id}) => id === 'web-restart')?.mode).toBe('rolling');
    expect(stages.find(({id}) => id === 'web-proxy-reload')?.mode).toBe('rolling');
    const restarts = steps.filter(({stage}) => stage === 'web-restart');
    expect(restarts.map(({on}) => on)).toEqual(['server1', 'server2', 'server3']);
    for (const {after} of restarts) expect(after.map(({name}) => name)).toEqual(['web-answers']);
  });

  test('asks nobody for an answer before the restarts: a service whose settings have changed may be unable to give one', () => {
    const {stages, steps} = partOf(webPhase.plan(bareSnapshot(configOf()), configOf()));
    const restarts = stages.findIndex(({id}) => id === 'web-restart');
    const before = new Set(stages.slice(0, restarts).map(({id}) => id));
    const asked = steps.filter(({stage, after}) => before.has(stage) && after.some(({name}) => name === 'web-answers'));
    expect(asked).toEqual([]);
    const ready = steps.filter(
      ({stage, after}) => stage === 'web-ready' && after.some(({name}) => name === 'web-answers'),
    );
    expect(ready.map(({on}) => on)).toEqual(['server1', 'server2', 'server3']);
  });

  test('makes one administrator on one controller, whose password is in no plan', () => {
    const made = stepsOf(configOf()).filter(({stage}) => stage === 'web-administrator');
    expect(made.map(({on}) => on)).toEqual(['server1']);
    expect(made[0]?.operation).toMatchObject({kind: 'exec', stdin: [{secret: 'once.web_administrator'}]});
  });

  test('leaves a controller with web: false alone', () => {
    const steps = stepsOf(configOf(3, {}, [{}, {web: false}]));
    expect(new Set(steps.map(({on}) => on))).toEqual(new Set(['server1', 'server3']));
    expect(fileOn(steps, 'server1', site)).not.toContain('10.0.0.102');
  });

  test('stop knows it: what keepalived looks for, then nginx, then the services', () => {
    const config = configOf();
    const snapshot = {...bareSnapshot(config)};
    const plan = planOf(stopAction.plan({snapshot, config, input: {service: 'web'}, overrides: []}));
    expect(plan.stages.map(({id}) => id)).toEqual(['stop-web-mark', 'stop-web-front', 'stop-web-services']);
    const units = plan.steps.flatMap(({operation}) => (operation.kind === 'unit' ? [operation] : []));
    expect(units[0]).toMatchObject({unit: 'nginx.service', state: 'stopped'});
  });
});

describe('the certificate', () => {
  const textFor = (tls: object) =>
    fileOn(stepsOf(configOf(3, {web: {domain: 'hpc.example.org', tls}})), 'server1', script);

  test('of our own names the site, every controller and the address', () => {
    expect(textFor({})).toContain(
      "names='DNS:hpc.example.org,DNS:server1,DNS:server2,DNS:server3,IP:10.0.0.100,IP:10.0.0.101,IP:10.0.0.102,IP:10.0.0.103'",
    );
  });

  test('that is given stays where it is: its key never travels', () => {
    const tls = {mode: 'files', cert_file: '/etc/ssl/site.pem', key_file: '/etc/ssl/site.key'};
    expect(textFor(tls)).toContain('given_key=/etc/ssl/site.key');
  });

  test('of an authority is asked for only when nginx answers on every controller', () => {
    const tls = {mode: 'acme', acme: {email: 'ops@example.org', directory: 'https://ca.example.org/dir'}};
    const config = configOf(3, {web: {domain: 'hpc.example.org', tls}});
    const order = partOf(webPhase.plan(bareSnapshot(config), config)).stages.map(({id}) => id);
    expect(order.indexOf('web-authority')).toBeGreaterThan(order.indexOf('web-proxy'));
    expect(textFor(tls)).toContain("--server 'https://ca.example.org/dir'");
    expect(fileOn(stepsOf(config), 'server1', site)).toContain('location ^~ /.well-known/acme-challenge/');
  });
});
