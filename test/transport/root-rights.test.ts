// Becoming root: sudo without a password first, asked for once where it wants one, and the password only ever on stdin.

import {describe, expect, it} from 'vitest';
import {Secret} from '../../src/model/secret.ts';
import type {ExecRequest, Link, RawOutput} from '../../src/transport/link.ts';
import {RootRights} from '../../src/transport/root-rights.ts';
import {SudoPasswords} from '../../src/transport/sudo-passwords.ts';

const never = new AbortController().signal;
const password = 'p4ss w0rd';

type Sudo = {
  /** The program may be run without a password. */
  readonly free?: (words: readonly string[]) => boolean;
  readonly denied?: boolean;
  readonly password?: string;
};

/** A host whose sudo behaves as sudo 1.9 does; what it ran, and what stdin the command itself got. */
function host(
  sudo: Sudo,
  user = 'alice',
): {link: Link; requests: ExecRequest[]; ran: {words: readonly string[]; stdin: string}[]} {
  const requests: ExecRequest[] = [];
  const ran: {words: readonly string[]; stdin: string}[] = [];
  const exec = async (request: ExecRequest): Promise<RawOutput> => {
    requests.push(request);
    const at = request.argv.indexOf('sudo');
    const stdin = request.stdin ?? '';
    if (at < 0) return run(request.argv, stdin);
    const options = request.argv.slice(at + 1);
    const end = options.indexOf('--');
    const words = end < 0 ? [] : options.slice(end + 1);
    if (sudo.denied === true) return output(1, 'Sorry, user alice is not allowed to execute that as root on server1.');
    if (sudo.free?.(words) === true && words.length > 0) return run(words, stdin);
    if (options.includes('-n')) return output(1, 'sudo: a password is required');
    const [line = '', ...rest] = stdin.split('\n');
    if (line !== (sudo.password ?? password))
      return output(1, 'Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt');
    return words.length === 0 ? output(0, '') : run(words, rest.join('\n'));
  };
  const run = (words: readonly string[], stdin: string): RawOutput => {
    const [, , script = '', , nonce, ...inner] = words;
    if (!script.includes('read -r')) return done(words, stdin);
    const [line, ...rest] = stdin.split('\n');
    return line === nonce ? done(inner, rest.join('\n')) : output(97, 'hpcha: the password was not taken');
  };
  const done = (words: readonly string[], stdin: string): RawOutput => {
    ran.push({words, stdin});
    return output(0, '');
  };
  const link: Link = {
    host: 'server1',
    address: '',
    kind: 'ssh',
    user,
    exec,
    openStream: () => Promise.reject(new Error('no')),
    close: async () => undefined,
  };
  return {link, requests, ran};
}
function output(exitCode: number, stderr: string): RawOutput {
  return {exitCode, stdout: Buffer.alloc(0), stderr: Buffer.from(stderr), tookMs: 1, truncated: false};
}
const asks = (answer = password): {passwords: SudoPasswords; count: () => number} => {
  let asked = 0;
  const passwords = new SudoPasswords(async () => {
    asked += 1;
    return new Secret(answer);
  });
  return {passwords, count: () => asked};
};
const change = {argv: ['tee', '/x'], as: 'any', stdin: 'payload\n', timeoutMs: 1000} as const;
const look = {argv: ['cat', '/etc/shadow'], as: 'listed', timeoutMs: 1000} as const;

