// The program on its way to a controller: sent once for a build, in bounded pieces, in place whole and proven, or not at all.

import {execFile} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterEach, describe, expect, it} from 'vitest';
import type {Argv} from '../../src/model/argv.ts';
import type {ApplyContext} from '../../src/run/operations/contract.ts';
import {programKind} from '../../src/run/operations/program.ts';
import {makePermit} from '../../src/run/permit.ts';
import type {ProgramSource} from '../../src/run/program-file.ts';
import type {HostInspector, HostWriter, Output} from '../../src/transport/host.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** A program of two and a half pieces once packed: noise does not get smaller. */
function aProgram() {
  const folder = mkdtempSync('/dev/shm/hpcha-program-');
  folders.push(folder);
  const content = randomBytes(2.5 * 1024 * 1024);
  const [local, path] = [join(folder, 'local'), join(folder, 'there', 'hpcha-tui')];
  writeFileSync(local, content);
  return {content, local, path, digest: createHash('sha256').update(content).digest('hex')};
}

type Ran = {readonly argv: Argv; readonly stdin: string};

/** A host on which commands are really run; `harm` may change what a command is given. */
function realHost(harm: (ran: Ran, index: number) => string | Output = ({stdin}) => stdin) {
  const ran: Ran[] = [];
  const run = async (argv: Argv, stdin = ''): Promise<Output> => {
    const [file, ...args] = argv;
    return new Promise((resolve) => {
      const child = execFile(file, args, {maxBuffer: 2 ** 24}, (error, stdout, stderr) => {
        const exitCode = typeof error?.code === 'number' ? error.code : error === null ? 0 : 127;
        resolve({exitCode, stdout, stderr, tookMs: 1, truncated: false});
      });
      // One that ends without reading closes its side first; what it said is in its exit code.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(stdin);
    });
  };
  const writer: Partial<HostWriter> = {
    host: 'server1',
    run: async (argv, _permit, options) => {
      const one = {argv, stdin: options.stdin ?? ''};
      ran.push(one);
      const given = harm(one, ran.length - 1);
      return typeof given === 'string' ? run(argv, given) : given;
    },
  };
  const inspector: Partial<HostInspector> = {host: 'server1', inspect: async (argv) => run(argv)};
  return {ran, writer: writer as HostWriter, inspector: inspector as HostInspector};
}

function contextOf(host: ReturnType<typeof realHost>, program?: ProgramSource): ApplyContext {
  return {
    inspector: host.inspector,
    writer: host.writer,
    secrets: new Map(),
    permit: makePermit('run1', 'hash'),
    timeoutMs: 60_000,
    progress: () => undefined,
    ...(program === undefined ? {} : {program}),
  };
}

const {signal} = new AbortController();
const asRoot = process.getuid?.() === 0;

describe('the look', () => {
  it('finds the program of this very build, and then nothing is needed', async () => {
    const {local} = aProgram();
    const context = contextOf(realHost(), async () => ({path: local}));
    expect(await programKind.inspect({kind: 'program', path: local}, context, signal)).toEqual({needed: false});
  });

  it('shows by digests what would be replaced by what', async () => {
    const {local, digest, path} = aProgram();
    const context = contextOf(realHost(), async () => ({path: local}));
    const none = await programKind.inspect({kind: 'program', path}, context, signal);
    expect(none).toEqual({needed: true, diff: `${path}: sha256 none → ${digest.slice(0, 12)}\n`});
    const other = aProgram();
    const replaced = await programKind.inspect({kind: 'program', path: other.local}, context, signal);
    expect(replaced.diff).toContain(`${other.digest.slice(0, 12)} → ${digest.slice(0, 12)}`);
  });

  it('says what to do where there is no executable to send', async () => {
    const host = realHost();
    const ask = (program?: ProgramSource) =>
      programKind.inspect({kind: 'program', path: '/x'}, contextOf(host, program), signal);
    await expect(ask(async () => ({path: null, why: 'it was not made'}))).rejects.toMatchObject({
      ...{code: 'missing', what: 'it was not made', hint: expect.stringContaining('npm run package')},
    });
    await expect(ask()).rejects.toMatchObject({code: 'missing'});
    expect(host.ran).toEqual([]);
  });
});

describe.skipIf(!asRoot)('the way there', () => {
  it('brings the very bytes, executable and root’s, and leaves nothing beside them', async () => {
    const {local, path, content, digest} = aProgram();
    const host = realHost();
    const applied = await programKind.apply(
      {kind: 'program', path},
      contextOf(host, async () => ({path: local})),
      signal,
    );
    expect(applied.saw).toBe(`sha256 ${digest.slice(0, 12)}`);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(statSync(path).mode & 0o7777).toBe(0o755);
    expect(
      await programKind.inspect(
        {kind: 'program', path},
        contextOf(host, async () => ({path: local})),
        signal,
      ),
    ).toEqual({needed: false});
    const left = await host.inspector.inspect(['ls', '-A', join(path, '..')], {timeoutMs: 1000}, signal);
    expect(left.stdout).toBe('hpcha-tui\n');
  });

  it('travels by stdin in pieces of at most a mebibyte, so that the connection keeps showing a sign of life', async () => {
    const {local, path, content} = aProgram();
    const host = realHost();
    await programKind.apply(
      {kind: 'program', path},
      contextOf(host, async () => ({path: local})),
      signal,
    );
    const pieces = host.ran.filter(({stdin}) => stdin !== '').map(({stdin}) => Buffer.from(stdin, 'base64'));
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({length}) => length))).toBeLessThanOrEqual(1024 * 1024);
    expect(gunzipSync(Buffer.concat(pieces)).equals(content)).toBe(true);
  });

  it('a piece that was harmed on its way leaves the old program where it is', async () => {
    const {local, path} = aProgram();
    const before = aProgram();
    const host = realHost();
    await programKind.apply(
      {kind: 'program', path},
      contextOf(host, async () => ({path: before.local})),
      signal,
    );
    const harming = realHost(({stdin}, index) => (index === 2 ? Buffer.from('harmed').toString('base64') : stdin));
    const harmed = programKind.apply(
      {kind: 'program', path},
      contextOf(harming, async () => ({path: local})),
      signal,
    );
    await expect(harmed).rejects.toMatchObject({code: 'command', where: 'server1'});
    expect(readFileSync(path).equals(before.content)).toBe(true);
  });

  it('begins anew after a try that was cut off', async () => {
    const {local, path, content} = aProgram();
    const full: Output = {exitCode: 1, stdout: '', stderr: 'No space left on device', tookMs: 1, truncated: false};
    const cut = realHost(({stdin}, index) => (index === 2 ? full : stdin));
    const first = programKind.apply(
      {kind: 'program', path},
      contextOf(cut, async () => ({path: local})),
      signal,
    );
    await expect(first).rejects.toMatchObject({what: expect.stringContaining('No space left on device')});
    await programKind.apply(
      {kind: 'program', path},
      contextOf(realHost(), async () => ({path: local})),
      signal,
    );
    expect(readFileSync(path).equals(content)).toBe(true);
  });
});
