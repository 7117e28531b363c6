// ssh against a real server in this process: what is believed, what is refused, and that nothing ever hangs.

import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {HpchaError} from '../../src/model/error.ts';
import {isHpchaError} from '../../src/model/error.ts';
import type {SshLink} from '../../src/transport/ssh-link.ts';
import {SshRoutes} from '../../src/transport/ssh-routes.ts';
import type {Keys, Sshd, SshdOptions} from './loopback-sshd.ts';
import {clientSide, newEcdsaKeys, newKeys, nodeOn, startSilent, startSshd} from './loopback-sshd.ts';

const hostKeys = newKeys();
const ecdsaHostKeys = newEcdsaKeys();
const userKeys = newKeys();
const never = new AbortController().signal;
const surroundings = {home: mkdtempSync(join(tmpdir(), 'hpcha-home-')), agent: undefined, login: 'root'};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function sshd(options: Partial<SshdOptions> = {}): Promise<Sshd> {
  const server = await startSshd({hostKeys: [hostKeys], authorized: [userKeys], ...options});
  closing.push(() => server.close());
  return server;
}
function linkTo(ssh: ReturnType<typeof clientSide>, agent?: string): SshLink {
  const routes = new SshRoutes({...surroundings, agent});
  const link = routes.link(nodeOn(ssh));
  closing.push(
    () => routes.close(),
    () => link.close(),
  );
  return link;
}
function link(
  server: {readonly port: number},
  known: readonly Keys[] = [hostKeys],
  more: Parameters<typeof clientSide>[3] = {},
): SshLink {
  return linkTo(clientSide(userKeys, server.port, known, more));
}
const echo = (words: string): Parameters<SshLink['exec']>[0] => ({argv: ['echo', words], timeoutMs: 5000});
const text = (bytes: Buffer): string => bytes.toString('utf8');

/** A real ssh-agent that holds these keys; ends with the test. */
async function startAgent(keys: readonly Keys[]): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'hpcha-agent-'));
  const socket = join(dir, 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], {stdio: 'ignore'});
  closing.push(async () => void agent.kill());
  await expect.poll(() => existsSync(socket)).toBe(true);
  for (const [index, one] of keys.entries()) {
    const path = join(dir, String(index));
    writeFileSync(path, one.private, {mode: 0o600});
    execFileSync('ssh-add', ['-q', path], {env: {...process.env, SSH_AUTH_SOCK: socket}, stdio: 'ignore'});
  }
  return socket;
}

async function failure(work: Promise<unknown>): Promise<HpchaError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isHpchaError(error)) throw new Error(`expected an HpchaError, got ${String(error)}`);
  return error;
}

