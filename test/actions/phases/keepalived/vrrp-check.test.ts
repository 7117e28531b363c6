// The functional check: a fault of this machine alone gives the address away, a fault that all have does not.

import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {renderPlain} from '../../../../src/actions/render.ts';

let directory: string;
let peer: Server;
let says: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vrrp-check-'));
  says = 'in-service';
  peer = createServer((socket) => socket.end(`${says}\n`));
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  rmSync(directory, {recursive: true});
  await new Promise((resolve) => peer.close(resolve));
});

/** Runs the check of galera against a server that says this (null: it does not answer) and one peer. */
async function check(database: string | null): Promise<{readonly exit: number | null; readonly result: string}> {
  const {exit, said} = await run('galera', database);
  return {exit, result: said.split(' ')[0] ?? ''};
}

/** Nothing listens where the check looks for nginx: port 1 instead of 80, which the machine may use. */
async function run(
  name: string,
  database: string | null,
): Promise<{readonly exit: number | null; readonly said: string}> {
  const address = peer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const text = renderPlain('keepalived/vrrp-check.sh', {
    mountPoint: '/mnt',
    writeMark: '/nowhere',
    webMark: join(directory, 'in-service'),
    port,
  });
  writeFileSync(
    join(directory, 'vrrp-check'),
    text.replaceAll('/run/hpcha', directory).replace('127.0.0.1/80', '127.0.0.1/1'),
  );
  const answer = database === null ? 'exit 1' : `printf '${database}'`;
  writeFileSync(join(directory, 'mariadb'), `#!/bin/sh\n${answer}\n`);
  chmodSync(join(directory, 'mariadb'), 0o755);
  const child = spawn('bash', [join(directory, 'vrrp-check'), name, '127.0.0.1'], {
    env: {...process.env, PATH: `${directory}:${process.env['PATH'] ?? ''}`},
    timeout: 10_000,
  });
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {exit, said: readFileSync(join(directory, 'check', name), 'utf8').trim()};
}

const rows = (state: number, status: string) =>
  `wsrep_cluster_status\\t${status}\\nwsrep_local_state\\t${state}\\nwsrep_ready\\tON\\n`;

test.each([
  ['synced', 4],
  ['a donor', 2],
])('a database that is %s is in service', async (_word, state) => {
  expect(await check(rows(state, 'Primary'))).toEqual({exit: 0, result: 'ok'});
});

test.each([
  ['does not answer', null],
  ['is joining', rows(1, 'Primary')],
  ['is outside the primary component', rows(4, 'non-Primary')],
])('a database that %s gives the address away while a peer is in service', async (_word, database) => {
  expect(await check(database)).toEqual({exit: 1, result: 'fail'});
});

test.each(['failing', 'maintenance', ''])(
  'while the only peer says "%s" the address stays, and the result still says fail',
  async (word) => {
    says = word;
    expect(await check(null)).toEqual({exit: 0, result: 'fail'});
  },
);

test('nginx that does not answer gives the address away while web is in service and a peer is better off', async () => {
  writeFileSync(join(directory, 'in-service'), '');
  const {exit, said} = await run('web', null);
  expect(exit).toBe(1);
  expect(said).toMatch(/^fail \d+ nginx does not answer; 127\.0\.0\.1 is in service$/);
});

test('without the mark that web is in service nobody looks for nginx, and the result says what is true then', async () => {
  const {exit, said} = await run('web', null);
  expect(exit).toBe(0);
  expect(said).toMatch(/^ok \d+ not in service: stopped everywhere by decision, or not deployed yet$/);
});
