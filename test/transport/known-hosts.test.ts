// known_hosts: which keys are believed, in every form of line that sshd(8) describes.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import {describe, expect, it} from 'vitest';
import {isHpchaError} from '../../src/model/error.ts';
import {openHostKeyCheck} from '../../src/transport/host-key-check.ts';
import {
  fingerprint,
  judgeHostKey,
  knownHostsName,
  parseKnownHosts,
  preferredAlgorithms,
} from '../../src/transport/known-hosts.ts';

// Written by ssh-keygen -H (OpenSSH 9.2) from: 10.0.0.1,server1 and [10.0.0.2]:2222.
const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIE+hprx3opurWay+eFKy+2y+mGF1frrn+uX1QjeiRKCf';
const hashed = [
  `|1|pyYNmRDTlYNmd2/kVhdUdGGanvk=|CunkyiodUB9LxfnhXUXfFtdKmCk= ssh-ed25519 ${blob}`,
  `|1|6UlWD6hqUNAAna0Jjhm31chJd34=|hUGZdJxPLuKbj1rJjItBMEjzow8= ssh-ed25519 ${blob}`,
  `|1|jU+ncE+TwEQCWS6ggx9Y5eSNcYs=|unKX4RSVR8OLMnGzXWRkKXLGZ1Y= ssh-ed25519 ${blob}`,
].join('\n');
const key = Buffer.from(blob, 'base64');

function newKey(type: 'ed25519' | 'ecdsa'): Buffer {
  const pair =
    type === 'ed25519'
      ? ssh2.utils.generateKeyPairSync('ed25519')
      : ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
  return Buffer.from(pair.public.split(' ')[1] ?? '', 'base64');
}
const otherKey = newKey('ed25519');
const ecdsaKey = newKey('ecdsa');

const known = (text: string): ReturnType<typeof parseKnownHosts> => parseKnownHosts([{path: 'kh', text}]);

describe('known_hosts lines', () => {
  it.each([
    ['a plain address', `10.0.0.1 ssh-ed25519 ${blob}`, '10.0.0.1', 22],
    ['a list of names', `server1,10.0.0.1 ssh-ed25519 ${blob} comment`, '10.0.0.1', 22],
    ['another port', `[10.0.0.1]:2222 ssh-ed25519 ${blob}`, '10.0.0.1', 2222],
    ['wildcards', `10.0.?.* ssh-ed25519 ${blob}`, '10.0.0.1', 22],
    ['upper case', `SERVER1 ssh-ed25519 ${blob}`, 'server1', 22],
    ['a hashed address', hashed, '10.0.0.1', 22],
    ['a hashed name', hashed, 'server1', 22],
    ['a hashed address with a port', hashed, '10.0.0.2', 2222],
    ['DOS line ends, comments and empty lines', `# x\r\n\r\n  10.0.0.1 ssh-ed25519 ${blob}\r\n`, '10.0.0.1', 22],
  ])('believe a key under %s', (_name, text, host, port) => {
    expect(judgeHostKey(known(text), [knownHostsName(host, port)], key).kind).toBe('known');
  });

  it.each([
    ['another host', `10.0.0.9 ssh-ed25519 ${blob}`, 'unknown'],
    ['the same host on another port', `[10.0.0.1]:2222 ssh-ed25519 ${blob}`, 'unknown'],
    ['a negated pattern, even if another one matches', `10.0.0.*,!10.0.0.1 ssh-ed25519 ${blob}`, 'unknown'],
    ['a dot is no wildcard', `10x0.0.1 ssh-ed25519 ${blob}`, 'unknown'],
    ['a certificate authority (not supported)', `@cert-authority * ssh-ed25519 ${blob}`, 'unknown'],
    ['a blob that is not of its type', `10.0.0.1 ssh-rsa ${blob}`, 'unknown'],
    ['half a line', '10.0.0.1 ssh-ed25519', 'unknown'],
    ['another key of the type', `10.0.0.1 ssh-ed25519 ${otherKey.toString('base64')}`, 'changed'],
    ['only a key of another type', `10.0.0.1 ecdsa-sha2-nistp256 ${ecdsaKey.toString('base64')}`, 'other-types'],
    ['a revoked key', `@revoked * ssh-ed25519 ${blob}\n10.0.0.1 ssh-ed25519 ${blob}`, 'revoked'],
  ])('do not believe: %s', (_name, text, verdict) => {
    expect(judgeHostKey(known(text), ['10.0.0.1'], key).kind).toBe(verdict);
  });

  it('say file and line of the key that differs, over several files', () => {
    const files = [
      {path: 'a', text: '# nothing'},
      {path: 'b', text: `\n\n10.0.0.1 ssh-ed25519 ${otherKey.toString('base64')}\n`},
    ];
    expect(judgeHostKey(parseKnownHosts(files), ['10.0.0.1'], key)).toMatchObject({
      kind: 'changed',
      known: {file: 'b', line: 3},
    });
  });

  it('let the address outweigh a host name that another cluster also uses', () => {
    const text = `10.0.0.1 ssh-ed25519 ${blob}\nserver1 ssh-ed25519 ${otherKey.toString('base64')}`;
    expect(judgeHostKey(known(text), ['10.0.0.1', 'server1'], key).kind).toBe('known');
    expect(judgeHostKey(known(text), ['10.0.0.2', 'server1'], key).kind).toBe('changed');
  });

  it('put the algorithms of known keys first, so that another type is not negotiated', () => {
    const text = `10.0.0.1 ecdsa-sha2-nistp256 ${ecdsaKey.toString('base64')}`;
    expect(preferredAlgorithms(known(text), ['10.0.0.1'])[0]).toBe('ecdsa-sha2-nistp256');
    expect(preferredAlgorithms(known(text), ['10.0.0.9'])[0]).toBe('ssh-ed25519');
  });

  it('give the fingerprint that ssh-keygen -l gives', () => {
    expect(fingerprint(key)).toBe('SHA256:Mk9jzfzutvlcZO0O6KGWQh0TPjj5btaxeMcT1ZwqKQs');
  });
});

