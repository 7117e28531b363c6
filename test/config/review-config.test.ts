// What the configuration's checker promises: every fault is named with its line, its key and its fix.

import {describe, expect, it} from 'vitest';
import {templateText} from '../../src/actions/templates.ts';
import {reviewConfig} from '../../src/config/load.ts';
import {secretValues} from '../../src/config/secret-values.ts';
import {referenceEnvironment, referenceSample} from './reference-sample.ts';

const example = templateText('config/my_multihead_cluster.yaml');

function errorsOf(text: string, env: Record<string, string> = {}) {
  return reviewConfig('c.yaml', text, env).messages.filter((message) => message.level === 'error');
}

function find(text: string, key: string) {
  return errorsOf(text).find((message) => message.key === key);
}

describe('the example that `config init` writes', () => {
  it('is valid without any change and warns of nothing', () => {
    const {messages, config} = reviewConfig('c.yaml', example, {});
    expect(messages).toEqual([]);
    expect(config?.nodes.controllers.map((controller) => controller.priority)).toEqual([100, 90, 80]);
  });

  it('yields its secrets as secrets that print as •••', () => {
    const {config} = reviewConfig('c.yaml', example, {});
    if (config === undefined) throw new Error('the example must be valid');
    const values = secretValues(config);
    expect([...values.keys()]).toContain('slurm.db_password');
    expect(values.get('redis.password')?.reveal()).toBe('change-me');
    expect(JSON.stringify(config)).not.toContain('change-me');
  });

  it('lets the real environment win over the environment section', () => {
    const {config} = reviewConfig('c.yaml', example, {REDIS_PASSWORD: 'from-outside', DB_SLURM_PASSWORD: 'also'});
    expect(config?.redis.password?.reveal()).toBe('from-outside');
    expect(config?.slurm.db_password?.reveal()).toBe('also');
  });
});

describe('a controller without web services beside others that have them', () => {
  const off = (more: string) =>
    example.replace('ip_address: 192.168.1.103\n', `ip_address: 192.168.1.103\n      services: {web: false${more}}\n`);

  it('is warned of where it may hold the address: no browser would reach the others there', () => {
    const [warning, ...rest] = reviewConfig('c.yaml', off(''), {}).messages;
    expect(rest).toEqual([]);
    expect(warning).toMatchObject({
      level: 'warning',
      what: expect.stringMatching(/^server3 may hold the virtual address/),
    });
  });

  it('is named where the file has it, whatever its priority', () => {
    const [warning] = reviewConfig('c.yaml', off('').replace('priority: 80', 'priority: 120'), {}).messages;
    expect(warning?.key).toBe('nodes.controllers[2].services.web');
  });

  it('is nothing to speak of where it may not, nor where nobody has them', () => {
    expect(reviewConfig('c.yaml', off(', keepalived: false'), {}).messages).toEqual([]);
    const none = example
      .replace('web: true', 'web: false')
      .replaceAll(/(ip_address: 192\.168\.1\.10[23]\n)/g, '$1      services: {web: false}\n');
    expect(reviewConfig('c.yaml', none, {}).messages).toEqual([]);
  });
});

describe('the reference README', () => {
  it('has its sample named for what it is: undefined variables and three replicas on two controllers', () => {
    const errors = errorsOf(referenceSample);
    for (const name of ['DB_ROOT_PASSWORD', 'REDIS_PASSWORD', 'SESSION_SECRET', 'JWT_SECRET']) {
      expect(
        errors.some((message) => message.what.includes(`variable ${name}`)),
        name,
      ).toBe(true);
    }
    expect(errors.some((message) => message.what.includes('DB_SLURM') || message.hint?.includes('DB_SLURM'))).toBe(
      true,
    );
    const replicas = errors.find((message) => message.key === 'storage.gluster.replica_count');
    expect(replicas).toMatchObject({line: 54, what: '3 bricks need 3 controllers with glusterfs, but there are 2'});
  });

  it('names the nearest defined variable when its environment section is added', () => {
    const errors = errorsOf(`${referenceEnvironment}\n${referenceSample}`);
    const jwt = errors.find((message) => message.key === 'web.jwt_secret');
    expect(jwt?.hint).toContain('JWT_SECRET_KEY');
    expect(errors.some((message) => message.what.includes('variable REDIS_PASSWORD'))).toBe(false);
  });

  it('only warns about a variable of a service that is switched off', () => {
    const text = `${referenceEnvironment}\n${referenceSample}`.replaceAll('web: true', 'web: false');
    const {messages} = reviewConfig('c.yaml', text, {DB_ROOT_PASSWORD: 'x'});
    expect(messages.find((message) => message.key === 'web.jwt_secret')?.level).toBe('warning');
  });
});

