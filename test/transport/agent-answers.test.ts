// What the program on a host answers by itself is what the command would have said, to the byte, or it starts the command.

import {execFileSync, spawn} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type {Argv} from '../../src/model/argv.ts';
import type {Look} from '../../src/model/look.ts';
import type {LookResult} from '../../src/transport/host.ts';
import type {Link} from '../../src/transport/link.ts';
import {LocalLink} from '../../src/transport/local-link.ts';
import {Looks} from '../../src/transport/looks.ts';
import {RootRights} from '../../src/transport/root-rights.ts';
import {SudoPasswords} from '../../src/transport/sudo-passwords.ts';

const never = new AbortController().signal;
// Not below /tmp, which may be a filesystem of its own: there the command is started anyway.
mkdirSync('.cache', {recursive: true});
const dir = mkdtempSync(join(process.cwd(), '.cache', 'agent-'));
const at = (name: string): string => join(dir, name);

mkdirSync(at('tree/deep'), {recursive: true});
writeFileSync(at('tree/info'), 'type=2\nstatus=1\nserver.keepalive-time=2\n');
writeFileSync(at('tree/deep/info'), 'no newline at the end');
writeFileSync(at('tree/deep/other'), 'type=3\n');
writeFileSync(at('empty'), '');
writeFileSync(at('lines'), Array.from({length: 30}, (_unused, index) => `line ${index}\n`).join(''));
writeFileSync(at('binary'), 'a\0b\n');
writeFileSync(at('conf'), '  ClusterName = alpha\n#SlurmctldHost=x\nSlurmctldHost=server1(10.0.0.1)\r\n');
symlinkSync('lines', at('link'));
symlinkSync('nowhere', at('dangling'));
symlinkSync('../lines', at('tree/up'));
utimesSync(at('empty'), 1_700_000_000, 1_700_000_000);
chmodSync(at('conf'), 0o600);

/** Looks as over ssh, with the program running here. */
function asking(path?: string): Looks {
  const local = new LocalLink('server1', '127.0.0.1');
  const [perl] = execFileSync('which', ['perl'], {encoding: 'utf8'}).trim().split('\n');
  const worded = (argv: Argv): Argv => {
    if (path === undefined) return argv;
    const words = argv.map((word) =>
      word.startsWith('PATH=') ? `PATH=${path}` : word === 'perl' ? (perl ?? '') : word,
    );
    return ['env', ...words.slice(1)];
  };
  const link: Link = {
    host: 'server1',
    address: '127.0.0.1',
    kind: 'ssh',
    user: 'root',
    exec: (request, signal) => local.exec({...request, argv: worded(request.argv)}, signal),
    openStream: (target, signal) => local.openStream(target, signal),
    close: () => local.close(),
  };
  return new Looks(link, new RootRights(link, 'none', new SudoPasswords(undefined)));
}
const looks = asking();
/** Where no program can be started, only answers of its own are answers. */
const alone = asking('/nonexistent');

const look = (argv: Argv): Look => ({name: 'x', argv, privileged: true, timeoutMs: 5000, answers: [0, 1, 2]});

async function ask(argv: Argv, of: Looks = looks): Promise<string> {
  const [result] = await of.all([look(argv)], never);
  return said(result);
}

function said(result: LookResult | undefined): string {
  if (result?.kind !== 'output') return `${result?.error.code}`;
  return `${result.output.exitCode}\n${result.output.stdout}\n${result.output.stderr}`;
}

/** `env` has no answer of its own, so the command itself is started. */
const started = (argv: Argv): Promise<string> => ask(['env', ...argv]);

const named = (all: readonly Argv[]): [string, Argv][] => all.map((argv) => [argv.join(' ').replaceAll(dir, ''), argv]);
const sorted = (text: string): string => text.split('\n').sort().join('\n');

afterAll(() => rmSync(dir, {recursive: true}));

