// Listens on every address of the settings with one server, and ends in order: no new requests, those under way get their time.

import {createServer, type Server} from 'node:net';
import {HpchaError} from '../../model/error.ts';
import {stopGraceMs} from './limits.ts';
import type {WebApp} from './web-app.ts';

/** Resolves once all addresses listen. Rejects with `config` naming the address that cannot be had. */
export async function listenOn(
  app: WebApp,
  addresses: readonly string[],
  port: number,
): Promise<{readonly stop: () => Promise<void>}> {
  const [first, ...others] = addresses;
  const doors: Server[] = [];
  const stop = async (): Promise<void> => {
    for (const door of doors) door.close();
    const hard = setTimeout(() => app.server.closeAllConnections(), stopGraceMs);
    await app.close();
    clearTimeout(hard);
  };
  try {
    await app.listen({host: first ?? '127.0.0.1', port});
    // One HTTP server with several doors: its time limits, upgrades and its end hold for all of them.
    for (const host of others) doors.push(await openDoor(app, host, port));
  } catch (cause) {
    await stop();
    throw new HpchaError({
      code: 'config',
      where: `port ${port}`,
      what: `cannot listen: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'another process has the port, or the address is not on this controller',
      cause,
    });
  }
  return {stop};
}

function openDoor(app: WebApp, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const door = createServer((socket) => app.server.emit('connection', socket));
    door.once('error', reject);
    door.listen({host, port}, () => resolve(door));
  });
}