describe('faults', () => {
  it('names an unknown key with line, column and the nearest known one', () => {
    expect(find(example.replace('vip_prefix: 24', 'vip_prefx: 24'), 'network.vip_prefx')).toMatchObject({
      what: 'unknown key "vip_prefx"',
      hint: 'did you mean "vip_prefix"?',
      column: 3,
    });
  });

  it('says what was expected of a wrong type and what was there', () => {
    const message = find(example.replace('cpus: 16', 'cpus: many'), 'nodes.compute_nodes[0].cpus');
    expect(message?.what).toBe('expected a number, got "many"');
  });

  it('never prints what stands where a password stands', () => {
    const errors = errorsOf(example.replace('password: ${REDIS_PASSWORD}', 'password: [hunter2]'));
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  it('refuses two vip_owners', () => {
    const text = example.replace('ip_address: 192.168.1.102', 'ip_address: 192.168.1.102\n      vip_owner: true');
    expect(find(text, 'nodes.controllers[1].vip_owner')?.what).toBe('server1 and server2 are all vip_owner');
  });

  it('refuses duplicate addresses and names the holder', () => {
    const text = example.replace('192.168.1.103', '192.168.1.102');
    expect(find(text, 'nodes.controllers[2].ip_address')?.what).toBe('192.168.1.102 is also the address of server2');
  });

  it('refuses equal priorities', () => {
    expect(find(example.replace('priority: 80', 'priority: 90'), 'nodes.controllers[2].priority')?.what).toContain(
      'both have priority 90',
    );
  });

  it('refuses a VIP that is inside no controller network', () => {
    expect(find(example.replace('vip: 192.168.1.100', 'vip: 10.0.0.1'), 'network.vip')?.what).toBe(
      "10.0.0.1 is in no controller's network (192.168.1.0/24)",
    );
  });

  it('refuses a VIP that a machine has', () => {
    expect(find(example.replace('vip: 192.168.1.100', 'vip: 192.168.1.201'), 'network.vip')?.what).toContain(
      'address of node001',
    );
  });

  it.each([
    ['replica_count: 3', 'replica_count: 2', 'storage.gluster.replica_count'],
    ['mode: sentinel # or cluster', 'mode: ring', 'redis.mode'],
    ['nodes: ALL', 'nodes: [node01]', 'slurm.partitions[0].nodes[0]'],
  ])('refuses %s written as %s', (from, to, key) => {
    expect(find(example.replace(from, to), key)).toBeDefined();
  });

  it('accepts replica 2 with an arbiter, and without one only when it is asked for in words', () => {
    expect(errorsOf(example.replace('replica_count: 3', 'replica_count: 2\n    arbiter: true'))).toEqual([]);
    const accepted = example.replace('replica_count: 3', 'replica_count: 2\n    accept_replica_2: true');
    expect(errorsOf(accepted)).toEqual([]);
    expect(reviewConfig('c.yaml', accepted, {}).messages.map((message) => message.level)).toEqual(['warning']);
  });

  it('warns of Slurm without a compute node, which no slurmctld starts with', () => {
    const text = example.replace(/ {2}compute_nodes:[\s\S]*?\nnetwork:/, '  compute_nodes: []\nnetwork:');
    const message = reviewConfig('c.yaml', text, {}).messages.find(({key}) => key === 'nodes.compute_nodes');
    expect(message).toMatchObject({level: 'warning', what: expect.stringContaining('without a compute node')});
  });

  it('names the line of a syntax error', () => {
    expect(errorsOf('cluster:\n  name: [a\nnodes: {}\n')[0]).toMatchObject({level: 'error', file: 'c.yaml'});
  });

  it.each(['', '- a\n- b\n', 'just text'])('says that %j is no configuration', (text) => {
    expect(errorsOf(text).length).toBe(1);
  });
});