describe('becoming root', () => {
  it('needs nothing when logged in as root, or when told so', async () => {
    const {link, ran} = host({}, 'root');
    await new RootRights(link, 'auto', new SudoPasswords(undefined)).run(change, never);
    expect(ran).toHaveLength(1);
    const other = host({});
    await new RootRights(other.link, 'none', new SudoPasswords(undefined)).run(look, never);
    expect(other.requests[0]?.argv).not.toContain('sudo');
  });

  it('goes to another account by runuser as root and by sudo -u else', () => {
    expect(new RootRights(host({}, 'root').link, 'auto', new SudoPasswords(undefined)).words(['id'], 'mysql')).toEqual([
      'runuser',
      '-u',
      'mysql',
      '--',
      'id',
    ]);
    expect(new RootRights(host({}).link, 'auto', new SudoPasswords(undefined)).words(['id'], 'mysql')).toEqual([
      'sudo',
      '-n',
      '-u',
      'mysql',
      '--',
      'id',
    ]);
  });

  it('asks nobody where sudo wants no password, and sends a look as exactly its argv', async () => {
    const {link, ran, requests} = host({free: () => true});
    const {passwords, count} = asks();
    await new RootRights(link, 'auto', passwords).run(look, never);
    expect(ran).toEqual([{words: ['cat', '/etc/shadow'], stdin: ''}]);
    expect(requests.map((one) => one.argv.slice(-5))).toEqual([['sudo', '-n', '--', 'cat', '/etc/shadow']]);
    expect(count()).toBe(0);
  });

  it('asks once for all hosts, and the command gets its stdin without the password', async () => {
    const {passwords, count} = asks();
    for (const one of [host({}), host({})]) {
      const rights = new RootRights(one.link, 'auto', passwords);
      await Promise.all([rights.run(change, never), rights.run(look, never), rights.run(change, never)]);
      expect(one.ran.map(({words, stdin}) => `${words.join(' ')}|${stdin}`).sort()).toEqual([
        'cat /etc/shadow|',
        'tee /x|payload\n',
        'tee /x|payload\n',
      ]);
    }
    expect(count()).toBe(1);
  });

  it('never has the password in an argv', async () => {
    const {link, requests} = host({});
    const rights = new RootRights(link, 'auto', asks().passwords);
    await rights.run(change, never);
    await rights.run(look, never);
    expect(requests.some((one) => one.stdin?.startsWith(`${password}\n`))).toBe(true);
    expect(JSON.stringify(requests.map((one) => one.argv))).not.toContain(password);
  });

  it('checks the password before any payload is sent, asks three times, and never tries a wrong one again', async () => {
    const {link, requests, ran} = host({password: 'another'});
    const {passwords, count} = asks();
    const rights = new RootRights(link, 'auto', passwords);
    await expect(rights.run(change, never)).rejects.toMatchObject({
      code: 'auth',
      what: expect.stringContaining('did not accept the password of alice 3 times'),
    });
    expect(ran).toEqual([]);
    const sent = requests.length;
    await expect(rights.run(change, never)).rejects.toMatchObject({code: 'auth'});
    await expect(new RootRights(host({}).link, 'auto', passwords).run(change, never)).rejects.toMatchObject({
      code: 'auth',
    });
    expect([requests.length, count()]).toEqual([sent, 3]);
  });

  it('a password that is wrong on one host only is refused there and used on the others', async () => {
    const {passwords, count} = asks();
    const odd = new RootRights(host({password: 'another'}).link, 'auto', passwords);
    const good = host({});
    await new RootRights(good.link, 'auto', passwords).run(change, never);
    await expect(odd.run(change, never)).rejects.toMatchObject({
      code: 'auth',
      what: expect.stringContaining('right on another host'),
    });
    expect(good.ran).toHaveLength(1);
    expect(count()).toBe(1);
  });

  it('a question that is declined is not asked again, and whoever waits for it can give up', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<Secret>();
    const passwords = new SudoPasswords(() => {
      asked += 1;
      return answer.promise;
    });
    const rights = new RootRights(host({}).link, 'auto', passwords);
    await expect(rights.run(look, AbortSignal.timeout(20))).rejects.toMatchObject({code: 'timeout'});
    answer.reject(new Error('Esc'));
    await expect(rights.run(look, never)).rejects.toMatchObject({
      code: 'auth',
      what: expect.stringContaining('no sudo password of alice was given'),
    });
    await expect(rights.run(look, never)).rejects.toMatchObject({code: 'auth'});
    expect(asked).toBe(1);
  });

  it('does not run the command when sudo leaves the password on stdin', async () => {
    let first = true;
    const {link, ran} = host({
      free: () => {
        const was = first;
        first = false;
        return !was;
      },
    });
    await expect(new RootRights(link, 'auto', asks().passwords).run(change, never)).rejects.toMatchObject({
      code: 'auth',
    });
    expect(ran).toEqual([]);
  });

  it('without anybody to ask, says how to allow it; where the rules forbid it, says what was forbidden', async () => {
    const rights = new RootRights(host({}).link, 'auto', new SudoPasswords(undefined));
    await expect(rights.run(look, never)).rejects.toMatchObject({
      code: 'auth',
      hint: expect.stringContaining('NOPASSWD'),
    });
    const denied = new RootRights(host({denied: true}).link, 'auto', asks().passwords);
    await expect(denied.run(look, never)).rejects.toMatchObject({
      code: 'auth',
      what: expect.stringContaining('cat /etc/shadow'),
    });
  });
});
