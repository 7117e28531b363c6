// Files of root: whole or not at all, private from the first byte, and their content never in an argv.

import {mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Argv} from '../../src/model/argv.ts';
import type {ExecRequest, Link} from '../../src/transport/link.ts';
import {LocalLink} from '../../src/transport/local-link.ts';
import {readRootFile, writeRootFile} from '../../src/transport/root-file.ts';
import {RootRights} from '../../src/transport/root-rights.ts';
import {SudoPasswords} from '../../src/transport/sudo-passwords.ts';

const dir = mkdtempSync(join(tmpdir(), 'hpcha-file-'));
const never = new AbortController().signal;
const me = userInfo();
const group = String(me.gid);
const seen: Argv[] = [];

function rights(change: (request: ExecRequest) => ExecRequest = (request) => request): RootRights {
  const local = new LocalLink('server1', '127.0.0.1');
  const exec: Link['exec'] = (request, signal) => {
    seen.push(request.argv);
    return local.exec(change(request), signal);
  };
  const link: Link = {
    host: 'server1',
    address: '',
    kind: 'ssh',
    user: 'root',
    exec,
    openStream: local.openStream,
    close: local.close,
  };
  return new RootRights(link, 'none', new SudoPasswords(undefined));
}
const write = (path: string, content: string, mode = '0640', by = rights()): Promise<void> =>
  writeRootFile(by, 'server1', {path, content, mode, owner: me.username, group}, never);

describe('writing a file', () => {
  it('gives it content, mode and owner, and leaves nothing beside it', async () => {
    const path = join(dir, "it's a $file");
    await write(path, 'ä\nline without end');
    expect(readFileSync(path, 'utf8')).toBe('ä\nline without end');
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    await write(path, '', '0600');
    expect(statSync(path)).toMatchObject({size: 0});
    expect(readdirSync(dir)).toEqual(["it's a $file"]);
  });

  it('keeps the old file when only a part of the new one arrives', async () => {
    const path = join(dir, 'kept');
    await write(path, 'old');
    const cut = rights((request) => ({
      ...request,
      ...(request.stdin === undefined ? {} : {stdin: request.stdin.slice(0, 2)}),
    }));
    await expect(write(path, 'new content', '0600', cut)).rejects.toMatchObject({
      code: 'command',
      what: expect.stringContaining('only a part'),
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir).filter((name) => name.startsWith('.hpcha'))).toEqual([]);
  });

  it('says which directory is missing, which owner is unknown, and that a directory is in the way', async () => {
    await expect(write(join(dir, 'none/x'), 'x')).rejects.toMatchObject({
      code: 'command',
      what: expect.stringContaining('No such file or directory'),
    });
    const unknown = writeRootFile(
      rights(),
      'server1',
      {path: join(dir, 'y'), content: 'x', mode: '0600', owner: 'nobody-here', group},
      never,
    );
    await expect(unknown).rejects.toMatchObject({what: expect.stringContaining('nobody-here')});
    mkdirSync(join(dir, 'folder'));
    await expect(write(join(dir, 'folder'), 'x')).rejects.toMatchObject({code: 'command'});
    expect(readdirSync(join(dir, 'folder'))).toEqual([]);
  });

  it('never has the content in an argv', async () => {
    seen.length = 0;
    await write(join(dir, 'secret'), 'the-secret-itself');
    expect(seen.length).toBeGreaterThan(0);
    expect(JSON.stringify(seen)).not.toContain('the-secret-itself');
  });
});

describe('reading a file', () => {
  it('gives its content as it is, escapes included, with mode and owner', async () => {
    const path = join(dir, 'raw');
    const content = 'a\x1b[31m\r\n\n';
    writeFileSync(path, content, {mode: 0o600});
    expect(await readRootFile(rights(), 'server1', path, never)).toMatchObject({
      content,
      mode: '600',
      owner: me.username,
    });
  });

  it('null for a file that is not there, also behind a dangling link', async () => {
    expect(await readRootFile(rights(), 'server1', join(dir, 'absent'), never)).toBeNull();
    symlinkSync('/nonexistent', join(dir, 'dangling'));
    expect(await readRootFile(rights(), 'server1', join(dir, 'dangling'), never)).toBeNull();
  });

  it('an error for a directory and for a file that is too long, never a part of it', async () => {
    await expect(readRootFile(rights(), 'server1', dir, never)).rejects.toMatchObject({
      what: expect.stringContaining('is no regular file'),
    });
    writeFileSync(join(dir, 'long'), 'x'.repeat(1024 * 1024));
    await expect(readRootFile(rights(), 'server1', join(dir, 'long'), never)).rejects.toMatchObject({
      what: expect.stringContaining('is longer than'),
    });
  });
});
