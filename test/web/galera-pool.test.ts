// The database of the users as Auth asks it: nodes that fall silent and crowds that wait must not hold up whoever signs in.

import {once} from 'node:events';
import {createServer as createSilent, type Server, type Socket} from 'node:net';
import {createServer} from 'mysql2';
import {afterEach, expect, it, vi} from 'vitest';
import {Secret} from '../../src/model/secret.ts';
import {openGalera} from '../../src/web/auth/galera-pool.ts';

vi.setConfig({testTimeout: 40_000});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function portOf(server: {address: () => unknown}): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('it does not listen');
}

function galeraAt(port: number, heard: string[]) {
  const about = {database: 'auth_db', user: 'auth', password: new Secret('x')};
  const log = (_level: string, event: string): void => void heard.push(event);
  const galera = openGalera({hosts: ['127.0.0.1'], port, ...about}, log, Date.now);
  closing.push(() => void galera.end());
  return galera;
}

/** Greets and takes everybody, then says nothing more: a node that has lost its power as its peers see it. */
async function deafNode(): Promise<number> {
  const node = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.on('query', () => undefined);
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '10.11.6-MariaDB',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 8,
      capabilityFlags: 0xff_ff_ff ^ 0x00_08_00 ^ 0x00_00_20,
    });
  });
  const inner: Server = Reflect.get(node, '_server');
  inner.listen(0, '127.0.0.1');
  await once(inner, 'listening');
  closing.push(() => inner.close());
  return portOf(inner);
}

it('a node that falls silent in the middle of a transaction is given up after ten seconds', async () => {
  const heard: string[] = [];
  const galera = galeraAt(await deafNode(), heard);
  const began = performance.now();
  const asked = galera.transaction(async (connection) => connection.query('SELECT 1'));
  await expect(asked).rejects.toMatchObject({refusal: 'user-store-down', status: 503});
  expect(performance.now() - began).toBeGreaterThan(9000);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(heard).toEqual(['database-does-not-answer']);
});

it('whoever comes when a hundred wait already is told so at once, and that is no fault of the service', async () => {
  const sockets: Socket[] = [];
  const silent = createSilent((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const galera = galeraAt(portOf(silent), []);
  const refused: unknown[] = [];
  const all = Array.from({length: 110}, () =>
    galera.transaction(async () => undefined).catch((error: unknown) => void refused.push(error)),
  );
  await vi.waitFor(() => expect(refused.length).toBeGreaterThanOrEqual(6), {timeout: 1000});
  expect(refused).toHaveLength(6);
  for (const one of refused) expect(one).toMatchObject({refusal: 'user-store-busy', status: 503, retryAfterSeconds: 2});
  expect(all).toHaveLength(110);
});
