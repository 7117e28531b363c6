// What a health check may know of a helper's socket: whether it listens, without starting the helper that a connection starts.

import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {AsPool} from '../../../src/web/helpers/as/as-pool.ts';
import {isListening} from '../../../src/web/helpers/as/listening-socket.ts';

// As /proc/net/unix said it on a lab controller.
const header = 'Num       RefCount Protocol Flags    Type St Inode Path';
const connected = '00000000b0eecdef: 00000002 00000000 00000000 0001 03 24742921 /run/hpcha/as.sock';
const listener = '000000005f99d5f2: 00000002 00000000 00010000 0001 01 24385486 /run/hpcha/as.sock';

it('a socket listens only where its listener is in the table, not where connections of it are left', () => {
  const table = (...lines: readonly string[]) => [header, ...lines, ''].join('\n');
  expect(isListening(table(connected, listener), '/run/hpcha/as.sock')).toBe(true);
  expect(isListening(table(connected), '/run/hpcha/as.sock')).toBe(false);
  expect(isListening(table(listener), '/run/hpcha/act.sock')).toBe(false);
  expect(isListening(table(), '/run/hpcha/as.sock')).toBe(false);
});

it('the health check of a helper connects to nobody, and fails once nobody listens', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hpcha-listening-'));
  const socketPath = path.join(folder, 'as.sock');
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  try {
    await new Promise<void>((resolve) => {
      server.listen(socketPath, () => resolve());
    });
    const pool = new AsPool({socketPath, node: 'server1', now: () => 0});
    await pool.check();
    expect(connections).toBe(0);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    await expect(pool.check()).rejects.toMatchObject({code: 'unreachable', where: 'web'});
  } finally {
    server.close();
    await rm(folder, {recursive: true, force: true});
  }
});
