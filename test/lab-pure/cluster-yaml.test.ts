// The YAML of a lab must be one that the configuration accepts without a word.

import {describe, expect, it} from 'vitest';
import {reviewConfig} from '../../src/config/load.ts';
import {clusterYaml, newPasswords} from '../../src/lab/cluster-yaml.ts';
import {machineSpecs} from '../../src/lab/naming.ts';
import {labPaths, labRoot} from '../../src/lab/paths.ts';
import type {LabState} from '../../src/lab/state.ts';

const paths = labPaths(labRoot({HPCHA_LAB_DIR: '/srv/labs'}), 'demo');

function yamlFor(controllers: number, compute: number): string {
  const state: LabState = {
    schema: 1,
    name: 'demo',
    index: 3,
    base: 'b',
    repo: 'r',
    configHash: '',
    machines: machineSpecs(3, controllers, compute).map((spec) => ({...spec, power: 'off', link: 'up', groups: []})),
  };
  return clusterYaml(paths, state, newPasswords(), {cpus: 2, memoryMb: 1024});
}

describe('the YAML of a lab', () => {
  it.each([
    [3, 1],
    [5, 2],
    [12, 0],
  ])('is accepted without an error for %i controllers and %i compute nodes', (controllers, compute) => {
    const {messages, config} = reviewConfig('my_multihead_cluster.yaml', yamlFor(controllers, compute), {});
    expect(messages.filter((message) => message.level === 'error')).toEqual([]);
    expect(config?.nodes.controllers).toHaveLength(controllers);
    expect(config?.nodes.compute_nodes).toHaveLength(compute);
  });

  it('marks the cluster as a lab, strict about host keys, with the lab’s own key', () => {
    const {config} = reviewConfig('my_multihead_cluster.yaml', yamlFor(3, 1), {});
    expect(config?.lab).toBe(true);
    expect(config?.nodes.controllers[0]?.ssh).toMatchObject({
      user: 'root',
      host_key: 'strict',
      identity_file: paths.key,
      known_hosts: paths.knownHosts,
    });
    expect(config?.network).toMatchObject({vip: '10.77.3.100', vip_prefix: 24, interface: 'eth0'});
  });

  it('gives falling, different priorities and one VIP owner, the first', () => {
    const controllers = reviewConfig('x.yaml', yamlFor(12, 0), {}).config?.nodes.controllers ?? [];
    const priorities = controllers.map((controller) => controller.priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities).size).toBe(12);
    expect(controllers.filter((controller) => controller.vip_owner).map((controller) => controller.hostname)).toEqual([
      'server1',
    ]);
  });

  it('draws new passwords every time, none of them short', () => {
    const [one, two] = [newPasswords(), newPasswords()];
    for (const [name, value] of Object.entries(one)) {
      expect(value.length).toBeGreaterThanOrEqual(24);
      expect(value).not.toBe(two[name]);
    }
  });
});
