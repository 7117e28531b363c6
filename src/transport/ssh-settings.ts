// Works out how one host is logged into: the YAML's ssh section first, then ~/.ssh/config, then ssh's own defaults. Pure.

import {join} from 'node:path';
import type {SshConfig} from '../config/schema.ts';
import {HpchaError} from '../model/error.ts';
import type {SshConfigFile, SshOptions} from './ssh-config-file.ts';

/** The parts of the environment that ssh looks at. */
export type SshSurroundings = {readonly home: string; readonly agent: string | undefined};

export type SshSettings = {
  /** For messages. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly {readonly path: string; readonly asked: boolean}[];
  readonly identitiesOnly: boolean;
  readonly agent: string | undefined;
  readonly knownHosts: readonly string[];
  readonly aliases: readonly string[];
  readonly hostKey: 'strict' | 'accept-new';
  /** Hosts to go through, the nearest first. */
  readonly jumps: readonly JumpSpec[];
  readonly connectTimeoutMs: number;
};

export type JumpSpec = {readonly host: string; readonly user?: string; readonly port?: number};

/** The schema's defaults: a value that equals its default does not outrank ~/.ssh/config, because nobody need have written it. */
const defaultUser = 'root';
const defaultPort = 22;
const usualKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** Settings of a controller or compute node. `ip_address` of the YAML says which machine is meant; an alias that names another is not used. */
export function settingsFor(
  node: {readonly hostname: string; readonly ip_address: string; readonly ssh: SshConfig},
  file: SshConfigFile,
  around: SshSurroundings,
): SshSettings {
  const {options, address} = optionsOfNode(node.hostname, node.ip_address, file);
  const {ssh} = node;
  const user = ssh.user === defaultUser ? (first(options, 'user') ?? ssh.user) : ssh.user;
  const port = ssh.port === defaultPort ? numberOf(first(options, 'port'), ssh.port) : ssh.port;
  const jump = ssh.jump ?? first(options, 'proxyjump');
  return complete({host: node.hostname, address, port, user, aliases: [node.hostname], jump, ssh, options, around});
}

/** Settings of a host to go through: its own entry in ~/.ssh/config, its own words, and the cluster's ssh section for the rest. */
export function settingsForJump(
  spec: JumpSpec,
  ssh: SshConfig,
  file: SshConfigFile,
  around: SshSurroundings & {readonly login: string},
): SshSettings {
  const options = file.optionsFor(spec.host);
  return complete({
    host: spec.host,
    address: first(options, 'hostname') ?? spec.host,
    port: spec.port ?? numberOf(first(options, 'port'), defaultPort),
    user: spec.user ?? first(options, 'user') ?? around.login,
    aliases: [spec.host],
    jump: first(options, 'proxyjump'),
    ssh,
    options,
    around,
  });
}

/** `[user@]host[:port]`, comma-separated for several; `ssh://` and brackets around IPv6 as ssh takes them. Throws `config`. */
export function parseJumps(text: string | undefined): readonly JumpSpec[] {
  if (text === undefined || text.toLowerCase() === 'none') return [];
  return text.split(',').map((part) => {
    const match = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(\[[^\]\s]+\]|[^:@\s[\]]+)(?::(\d{1,5}))?\/?$/.exec(part.trim());
    const host = match?.[2]?.replace(/^\[|\]$/g, '');
    if (match === null || host === undefined) {
      throw new HpchaError({code: 'config', where: 'ssh.jump', what: `"${part}" is no [user@]host[:port]`});
    }
    const [, user, , port] = match;
    return {host, ...(user === undefined ? {} : {user}), ...(port === undefined ? {} : {port: Number(port)})};
  });
}

function optionsOfNode(hostname: string, ip: string, file: SshConfigFile): {options: SshOptions; address: string} {
  const byAddress = file.optionsFor(ip);
  const address = first(byAddress, 'hostname') ?? ip;
  const byName = file.optionsFor(hostname);
  const named = first(byName, 'hostname');
  // The same host name in another cluster: its entry must not lead there.
  if (named !== undefined && /^[\d.]+$|:/.test(named) && named !== ip) return {options: byAddress, address};
  return {options: {...byAddress, ...byName}, address};
}

type Parts = {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly aliases: readonly string[];
  readonly jump: string | undefined;
  readonly ssh: SshConfig;
  readonly options: SshOptions;
  readonly around: SshSurroundings;
};

function complete(parts: Parts): SshSettings {
  const {ssh, options, around, host, address, port, user} = parts;
  const expand = (path: string): string => expandPath(path, {home: around.home, host: address, user});
  const fromFile = options['identityfile'] ?? [];
  const asked = (ssh.identity_file === undefined ? fromFile : [ssh.identity_file]).map((path) => ({
    path: expand(path),
    asked: true,
  }));
  const usual = usualKeys.map((name) => ({path: join(around.home, '.ssh', name), asked: false}));
  const alias = first(options, 'hostkeyalias');
  return {
    host,
    address,
    port,
    user,
    identityFiles: asked.length > 0 ? asked : usual,
    identitiesOnly: first(options, 'identitiesonly')?.toLowerCase() === 'yes',
    agent: agentOf(first(options, 'identityagent'), around, expand),
    knownHosts: knownHostsOf(ssh, options, around).map(expand),
    aliases: [...(alias === undefined ? [] : [alias]), ...parts.aliases],
    hostKey: ssh.host_key,
    jumps: parseJumps(parts.jump),
    connectTimeoutMs: ssh.connect_timeout * 1000,
  };
}

function knownHostsOf(ssh: SshConfig, options: SshOptions, around: SshSurroundings): readonly string[] {
  if (ssh.known_hosts !== undefined) return [ssh.known_hosts];
  const words = (key: string): readonly string[] =>
    (options[key] ?? []).flatMap((value) => value.split(/\s+/)).filter((one) => one !== '' && one !== 'none');
  const own = words('userknownhostsfile');
  const system = words('globalknownhostsfile');
  return [
    ...(own.length > 0 ? own : [join(around.home, '.ssh', 'known_hosts'), join(around.home, '.ssh', 'known_hosts2')]),
    ...(system.length > 0 ? system : ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
  ];
}

function agentOf(
  identityAgent: string | undefined,
  around: SshSurroundings,
  expand: (path: string) => string,
): string | undefined {
  if (identityAgent === undefined || identityAgent === 'SSH_AUTH_SOCK') return around.agent;
  return identityAgent.toLowerCase() === 'none' ? undefined : expand(identityAgent);
}

function expandPath(
  path: string,
  tokens: {readonly home: string; readonly host: string; readonly user: string},
): string {
  const {home, host, user} = tokens;
  const values: Readonly<Record<string, string>> = {'%d': home, '%h': host, '%r': user, '%%': '%'};
  return path.replace(/^~(?=\/|$)/, home).replace(/%[dhr%]/g, (token) => values[token] ?? token);
}

function first(options: SshOptions, key: string): string | undefined {
  return options[key]?.[0];
}

function numberOf(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value > 0 && value < 65536 ? value : otherwise;
}