describe('the host key check', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hpcha-keys-'));
  let count = 0;
  const check = async (
    text: string | undefined,
    mode: 'strict' | 'accept-new',
    port = 22,
  ): Promise<{path: string; error: unknown}> => {
    count += 1;
    const path = join(dir, String(count), 'known_hosts');
    if (text !== undefined) {
      execFileSync('mkdir', ['-p', join(dir, String(count))]);
      writeFileSync(path, text);
    }
    const opened = await openHostKeyCheck({
      where: 'server1',
      address: '10.0.0.1',
      port,
      aliases: ['server1'],
      files: [path],
      mode,
    });
    return {
      path,
      error: await opened.verify(key).then(
        () => undefined,
        (error: unknown) => error,
      ),
    };
  };

  it('refuses an unknown key when strict, with its fingerprint and the command that makes it known', async () => {
    const {error, path} = await check(undefined, 'strict', 2222);
    expect(error).toMatchObject({code: 'host-key', where: 'server1'});
    if (!isHpchaError(error)) throw error;
    expect(error.what).toContain(fingerprint(key));
    expect(error.hint).toContain(`ssh-keyscan -p 2222 10.0.0.1 >> ${path}`);
    expect(error.hint).toContain('accept-new');
  });

  it('refuses a changed key in both modes, with the line, both fingerprints and the ssh-keygen -R to run', async () => {
    for (const mode of ['strict', 'accept-new'] as const) {
      const {error, path} = await check(`# first\n10.0.0.1 ssh-ed25519 ${otherKey.toString('base64')}\n`, mode);
      if (!isHpchaError(error)) throw error;
      expect(error.code).toBe('host-key');
      expect(error.what).toContain(`${path}:2`);
      expect(error.what).toContain(fingerprint(key));
      expect(error.what).toContain(fingerprint(otherKey));
      expect(error.hint).toContain(`ssh-keygen -f ${path} -R '10.0.0.1'`);
    }
  });

  it('refuses a revoked key and a known host with a new key type, also with accept-new', async () => {
    const revoked = await check(`@revoked * ssh-ed25519 ${blob}\n`, 'accept-new');
    expect(revoked.error).toMatchObject({code: 'host-key', what: expect.stringContaining('@revoked')});
    const type = await check(`10.0.0.1 ecdsa-sha2-nistp256 ${ecdsaKey.toString('base64')}\n`, 'accept-new');
    expect(type.error).toMatchObject({code: 'host-key'});
  });

  it('accept-new writes the key once, private, after a last line without a newline, and believes it from then on', async () => {
    const fresh = await check(undefined, 'accept-new', 2222);
    expect(fresh.error).toBeUndefined();
    expect(readFileSync(fresh.path, 'utf8')).toBe(`[10.0.0.1]:2222 ssh-ed25519 ${blob}\n`);
    expect(statSync(fresh.path).mode & 0o777).toBe(0o600);
    const appended = await check(`other ssh-ed25519 ${blob}`, 'accept-new');
    expect(readFileSync(appended.path, 'utf8')).toBe(`other ssh-ed25519 ${blob}\n10.0.0.1 ssh-ed25519 ${blob}\n`);
    const again = await check(readFileSync(appended.path, 'utf8'), 'accept-new');
    expect(readFileSync(again.path, 'utf8').split('\n')).toHaveLength(3);
  });

  it('accept-new without a place to write refuses the key and says where it could not write', async () => {
    const opened = await openHostKeyCheck({
      where: 'server1',
      address: '10.0.0.1',
      port: 22,
      aliases: [],
      files: ['/etc/passwd/known_hosts'],
      mode: 'accept-new',
    });
    await expect(opened.verify(key)).rejects.toMatchObject({
      code: 'host-key',
      what: expect.stringContaining('cannot be written to /etc/passwd/known_hosts'),
    });
  });
});
