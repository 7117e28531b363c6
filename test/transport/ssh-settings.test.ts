// How a host is logged into: YAML first, then ~/.ssh/config, then ssh's defaults.

import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {SshConfig} from '../../src/config/schema.ts';
import type {SshConfigFile} from '../../src/transport/ssh-config-file.ts';
import {emptySshConfig, readSshConfig} from '../../src/transport/ssh-config-file.ts';
import {parseJumps, settingsFor, settingsForJump} from '../../src/transport/ssh-settings.ts';

const home = mkdtempSync(join(tmpdir(), 'hpcha-ssh-'));
mkdirSync(join(home, '.ssh', 'conf.d'), {recursive: true});
const around = {home, agent: '/run/agent', login: 'alice'};
const base: SshConfig = {user: 'root', port: 22, become: 'auto', host_key: 'strict', connect_timeout: 8, mesh: false};

function configFile(text: string): SshConfigFile {
  const path = join(home, '.ssh', 'config');
  writeFileSync(path, text);
  return readSshConfig(path, home);
}
const node = (ssh: Partial<SshConfig> = {}): Parameters<typeof settingsFor>[0] => ({
  hostname: 'server1',
  ip_address: '10.0.0.1',
  ssh: {...base, ...ssh},
});

describe('ssh settings', () => {
  it('without any configuration: root, port 22, the usual keys, the agent, both known_hosts', () => {
    expect(settingsFor(node(), emptySshConfig, around)).toMatchObject({
      address: '10.0.0.1',
      port: 22,
      user: 'root',
      agent: '/run/agent',
      jumps: [],
      connectTimeoutMs: 8000,
      identityFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => ({
        path: join(home, '.ssh', name),
        asked: false,
      })),
      knownHosts: expect.arrayContaining([join(home, '.ssh/known_hosts'), '/etc/ssh/ssh_known_hosts']),
    });
  });

  it('~/.ssh/config fills in what the YAML leaves at its default', () => {
    const file = configFile(
      'Host server1\n  User admin\n  Port 2222\n  IdentityFile ~/.ssh/a\n  IdentityFile %d/%h-%r\n  ProxyJump bob@jump:2022\n  UserKnownHostsFile ~/kh\n  IdentitiesOnly yes\n  HostKeyAlias one\n',
    );
    expect(settingsFor(node(), file, around)).toMatchObject({
      user: 'admin',
      port: 2222,
      identitiesOnly: true,
      identityFiles: [
        {path: join(home, '.ssh/a'), asked: true},
        {path: join(home, '10.0.0.1-admin'), asked: true},
      ],
      jumps: [{host: 'jump', user: 'bob', port: 2022}],
      knownHosts: expect.arrayContaining([join(home, 'kh')]),
      aliases: ['one', 'server1'],
    });
  });

  it('the YAML wins over ~/.ssh/config where it says something', () => {
    const file = configFile(
      'Host server1\n  User admin\n  Port 2222\n  IdentityFile ~/.ssh/a\n  ProxyJump jump\n  UserKnownHostsFile ~/kh\n',
    );
    const ssh = {user: 'ops', port: 2200, identity_file: '~/key', jump: 'none', known_hosts: '/etc/kh'};
    expect(settingsFor(node(ssh), file, around)).toMatchObject({
      user: 'ops',
      port: 2200,
      identityFiles: [{path: join(home, 'key'), asked: true}],
      jumps: [],
      knownHosts: ['/etc/kh'],
    });
  });

  it('an entry of the same host name that leads to another machine is not used', () => {
    const file = configFile('Host server1\n  HostName 192.168.9.9\n  User other\n');
    expect(settingsFor(node(), file, around)).toMatchObject({address: '10.0.0.1', user: 'root'});
  });

  it('an entry for the address itself may lead elsewhere (a forwarded port)', () => {
    const file = configFile('Host 10.0.0.1\n  HostName gate\n  Port 2201\n');
    expect(settingsFor(node(), file, around)).toMatchObject({address: 'gate', port: 2201});
  });

  it('Include is followed, and what comes after it still belongs to the block around it', () => {
    writeFileSync(join(home, '.ssh/conf.d/a.conf'), 'Host unrelated\n  User nobody\n');
    const file = configFile('Include conf.d/*.conf\nUser fallback\nHost server1\n  Port 2222\n');
    expect(settingsFor(node(), file, around)).toMatchObject({user: 'fallback', port: 2222});
  });

  it('an Include that never ends is an error with the file', () => {
    writeFileSync(join(home, '.ssh/conf.d/a.conf'), 'Include conf.d/a.conf\n');
    expect(() => configFile('Include conf.d/a.conf\n')).toThrow(/16 levels/);
    writeFileSync(join(home, '.ssh/conf.d/a.conf'), '');
  });

  it('IdentityAgent none switches the agent off', () => {
    expect(settingsFor(node(), configFile('Host *\n  IdentityAgent none\n'), around).agent).toBeUndefined();
  });

  it('a jump host takes its own entry of ~/.ssh/config, and the login name of this account', () => {
    const file = configFile('Host jump\n  HostName 192.0.2.7\n  Port 2022\n');
    expect(settingsForJump({host: 'jump'}, base, file, around)).toMatchObject({
      address: '192.0.2.7',
      port: 2022,
      user: 'alice',
    });
    expect(settingsForJump({host: 'jump', user: 'bob', port: 22}, base, file, around)).toMatchObject({
      user: 'bob',
      port: 22,
    });
  });

  it.each([
    ['jump', [{host: 'jump'}]],
    ['a@b:1,c', [{host: 'b', user: 'a', port: 1}, {host: 'c'}]],
    ['ssh://a@[2001:db8::1]:22', [{host: '2001:db8::1', user: 'a', port: 22}]],
    [undefined, []],
  ])('reads the jumps of %s', (text, jumps) => {
    expect(parseJumps(text)).toEqual(jumps);
  });

  it('says what is wrong with a jump that cannot be read', () => {
    expect(() => parseJumps('a b')).toThrow(/\[user@\]host\[:port\]/);
  });
});