describe('logging in', () => {
  it('runs a command with its exit code, both streams and stdin', async () => {
    const server = await sshd();
    const output = await link(server).exec(
      {argv: ['sh', '-c', 'cat; echo oops >&2; exit 7'], stdin: "it's in\n", timeoutMs: 5000},
      never,
    );
    expect(output).toMatchObject({exitCode: 7, truncated: false});
    expect(text(output.stdout)).toBe("it's in\n");
    expect(text(output.stderr)).toBe('oops\n');
  });

  it('concurrent callers share one handshake and one connection', async () => {
    const server = await sshd();
    const one = link(server);
    const outputs = await Promise.all(['a', 'b', 'c', 'd'].map((word) => one.exec(echo(word), never)));
    expect(outputs.map((output) => text(output.stdout))).toEqual(['a\n', 'b\n', 'c\n', 'd\n']);
    expect(server.accepted()).toBe(1);
  });

  it('is not confused by a second host key type: the known one is negotiated', async () => {
    const server = await sshd({hostKeys: [hostKeys, ecdsaHostKeys]});
    expect(text((await link(server, [ecdsaHostKeys]).exec(echo('x'), never)).stdout)).toBe('x\n');
  });

  it('refuses an unknown host key, and learns it with accept-new', async () => {
    const server = await sshd();
    const error = await failure(link(server, []).exec(echo('x'), never));
    expect(error).toMatchObject({code: 'host-key', where: 'server1'});
    const ssh = clientSide(userKeys, server.port, [], {host_key: 'accept-new'});
    expect(text((await linkTo(ssh).exec(echo('x'), never)).stdout)).toBe('x\n');
    expect(readFileSync(ssh.known_hosts ?? '', 'utf8')).toContain(`[127.0.0.2]:${server.port} ssh-ed25519 `);
  });

  it('refuses a changed host key, also with accept-new, and names the line', async () => {
    const server = await sshd();
    const error = await failure(link(server, [newKeys()], {host_key: 'accept-new'}).exec(echo('x'), never));
    expect(error.code).toBe('host-key');
    expect(error.what).toMatch(/HOST KEY CHANGED.*SHA256:.*known_hosts:1 .*SHA256:/);
    expect(server.commands).toEqual([]);
  });

  it('says which keys were tried when none is accepted', async () => {
    const server = await sshd({authorized: []});
    const ssh = clientSide(userKeys, server.port, [hostKeys]);
    const error = await failure(linkTo(ssh).exec(echo('x'), never));
    expect(error.code).toBe('auth');
    expect(error.what).toContain(`tried ${ssh.identity_file} (SHA256:`);
    expect(error.hint).toContain(`ssh-copy-id -p ${server.port} root@127.0.0.2`);
  });

  it('says that a key is encrypted, and that one does not exist', async () => {
    const server = await sshd();
    const ssh = clientSide(userKeys, server.port, [hostKeys]);
    execFileSync('ssh-keygen', ['-p', '-q', '-N', 'passphrase', '-f', ssh.identity_file ?? '']);
    const encrypted = await failure(linkTo(ssh).exec(echo('x'), never));
    expect(encrypted).toMatchObject({
      code: 'auth',
      what: expect.stringContaining(`${ssh.identity_file} is encrypted: load it into an agent`),
    });
    rmSync(ssh.identity_file ?? '');
    const absent = await failure(linkTo(ssh).exec(echo('x'), never));
    expect(absent.what).toContain(`${ssh.identity_file} does not exist`);
  });

  it('logs in with a key that only the agent can use, and offers the one that was asked for first', async () => {
    const server = await sshd();
    const ssh = clientSide(userKeys, server.port, [hostKeys]);
    const agent = await startAgent([...Array.from({length: 7}, () => newKeys()), userKeys]);
    execFileSync('ssh-keygen', ['-p', '-q', '-N', 'passphrase', '-f', ssh.identity_file ?? '']);
    writeFileSync(`${ssh.identity_file}.pub`, userKeys.public);
    expect(text((await linkTo(ssh, agent).exec(echo('x'), never)).stdout)).toBe('x\n');
    expect(server.offeredKeys()).toBe(1);
  });

  it('goes on to the key file when the agent does not answer', async () => {
    const server = await sshd();
    const ssh = {...clientSide(userKeys, server.port, [hostKeys])};
    expect(text((await linkTo(ssh, '/nonexistent/agent').exec(echo('x'), never)).stdout)).toBe('x\n');
  });

  it('goes through a jump host, and shares its connection', async () => {
    const [jump, first, second] = [await sshd(), await sshd(), await sshd()];
    const ssh = clientSide(userKeys, first.port, [hostKeys], {
      jump: `root@127.0.0.2:${jump.port}`,
      host_key: 'accept-new',
    });
    const routes = new SshRoutes(surroundings);
    closing.push(() => routes.close());
    for (const target of [first, second]) {
      const one = routes.link(nodeOn({...ssh, port: target.port}));
      closing.push(() => one.close());
      expect(text((await one.exec(echo('x'), never)).stdout)).toBe('x\n');
    }
    expect([jump.accepted(), first.accepted(), second.accepted()]).toEqual([1, 1, 1]);
    expect(jump.commands).toEqual([]);
  });

  it('says that it is the jump host that cannot reach the target', async () => {
    const jump = await sshd();
    const ssh = clientSide(userKeys, 1, [], {jump: `127.0.0.2:${jump.port}`, host_key: 'accept-new'});
    const error = await failure(linkTo(ssh).exec(echo('x'), never));
    expect(error).toMatchObject({
      code: 'unreachable',
      what: expect.stringContaining('the jump host 127.0.0.2 cannot reach 127.0.0.2:1'),
    });
  });
});

