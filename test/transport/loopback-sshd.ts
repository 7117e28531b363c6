// A real ssh server in this process, for what a host may do to a client: hang, refuse, change its key, flood, vanish.

import {spawn} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import type {AddressInfo, Socket, Server as TcpServer} from 'node:net';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Connection, ServerChannel} from 'ssh2';
import ssh2 from 'ssh2';
import type {SshConfig} from '../../src/config/schema.ts';

const {generateKeyPairSync, parseKey} = ssh2.utils;

export type Keys = {readonly private: string; readonly public: string};
export const newKeys = (): Keys => generateKeyPairSync('ed25519');
export const newEcdsaKeys = (): Keys => generateKeyPairSync('ecdsa', {bits: 256});

export type Sshd = {
  readonly port: number;
  /** Connections that got as far as TCP. */
  accepted(): number;
  /** Exec channels that were open at the same time, at most. */
  mostChannels(): number;
  refusedChannels(): number;
  /** Different keys that clients have offered. */
  offeredKeys(): number;
  readonly commands: string[];
  /** Stops answering without closing anything, as a machine whose cable was pulled. */
  freeze(): void;
  /** Ends every connection that is open. */
  hangUp(): void;
  close(): Promise<void>;
};

export type SshdOptions = {
  readonly hostKeys: readonly Keys[];
  readonly authorized: readonly Keys[];
  /** Instead of running the command by /bin/sh. */
  readonly onExec?: (command: string, channel: ServerChannel) => void;
  readonly port?: number;
  /** Sessions at once; more are refused, as sshd's MaxSessions does. */
  readonly maxSessions?: number;
};

/** Runs commands by /bin/sh, as a real sshd does. Listens on 127.0.0.2, which is no address of a controller. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  const offered = new Set<string>();
  let accepted = 0;
  let open = 0;
  let most = 0;
  let refused = 0;
  let sessions = 0;
  const server = new ssh2.Server({hostKeys: options.hostKeys.map((one) => one.private)}, (client) => {
    admit(client, options, offered);
    client.on('error', () => undefined);
    client.on('session', (accept, reject) => {
      if (sessions >= (options.maxSessions ?? 10)) {
        refused += 1;
        reject();
        return;
      }
      const session = accept();
      sessions += 1;
      session.on('close', () => (sessions -= 1));
      session.on('exec', (acceptExec, _reject, info) => {
        const channel = acceptExec();
        commands.push(info.command);
        open += 1;
        most = Math.max(most, open);
        channel.on('close', () => (open -= 1));
        (options.onExec ?? runByShell)(info.command, channel);
      });
    });
    client.on('tcpip', (accept, reject, info) => {
      if (info.destPort === 1) return reject();
      const channel = accept();
      const socket = connect(info.destPort, info.destIP);
      socket.on('error', () => channel.close());
      channel.pipe(socket).pipe(channel);
    });
  });
  // Our own listener, so that connections can be counted and frozen below ssh.
  const front = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  const port = await listen(front, options.port ?? 0);
  return {
    port,
    accepted: () => accepted,
    mostChannels: () => most,
    refusedChannels: () => refused,
    offeredKeys: () => offered.size,
    commands,
    freeze: () => {
      for (const socket of sockets) {
        socket.removeAllListeners('data');
        socket.pause();
        socket.write = () => true;
      }
    },
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => front.close(() => resolve()));
    },
  };
}

/** Accepts TCP and never says a word: a SIGSTOPped sshd. */
export async function startSilent(): Promise<{readonly port: number; close(): Promise<void>}> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const port = await listen(server, 0);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A directory with a private key and a known_hosts for that server, and the ssh section that names them. */
export function clientSide(
  keys: Keys,
  port: number,
  knownKeys: readonly Keys[],
  more: Partial<SshConfig> = {},
): SshConfig {
  const dir = mkdtempSync(join(tmpdir(), 'hpcha-client-'));
  const identity = join(dir, 'id');
  const knownHosts = join(dir, 'known_hosts');
  writeFileSync(identity, keys.private, {mode: 0o600});
  writeFileSync(knownHosts, knownKeys.map((one) => `[127.0.0.2]:${port} ${one.public}\n`).join(''));
  return {
    user: 'root',
    port,
    become: 'none',
    host_key: 'strict',
    connect_timeout: 8,
    mesh: false,
    config_file: false,
    identity_file: identity,
    known_hosts: knownHosts,
    ...more,
  };
}

export const nodeOn = (ssh: SshConfig): {hostname: string; ip_address: string; ssh: SshConfig} => ({
  hostname: 'server1',
  ip_address: '127.0.0.2',
  ssh,
});

function admit(client: Connection, options: SshdOptions, offered: Set<string>): void {
  const allowed = options.authorized.map((one) => parseKey(one.public)).filter((one) => !(one instanceof Error));
  client.on('authentication', (context) => {
    if (context.method !== 'publickey') return context.reject(['publickey']);
    offered.add(context.key.data.toString('base64'));
    const key = allowed.find((one) => !(one instanceof Error) && one.getPublicSSH().equals(context.key.data));
    if (key === undefined || key instanceof Error) return context.reject(['publickey']);
    if (context.signature === undefined || context.blob === undefined) return context.accept();
    return key.verify(context.blob, context.signature, context.hashAlgo) ? context.accept() : context.reject();
  });
}

function runByShell(command: string, channel: ServerChannel): void {
  const child = spawn('/bin/sh', ['-c', command]);
  child.stdout.on('data', (data: Buffer) => channel.write(data));
  child.stderr.on('data', (data: Buffer) => channel.stderr.write(data));
  child.stdin.on('error', () => undefined);
  channel.on('data', (data: Buffer) => child.stdin.write(data));
  channel.on('end', () => child.stdin.end());
  channel.on('close', () => child.kill());
  child.on('close', (code, signal) => {
    if (code === null) channel.exit(signal?.replace(/^SIG/, '') ?? 'KILL');
    else channel.exit(code);
    channel.end();
  });
}

async function listen(server: TcpServer, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.2', resolve));
  const address = server.address();
  return (address as AddressInfo).port;
}
