// The functional check: a fault of this machine alone gives the address away, a fault that all have does not.

import {spawn} from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
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
    writeMark: join(directory, 'written'),
    webMark: join(directory, 'in-service'),
    port,
  });
  writeFileSync(
    join(directory, 'vrrp-check'),
    text
      .replaceAll('/run/hpcha', directory)
      .replace('127.0.0.1/80', '127.0.0.1/1')
      .replace('/proc/self/mounts', join(directory, 'mounts')),
  );
  const answer = database === null ? 'exit 1' : `printf '${database}'`;
  writeFileSync(join(directory, 'mariadb'), `#!/bin/sh\n${answer}\n`);
  chmodSync(join(directory, 'mariadb'), 0o755);
  const child = spawn('/usr/bin/bash', [join(directory, 'vrrp-check'), name, '127.0.0.1'], {
    env: {PATH: `${directory}:${onlyThese()}`},
    timeout: 10_000,
  });
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const result = join(directory, 'check', name);
  return {exit, said: existsSync(result) ? readFileSync(result, 'utf8').trim() : ''};
}

/** Runs three times every two seconds on each controller: every program that it starts counts, and no other is there to be started. */
function onlyThese(): string {
  const programs = join(directory, 'programs');
  if (!existsSync(programs)) {
    mkdirSync(programs);
    for (const name of ['timeout', 'bash', 'stat', 'mv', 'mkdir', 'cat'])
      symlinkSync(`/usr/bin/${name}`, join(programs, name));
  }
  return programs;
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

const mounted = (at: string, type: string): void =>
  writeFileSync(join(directory, 'mounts'), `proc /proc proc rw 0 0\ns1:/vol ${at} ${type} rw,relatime 0 0\n`);

test('a mount that was written to a moment ago is in service', async () => {
  mounted('/mnt', 'fuse.glusterfs');
  writeFileSync(join(directory, 'written'), '');
  expect(await run('gluster', null)).toMatchObject({
    exit: 0,
    said: expect.stringMatching(/^ok \d+ last write [01] s ago$/),
  });
});

test('a mount whose last write is too old gives the address away', async () => {
  mounted('/mnt', 'fuse.glusterfs');
  writeFileSync(join(directory, 'written'), '');
  const before = Date.now() / 1000 - 100;
  utimesSync(join(directory, 'written'), before, before);
  expect(await run('gluster', null)).toMatchObject({
    exit: 1,
    said: expect.stringMatching(/last write 10[01] s ago; 127/),
  });
});

test.each([
  ['/mnt', 'ext4'],
  ['/mnt/below', 'fuse.glusterfs'],
])('%s as %s is not the mount', async (at, type) => {
  mounted(at, type);
  expect(await run('gluster', null)).toMatchObject({exit: 1, said: expect.stringContaining('/mnt is not mounted;')});
});

test('a check that nobody knows moves nothing', async () => {
  expect(await run('nonsense', null)).toEqual({exit: 0, said: ''});
});