describe('answers of its own', () => {
  const exact: readonly Argv[] = [
    ['cat', at('lines')],
    ['cat', at('link')],
    ['cat', at('missing')],
    ['cat', at('tree')],
    ['cat', at('dangling')],
    ['tail', '-n', '5', at('lines')],
    ['tail', '-n', '200', at('lines')],
    ['tail', '-n', '3', at('tree/deep/info')],
    ['tail', '-n', '5', at('empty')],
    ['tail', '-n', '5', at('missing')],
    ['stat', '-c', '%Y %n', at('empty'), at('missing')],
    ['stat', '-c', '%Y %n', at('link')],
    ['sha256sum', at('lines')],
    ['sha256sum', at('missing')],
    ['id', '-un'],
    ['grep', '-Hs', '', at('lines'), at('missing'), at('empty')],
    ['grep', '-H', '', at('lines'), at('missing')],
    ['grep', '-Hs', '^type', at('tree/info')],
    ['grep', '-Hs', '^nothing', at('tree/info')],
    ['grep', '-Hs', '', at('binary')],
    ['grep', '-Hs', '', at('tree')],
    ['grep', '-Hs', '', at('link'), at('dangling')],
    ['grep', '-iE', '^[[:space:]]*(clustername|slurmctldhost)[[:space:]]*=', at('conf')],
    ['grep', '-iE', '^[[:space:]]*(x|y)$', at('conf')],
    ['grep', '-iE', '(', at('conf')],
    ['grep', '-c', 'line', at('lines')],
    ['systemctl', 'show', '--property=Nonsense', '--', 'x.service'],
    ['find', at('missing'), '-maxdepth', '1', '-printf', '%y %s %p\\n'],
    ['find', at('lines'), '-newer', at('empty'), '-printf', '%p\\n'],
  ];
  it.each(named(exact))('%s', async (_name, words) => {
    expect(await ask(words)).toBe(await started(words));
  });

  const unordered: readonly Argv[] = [
    ['grep', '-rHs', '', at('tree')],
    ['grep', '-rH', '', at('tree'), at('missing')],
    ['grep', '-rHs', '', at('tree'), at('lines')],
    ['grep', '-rHsE', '--include=info', '^(type|status|[a-z]+\\.[a-z.-]+)=', at('tree')],
    ['find', at('tree'), '-maxdepth', '1', '-printf', '%y %s %p\\n'],
    ['find', at('tree'), at('missing'), '-maxdepth', '2', '-type', 'f', '-printf', '%p\\n'],
  ];
  it.each(named(unordered))('%s, in any order', async (_name, words) => {
    expect(sorted(await ask(words))).toBe(sorted(await started(words)));
  });

  it('the time is the time', async () => {
    const before = Date.now();
    const seconds = Number((await ask(['date', '+%s.%N'])).split('\n')[1]);
    expect(seconds * 1000).toBeGreaterThanOrEqual(before - 1);
    expect(seconds * 1000).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('processes are those that pgrep and ps list', async () => {
    const child = spawn('sleep', ['60'], {stdio: 'ignore'});
    try {
      const list = ['pgrep', '-l', '-x', 'sleep|no-such-process'] as const;
      expect(await ask(list)).toContain(`${child.pid} sleep\n`);
      const table = await ask(['ps', '-C', 'sleep', '-o', 'stat=,comm=,args=']);
      expect(table).toMatch(/^[RSD] sleep sleep 60$/m);
    } finally {
      child.kill();
    }
    const none = ['pgrep', '-l', '-x', 'no-such-process'] as const;
    expect(await ask(none)).toBe(await started(none));
  });

  it('start no program', async () => {
    const own: readonly Argv[] = [
      ['cat', at('link')],
      ['tail', '-n', '200', at('lines')],
      ['stat', '-c', '%Y %n', at('empty')],
      ['date', '+%s.%N'],
      ['id', '-un'],
      ['sha256sum', at('lines')],
      ['grep', '-rHs', '', at('tree'), at('missing')],
      ['grep', '-iE', '^SlurmctldHost', at('conf')],
      ['find', at('tree'), '-maxdepth', '2', '-type', 'f', '-printf', '%p\\n'],
      ['pgrep', '-l', '-x', 'no-such-process'],
      ['ps', '-C', 'no-such-process', '-o', 'stat=,comm=,args='],
      ['ss', '-Htnp', 'state', 'established', '( dport = :24007 )'],
    ];
    for (const argv of own) expect(await ask(argv, alone), argv.join(' ')).toMatch(/^[012]\n/);
    expect(await ask(['env', 'true'], alone)).toBe('missing');
  });
});
