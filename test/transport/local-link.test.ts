// The controller that the console runs on: the same promises as over ssh, without ssh.

import {mkdtempSync} from 'node:fs';
import {createServer} from 'node:net';
import type {NetworkInterfaceInfo} from 'node:os';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {isLocalAddress, LocalLink} from '../../src/transport/local-link.ts';

const never = new AbortController().signal;
const link = new LocalLink('server1', '10.0.0.1');

function entry(address: string, internal: boolean): NetworkInterfaceInfo {
  return {address, netmask: '255.255.255.0', family: 'IPv4', mac: '', internal, cidr: null};
}

describe('which controller is this machine', () => {
  it("the one whose address is on one of its interfaces; loopback is nobody's", () => {
    const interfaces = {lo: [entry('127.0.0.1', true)], eth0: [entry('10.0.0.1', false)]};
    expect(isLocalAddress('10.0.0.1', interfaces)).toBe(true);
    expect(isLocalAddress('10.0.0.2', interfaces)).toBe(false);
    expect(isLocalAddress('127.0.0.1', interfaces)).toBe(false);
  });
});

describe('a command here', () => {
  it('gives its exit code, both streams, and takes stdin', async () => {
    const output = await link.exec(
      {argv: ['sh', '-c', 'cat; echo e >&2; exit 3'], stdin: 'in', timeoutMs: 5000},
      never,
    );
    expect(output).toMatchObject({
      exitCode: 3,
      stdout: Buffer.from('in'),
      stderr: Buffer.from('e\n'),
      truncated: false,
    });
  });

  it('that reads no stdin does not fail by it, and a killed one reads as a shell would say', async () => {
    expect(await link.exec({argv: ['true'], stdin: 'x'.repeat(1_000_000), timeoutMs: 5000}, never)).toMatchObject({
      exitCode: 0,
    });
    expect(await link.exec({argv: ['sh', '-c', 'kill -9 $$'], timeoutMs: 5000}, never)).toMatchObject({exitCode: 137});
  });

  it('ends with its deadline, with the caller, and with the link', async () => {
    await expect(link.exec({argv: ['sleep', '30'], timeoutMs: 100}, never)).rejects.toMatchObject({code: 'timeout'});
    await expect(link.exec({argv: ['sleep', '30'], timeoutMs: 9000}, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    const other = new LocalLink('server1', '10.0.0.1');
    const work = other.exec({argv: ['sleep', '30'], timeoutMs: 9000}, never);
    await Promise.all([expect(work).rejects.toMatchObject({code: 'cancelled'}), other.close()]);
  });

  it('drops what is beyond 1 MiB, and says so', async () => {
    const output = await link.exec({argv: ['head', '-c', '3000000', '/dev/zero'], timeoutMs: 5000}, never);
    expect(output.truncated).toBe(true);
    expect(output.stdout).toHaveLength(1024 * 1024);
  });

  it('that does not exist is missing', async () => {
    await expect(link.exec({argv: ['no-such-program-here'], timeoutMs: 1000}, never)).rejects.toMatchObject({
      code: 'missing',
    });
  });
});

describe('a service here', () => {
  it('is reached by its socket; one that does not listen is missing', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hpcha-socket-')), 's');
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const stream = await link.openStream({kind: 'unix', path}, never);
    const said = await new Promise<string>((resolve) =>
      stream.once('data', (data: Buffer) => resolve(data.toString())),
    );
    expect(said).toBe('hello');
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await expect(link.openStream({kind: 'unix', path}, never)).rejects.toMatchObject({
      code: 'missing',
      what: `nothing listens on ${path}`,
    });
    await expect(link.openStream({kind: 'tcp', port: 1}, never)).rejects.toMatchObject({code: 'missing'});
  });
});