describe('a host that does not answer', () => {
  it('refused: says that the machine answers and sshd does not listen', async () => {
    const server = await sshd();
    await server.close();
    const error = await failure(link(server).exec(echo('x'), never));
    expect(error).toMatchObject({code: 'unreachable', what: expect.stringContaining('refused the connection')});
  });

  it('hung sshd: given up after connect_timeout, with words of its own', async () => {
    const silent = await startSilent();
    closing.push(() => silent.close());
    const startedAt = performance.now();
    const error = await failure(link(silent, [hostKeys], {connect_timeout: 0.4}).exec(echo('x'), never));
    expect(error).toMatchObject({code: 'unreachable', what: expect.stringContaining('sshd says nothing')});
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  it('hung sshd: a look waits 4 s at most, and the next one is answered at once', async () => {
    const silent = await startSilent();
    closing.push(() => silent.close());
    const one = link(silent);
    const startedAt = performance.now();
    const error = await failure(one.exec(echo('x'), never));
    expect(error).toMatchObject({code: 'unreachable', what: expect.stringContaining('sshd says nothing')});
    const first = performance.now() - startedAt;
    expect(first).toBeGreaterThan(3500);
    expect(first).toBeLessThan(4800);
    await failure(one.exec(echo('x'), never));
    expect(performance.now() - startedAt - first).toBeLessThan(100);
  });

  it('a poller does not hammer it: attempts are spaced, and answered from memory in between', async () => {
    const server = await sshd({authorized: []});
    const one = link(server);
    await failure(one.exec(echo('x'), never));
    const again = await Promise.all(Array.from({length: 50}, () => failure(one.exec(echo('x'), never))));
    expect(again.every((error) => error.code === 'auth' && /tried again in/.test(error.hint ?? ''))).toBe(true);
    expect(server.accepted()).toBe(1);
  });

  it('comes back by itself after it was gone', async () => {
    const server = await sshd();
    const one = link(server);
    await one.exec(echo('x'), never);
    server.hangUp();
    await expect
      .poll(() =>
        one.exec(echo('y'), never).then(
          (output) => text(output.stdout),
          () => 'lost',
        ),
      )
      .toBe('y\n');
    await server.close();
    await expect
      .poll(() =>
        one.exec(echo('y'), never).then(
          () => 'answered',
          (error: HpchaError) => error.what,
        ),
      )
      .toMatch(/refused/);
    const back = await sshd({port: server.port});
    await expect
      .poll(
        () =>
          one.exec(echo('z'), never).then(
            (output) => text(output.stdout),
            () => 'lost',
          ),
        {timeout: 8000},
      )
      .toBe('z\n');
    expect(back.accepted()).toBe(1);
  });

  it('a dead peer is noticed within 5 s, and everything that was under way fails as unreachable at once', async () => {
    const server = await sshd();
    const one = link(server);
    await one.exec(echo('x'), never);
    const running = [1, 2, 3].map(() => failure(one.exec({argv: ['sleep', '60'], timeoutMs: 60_000}, never)));
    await expect.poll(() => server.mostChannels()).toBe(3);
    const startedAt = performance.now();
    server.freeze();
    const errors = await Promise.all(running);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(errors.map((error) => error.code)).toEqual(['unreachable', 'unreachable', 'unreachable']);
    expect(errors[0]?.what).toContain('the host stopped answering');
  });
});

describe('commands', () => {
  it('at most eight run at once; the others wait their turn', async () => {
    const server = await sshd();
    const one = link(server);
    const outputs = await Promise.all(
      Array.from({length: 20}, (_, index) =>
        one.exec({argv: ['sh', '-c', `sleep 0.05; echo ${index}`], timeoutMs: 10_000}, never),
      ),
    );
    expect(outputs.map((output) => text(output.stdout).trim())).toEqual(
      Array.from({length: 20}, (_, index) => String(index)),
    );
    expect(server.mostChannels()).toBe(8);
  });

  it('a channel that sshd refuses (MaxSessions) is asked for again, and the command runs once', async () => {
    const server = await sshd({maxSessions: 2});
    const one = link(server);
    const outputs = await Promise.all(
      Array.from({length: 10}, (_, index) =>
        one.exec({argv: ['sh', '-c', `sleep 0.03; echo ${index}`], timeoutMs: 15_000}, never),
      ),
    );
    expect(outputs.map((output) => text(output.stdout).trim())).toEqual(Array.from({length: 10}, (_, n) => String(n)));
    expect(server.refusedChannels()).toBeGreaterThan(0);
    expect(server.commands).toHaveLength(10);
  });

  it('one that is refused for ever ends with its deadline, and can be cancelled', async () => {
    const server = await sshd({maxSessions: 0});
    const one = link(server);
    expect(await failure(one.exec({argv: ['true'], timeoutMs: 300}, never))).toMatchObject({code: 'timeout'});
    const controller = new AbortController();
    const work = Array.from({length: 20}, () =>
      failure(one.exec({argv: ['true'], timeoutMs: 9000}, controller.signal)),
    );
    setTimeout(() => controller.abort(), 100);
    expect((await Promise.all(work)).every((error) => error.code === 'cancelled')).toBe(true);
    expect(await failure(one.exec({argv: ['true'], timeoutMs: 300}, never))).toMatchObject({code: 'timeout'});
  });

  it('one that waits for its turn can be cancelled, and its turn goes to the next', async () => {
    const server = await sshd();
    const one = link(server);
    const controller = new AbortController();
    const blocking = Array.from({length: 8}, () => one.exec({argv: ['sleep', '0.4'], timeoutMs: 5000}, never));
    await expect.poll(() => server.mostChannels()).toBe(8);
    const waiting = failure(one.exec(echo('never'), controller.signal));
    controller.abort();
    expect(await waiting).toMatchObject({code: 'cancelled'});
    await Promise.all(blocking);
    expect(text((await one.exec(echo('x'), never)).stdout)).toBe('x\n');
    expect(server.commands).not.toContain('echo never');
  });

  it('cancelling rejects at once and frees the channel', async () => {
    const server = await sshd();
    const one = link(server);
    await one.exec(echo('x'), never);
    for (let round = 0; round < 12; round += 1) {
      const controller = new AbortController();
      const startedAt = performance.now();
      const work = failure(one.exec({argv: ['sleep', '30'], timeoutMs: 30_000}, controller.signal));
      setTimeout(() => controller.abort(), 20);
      expect(await work).toMatchObject({code: 'cancelled', where: 'server1'});
      expect(performance.now() - startedAt).toBeLessThan(1000);
    }
    expect(text((await one.exec(echo('still'), never)).stdout)).toBe('still\n');
  });

  it('a command that does not end is a timeout, and a signal of AbortSignal.timeout reads as one', async () => {
    const server = await sshd();
    const one = link(server);
    expect(await failure(one.exec({argv: ['sleep', '30'], timeoutMs: 300}, never))).toMatchObject({code: 'timeout'});
    expect(await failure(one.exec({argv: ['sleep', '30'], timeoutMs: 9000}, AbortSignal.timeout(200)))).toMatchObject({
      code: 'timeout',
    });
  });

  it('output beyond 1 MiB is dropped and marked, and the command still ends', async () => {
    const server = await sshd();
    const output = await link(server).exec(
      {argv: ['sh', '-c', 'head -c 5000000 /dev/zero; exit 3'], timeoutMs: 10_000},
      never,
    );
    expect(output).toMatchObject({exitCode: 3, truncated: true});
    expect(output.stdout.length).toBe(1024 * 1024);
  });

  it('a large stdin arrives whole', async () => {
    const server = await sshd();
    const output = await link(server).exec(
      {argv: ['wc', '-c'], stdin: 'x'.repeat(6_000_000), timeoutMs: 10_000},
      never,
    );
    expect(text(output.stdout).trim()).toBe('6000000');
  });

  it('nothing of it stays open after close', async () => {
    const server = await sshd();
    const one = link(server);
    const running = failure(one.exec({argv: ['sleep', '30'], timeoutMs: 30_000}, never));
    await expect.poll(() => server.mostChannels()).toBe(1);
    await one.close();
    expect(await running).toMatchObject({code: 'unreachable'});
    expect(await failure(one.exec(echo('x'), never))).toMatchObject({code: 'cancelled'});
  });
});
