// What hpcha-as.socket does, for tests: every connection starts a helper process that has it as stdin and stdout.

import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import type {UnixAccount} from '../../../src/web/helpers/as/unix-account.ts';
import type {WebSettings} from '../../../src/web/settings.ts';

export type AsSocket = {
  readonly socketPath: string;
  /** Everything that the helpers wrote to the journal. */
  readonly journal: () => string;
  readonly started: () => number;
  readonly close: () => Promise<void>;
};

export async function openAsSocket(
  settings: WebSettings,
  accounts: Readonly<Record<string, UnixAccount>>,
): Promise<AsSocket> {
  const folder = mkdtempSync('/dev/shm/hpcha-as-');
  const given = path.join(folder, 'given.json');
  writeFileSync(given, JSON.stringify({settings, accounts}));
  const children = new Set<ChildProcess>();
  const written: string[] = [];
  let started = 0;
  const program = path.join(import.meta.dirname, 'as-process.ts');
  const server: Server = createServer({pauseOnConnect: true}, (socket: Socket) => {
    started += 1;
    const child = spawn(process.execPath, [program, given], {stdio: [socket, socket, 'pipe']});
    children.add(child);
    child.stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
    child.once('close', () => children.delete(child));
    // The child has it now; here it would only keep the connection open.
    socket.destroy();
  });
  const socketPath = path.join(folder, 'as.sock');
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    socketPath,
    journal: () => written.join(''),
    started: () => started,
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
