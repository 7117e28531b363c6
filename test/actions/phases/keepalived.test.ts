// What phase 5 promises: nobody is rendered as master, peers know each other, the configured owner is first.

import {expect, test} from 'vitest';
import {keepalivedPhase} from '../../../src/actions/phases/keepalived.ts';
import {bareSnapshot, configOf, seen, survey, withReadings} from '../support/cluster.ts';
import {fileOn, partOf, refusedCodes} from '../support/parts.ts';

const conf = '/etc/keepalived/keepalived.conf';
const hosts = ['server1', 'server2', 'server3'];

function files(config = configOf()): readonly string[] {
  const {steps} = partOf(keepalivedPhase.plan(bareSnapshot(config), config));
  return config.nodes.controllers.map(({hostname}) => fileOn(steps, hostname, conf));
}

test.each([2, 3, 5])('of %i controllers none is rendered as master, and all priorities differ', (count) => {
  const texts = files(configOf(count));
  for (const text of texts) {
    expect(text).toContain('state BACKUP\n');
    expect(text).toContain('nopreempt\n');
    expect(text).not.toContain('MASTER\n');
  }
  const priorities = texts.map((text) => /^ +priority (\d+)$/m.exec(text)?.[1]);
  expect(new Set(priorities).size).toBe(count);
});

test('unicast lists are symmetric: each names exactly the others', () => {
  const addresses = hosts.map((_, index) => `10.0.0.${101 + index}`);
  files().forEach((text, index) => {
    const peers = /unicast_peer \{\n([^}]*)\}/.exec(text)?.[1]?.trim().split(/\s+/);
    expect(peers).toEqual(addresses.filter((_, other) => other !== index));
    expect(text).toContain(`unicast_src_ip ${addresses[index]}\n`);
  });
});

test('VRRP version 3 with the configured interval, and weight 0 for every check and the maintenance flag', () => {
  for (const text of files()) {
    expect(text).toContain('vrrp_version 3\n');
    expect(text).toContain('advert_int 0.2\n');
    expect(new Set(text.match(/^ +weight .*$/gm)?.map((line) => line.trim()))).toEqual(new Set(['weight 0']));
    expect(text).toContain('file "/run/hpcha/vrrp.maint"');
    expect(text).toContain('enable_script_security\n');
  }
});

test('a controller is judged only by what runs on it', () => {
  const config = configOf(3, {}, [{}, {mariadb: false}]);
  const [first, second] = files(config);
  expect(first).toContain('vrrp_script hpcha_galera');
  expect(second).not.toContain('galera');
  expect(second).toContain('vrrp_script hpcha_gluster');
});

test('the configured owner starts alone, whatever its priority, and only on an address that is free', () => {
  const owner = {hostname: 'server2', ip_address: '10.0.0.102', vip_owner: true};
  const others = ['server1', 'server3'].map((hostname) => ({
    hostname,
    ip_address: `10.0.0.10${hostname.at(-1) ?? ''}`,
  }));
  const config = configOf(3, {nodes: {controllers: [others[0], owner, others[1]], compute_nodes: []}});
  const {steps} = partOf(keepalivedPhase.plan(bareSnapshot(config), config));
  const first = steps.filter(({stage}) => stage === 'vip-first');
  expect(first.map(({on}) => on)).toEqual(['server2']);
  expect(first[0]?.before.map(({name}) => name)).toEqual(['vip-not-foreign']);
  expect(steps.filter(({stage}) => stage === 'vip-others').map(({on}) => on)).toEqual(['server1', 'server3']);
});

test('without an interface that holds the address of the controller the phase refuses', () => {
  const config = configOf();
  const elsewhere = seen(survey('192.168.7.7'));
  const snapshot = withReadings(bareSnapshot(config), 'survey', {server3: elsewhere});
  expect(refusedCodes(keepalivedPhase.plan(snapshot, config))).toEqual(['VipInterfaceUnknown@server3']);
});

test('one controller alone is told that nobody takes over', () => {
  const config = configOf(1);
  const part = partOf(keepalivedPhase.plan(bareSnapshot(config), config));
  expect(part.notes.map(({code}) => code)).toEqual(['VipWithoutStandby']);
});
