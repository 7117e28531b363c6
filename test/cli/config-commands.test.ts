// What the commands about the file promise: exit codes, private files, one place where flags may stand, no overwriting.

import {chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {runProgram} from '../../src/cli/program.ts';
import {referenceSample} from '../config/reference-sample.ts';
import {fakeIo} from './fake-io.ts';

let directory = '';
let file = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hpcha-cli-'));
  file = join(directory, 'cluster.yaml');
});
afterEach(() => rmSync(directory, {recursive: true, force: true}));

async function run(...argv: string[]): Promise<{code: number; out: string; err: string}> {
  const io = fakeIo({cwd: directory});
  const code = await runProgram(argv, io);
  return {code, out: io.out(), err: io.err()};
}

describe('config init', () => {
  it('writes a file of mode 0600 that config check finds good', async () => {
    expect((await run('config', 'init', file)).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const checked = await run('config', 'check', '--config', file);
    expect(checked).toMatchObject({code: 0, err: ''});
    expect(checked.out).toContain('3 controllers, 1 compute node, VIP 192.168.1.100');
  });

  it('never overwrites', async () => {
    writeFileSync(file, 'mine');
    const again = await run('config', 'init', file);
    expect(again.code).toBe(77);
    expect(again.err).toContain('nothing was changed');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('config check', () => {
  it('exits 78 and names the file when there is none, and where to get one', async () => {
    const result = await run('config', 'check', '--config', file);
    expect(result.code).toBe(78);
    expect(result.err).toContain(`${file}: there is no such file`);
    expect(result.err).toContain('config init');
  });

  it('looks in the working directory first when no file is named', async () => {
    expect((await run('config', 'check')).err).toContain(join(directory, 'my_multihead_cluster.yaml'));
  });

  it('refuses a file that others can read, with the chmod to run', async () => {
    await run('config', 'init', file);
    chmodSync(file, 0o644);
    const result = await run('config', 'check', '--config', file);
    expect(result.code).toBe(78);
    expect(result.err).toContain(`chmod 600 ${file}`);
  });

  it('names each fault of the reference README’s sample in one go', async () => {
    writeFileSync(file, referenceSample, {mode: 0o600});
    const result = await run('config', 'check', '--config', file);
    expect(result.code).toBe(78);
    for (const word of [
      'DB_ROOT_PASSWORD',
      'REDIS_PASSWORD',
      'SESSION_SECRET',
      'JWT_SECRET',
      '3 bricks need 3 controllers',
    ]) {
      expect(result.err).toContain(word);
    }
  });

  it('takes flags before and after its own words', async () => {
    await run('config', 'init', file);
    expect((await run('--config', file, 'config', 'check', '--json')).code).toBe(0);
    const parsed: unknown = JSON.parse((await run('--json', 'config', 'check', '--config', file)).out);
    expect(parsed).toMatchObject({schema: 1, valid: true});
  });

  it('answers in JSON about errors too', async () => {
    const parsed: unknown = JSON.parse((await run('config', 'check', '--json', '--config', file)).out);
    expect(parsed).toMatchObject({schema: 1, exitCode: 78, error: {code: 'config', where: file}});
  });
});

describe('words that are wrong', () => {
  it.each([
    [['stauts'], 'unknown command'],
    [['--nonsense'], 'unknown option'],
    [['config', 'chekc'], 'unknown command'],
    [['--timeout', 'soon', 'version'], 'expected seconds'],
    [['--lang', 'fr', 'version'], 'Allowed choices are en, ko'],
  ])('%j exits 64 and says what is wrong', async (argv, words) => {
    const result = await run(...argv);
    expect(result.code).toBe(64);
    expect(result.err).toContain(words);
  });

  it('config schema prints a JSON schema that knows the README’s keys', async () => {
    const schema: unknown = JSON.parse((await run('config', 'schema')).out);
    expect(JSON.stringify(schema)).toContain('vip_owner');
  });
});
