// The configuration that lies on controllers: the same for probes and plans, and without a single secret.

import {describe, expect, it} from 'vitest';
import {publicConfigText, readPublicConfig} from '../../src/config/public-config.ts';
import {resolveConfig} from '../../src/config/resolve.ts';
import {clusterSchema} from '../../src/config/schema.ts';
import {secretValues} from '../../src/config/secret-values.ts';

const config = resolveConfig(
  clusterSchema.parse({
    cluster: {name: 'c1'},
    environment: {DB_SLURM_PASSWORD: 'hidden-slurm'},
    nodes: {
      controllers: [
        {hostname: 'server1', ip_address: '10.0.0.1'},
        {hostname: 'server2', ip_address: '10.0.0.2', services: {mariadb: false}},
      ],
    },
    network: {vip: '10.0.0.100'},
    redis: {password: 'hidden-redis'},
    database: {password: 'hidden-db'},
  }),
  {},
);

describe('the configuration on a controller', () => {
  it('holds no secret, neither its value nor a mark in its place', () => {
    const text = publicConfigText(config);
    expect(text).not.toMatch(/hidden|•/);
    expect(secretValues(readPublicConfig(text)).size).toBe(0);
  });

  it('reads back as the configuration that the probes and actions know, secrets apart', () => {
    const read = readPublicConfig(publicConfigText(config));
    expect(JSON.parse(publicConfigText(read))).toEqual(JSON.parse(publicConfigText(config)));
    expect(read.nodes.controllers.map(({hostname, priority}) => [hostname, priority])).toEqual([
      ['server1', 100],
      ['server2', 90],
    ]);
  });

  it('refuses what it cannot read, naming the key', () => {
    expect(() => readPublicConfig('{}')).toThrow(/cluster/);
    expect(() => readPublicConfig('{')).toThrow(/not JSON/);
  });
});
