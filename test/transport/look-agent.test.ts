// Several looks at once: each gets its own answer, none waits for another, and nothing is left running.

import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough, type Writable} from 'node:stream';
import {describe, expect, it} from 'vitest';
import type {Argv} from '../../src/model/argv.ts';
import type {Look} from '../../src/model/look.ts';
import {FrameReader} from '../../src/transport/agent-frames.ts';
import type {LookResult} from '../../src/transport/host.ts';
import type {Link} from '../../src/transport/link.ts';
import {LocalLink} from '../../src/transport/local-link.ts';
import {agentArgv} from '../../src/transport/look-agent-script.ts';
import {Looks} from '../../src/transport/looks.ts';
import {RootRights} from '../../src/transport/root-rights.ts';
import {SudoPasswords} from '../../src/transport/sudo-passwords.ts';

const dir = mkdtempSync(join(tmpdir(), 'hpcha-batch-'));
const never = new AbortController().signal;
const look = (argv: Argv, more: Partial<Look> = {}): Look => ({
  name: argv[0],
  argv,
  privileged: true,
  timeoutMs: 4000,
  ...more,
});

/** Looks as over ssh, with the remote program running here; `patch` changes the program's text, which must keep its length. */
function asking(change: (argv: Argv) => Argv = (argv) => argv, patch?: (program: string) => string): Looks {
  const local = new LocalLink('server1', '127.0.0.1');
  const link: Link = {
    host: 'server1',
    address: '127.0.0.1',
    kind: 'ssh',
    user: 'root',
    exec: (request, signal) =>
      local.exec(
        {
          ...request,
          argv: change(request.argv),
          ...(patch === undefined ? {} : {onStart: (stdin) => request.onStart?.(patched(stdin, patch))}),
        },
        signal,
      ),
    openStream: (target, signal) => local.openStream(target, signal),
    close: () => local.close(),
  };
  return new Looks(link, new RootRights(link, 'none', new SudoPasswords(undefined)));
}
/** The kill of the last resort is taken out, as if the process hung in the kernel. */
function withoutKill(program: string): string {
  const kill = "kill 'KILL', -$k->{p};";
  if (!program.includes(kill)) throw new Error('the program kills in other words now');
  return program.replace(kill, ' '.repeat(kill.length));
}

function patched(stdin: Writable, patch: (program: string) => string): Writable {
  const through = new PassThrough();
  let isFirst = true;
  through.on('data', (chunk: Buffer) => {
    stdin.write(isFirst ? patch(chunk.toString('latin1')) : chunk, 'latin1');
    isFirst = false;
  });
  return through;
}

const short = (result: LookResult): string =>
  result.kind === 'output'
    ? `${result.output.exitCode} ${result.output.stdout}`
    : `${result.error.code} ${result.error.what}`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('looks at once', () => {
  it('answer in the order in which they were asked, each with its own streams and exit code', async () => {
    const results = await asking().all(
      [
        look(['sh', '-c', 'sleep 0.2; echo slow; echo words >&2']),
        look(['echo', 'fast', "it's", '']),
        look(['sh', '-c', 'exit 3'], {answers: [0, 3]}),
        look(['sh', '-c', 'echo why >&2; exit 4']),
        look(['no-such-program']),
        look(['sh', '-c', 'kill -9 $$']),
      ],
      never,
    );
    expect(results.map(short)).toEqual([
      '0 slow\n',
      "0 fast it's \n",
      '3 ',
      'command sh -c echo why >&2; exit 4 exited 4: why',
      'missing there is no program no-such-program: no-such-program: No such file or directory',
      'command sh -c kill -9 $$ exited 137',
    ]);
    expect(results[0]).toMatchObject({output: {stderr: 'words\n'}});
  });

  it("have an empty stdin, English messages and the administrator's PATH", async () => {
    const results = await asking().all([look(['cat']), look(['sh', '-c', 'echo $LC_ALL $PATH'])], never);
    expect(results.map(short)).toEqual([
      '0 ',
      '0 C.UTF-8 /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n',
    ]);
  });

  it('do not wait for one that hangs: it is a timeout, and its process is ended', async () => {
    const pidFile = join(dir, 'pid');
    const startedAt = performance.now();
    const looks = asking();
    const results = await looks.all(
      [look(['sh', '-c', `echo $$ > ${pidFile}; echo partial; sleep 60`], {timeoutMs: 700}), look(['echo', 'here'])],
      never,
    );
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(results.map(short)).toEqual([expect.stringMatching(/^timeout .*did not answer within 0.7 s$/), '0 here\n']);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await expect.poll(() => isRunning(pid), {timeout: 6000}).toBe(false);
  });

  it('a look that cannot be ended is not started again until it ends', async () => {
    const startsFile = join(dir, 'starts');
    const flag = join(dir, 'flag');
    const stubborn = look(
      ['sh', '-c', `echo x >> ${startsFile}; trap "" TERM; while [ ! -e ${flag} ]; do sleep 0.05; done; echo ended`],
      {timeoutMs: 300},
    );
    const looks = asking(undefined, withoutKill);
    expect(short(await one(looks, stubborn))).toMatch(/^timeout .*did not answer within 0.3 s/);
    for (let round = 0; round < 3; round += 1)
      expect(short(await one(looks, stubborn))).toMatch(/^timeout .*has been hanging for 0 s/);
    expect(short(await one(looks, look(['echo', 'other'])))).toBe('0 other\n');
    expect(readFileSync(startsFile, 'utf8')).toBe('x\n');
    writeFileSync(flag, '');
    await expect.poll(async () => short(await one(looks, stubborn)), {timeout: 6000}).toBe('0 ended\n');
  });

  it('a look that was given up is not started again while others of its batch still work', async () => {
    const startsFile = join(dir, 'early-starts');
    const flag = join(dir, 'early-flag');
    const script = `echo x >> ${startsFile}; trap "" TERM; while [ ! -e ${flag} ]; do sleep 0.02; done`;
    const hung = look(['sh', '-c', script], {timeoutMs: 300});
    const looks = asking(undefined, withoutKill);
    let isOver = false;
    const slow = one(looks, look(['sleep', '2'])).then(() => {
      isOver = true;
    });
    expect(short(await one(looks, hung))).toMatch(/did not answer within 0.3 s/);
    expect(short(await one(looks, hung))).toMatch(/has been hanging/);
    expect(isOver).toBe(false);
    expect(readFileSync(startsFile, 'utf8')).toBe('x\n');
    writeFileSync(flag, '');
    await slow;
  });

  it('a look that answered late may be asked again, although another one still hangs', async () => {
    const flag = join(dir, 'late-flag');
    const late = look(['sh', '-c', `trap "" TERM; while [ ! -e ${flag} ]; do sleep 0.02; done; echo late`], {
      timeoutMs: 300,
    });
    const stuck = look(['sh', '-c', `trap "" TERM; while [ ! -e ${flag}.never ]; do sleep 0.02; done`], {
      timeoutMs: 300,
    });
    const looks = asking(undefined, withoutKill);
    expect((await looks.all([late, stuck], never)).map((result) => result.kind)).toEqual(['error', 'error']);
    writeFileSync(flag, '');
    await expect.poll(async () => short(await one(looks, late)), {timeout: 6000}).toBe('0 late\n');
    expect(short(await one(looks, stuck))).toMatch(/has been hanging/);
    writeFileSync(`${flag}.never`, '');
  });

  it('cancelling ends them on the host too', async () => {
    const pidFile = join(dir, 'cancelled');
    const controller = new AbortController();
    const work = asking().all([look(['sh', '-c', `echo $$ > ${pidFile}; sleep 60`])], controller.signal);
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '').toBe(true);
    controller.abort();
    expect((await work).map(short)).toEqual(['cancelled cancelled before it was answered']);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await expect.poll(() => isRunning(pid), {timeout: 6000}).toBe(false);
  });

  it('limit each stream to 1 MiB and do not block the writer', async () => {
    const [result] = await asking().all([look(['sh', '-c', 'head -c 4000000 /dev/zero | tr "\\0" a; exit 0'])], never);
    expect(result).toMatchObject({kind: 'output', output: {truncated: true, exitCode: 0}});
    expect(result?.kind === 'output' && result.output.stdout.length).toBe(1024 * 1024);
  });

  it('give out clean text only', async () => {
    const result = await one(asking(), look(['printf', 'a\\033]52;c;AAAA\\007b\\033[31m\\377c']));
    expect(short(result)).toBe('0 abc');
  });

  it('go one by one where there is no perl', async () => {
    const looks = asking((argv) => (argv.includes('perl') ? ['sh', '-c', 'exit 127'] : argv));
    expect((await looks.all([look(['echo', 'a']), look(['sleep', '9'], {timeoutMs: 300})], never)).map(short)).toEqual([
      '0 a\n',
      expect.stringMatching(/^timeout sleep 9/),
    ]);
    expect(short(await one(looks, look(['echo', 'b'])))).toBe('0 b\n');
  });

  it('a login script that prints makes them fail, never answer wrongly', async () => {
    const looks = asking((argv) => ['sh', '-c', 'echo "Welcome to server1"; exec "$@"', 'sh', ...argv]);
    expect(short(await one(looks, look(['echo', 'a'])))).toMatch(/^unreachable .*login script/);
  });
});

async function one(looks: Looks, what: Look): Promise<LookResult> {
  const [result] = await looks.all([what], never);
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('frames', () => {
  it('are read whatever the pieces they arrive in', () => {
    const stream = Buffer.from('0 o 5\nab\nc\n1 e 1\nx0 x 0\n1 t 0\n1 x 143\n');
    for (let size = 1; size <= stream.length; size += 1) {
      const reader = new FrameReader();
      const frames = [];
      for (let at = 0; at < stream.length; at += size) frames.push(...reader.read(stream.subarray(at, at + size)));
      expect(frames.map((frame) => ('bytes' in frame ? {...frame, bytes: frame.bytes.toString()} : frame))).toEqual([
        {kind: 'stdout', id: 0, bytes: 'ab\nc\n'},
        {kind: 'stderr', id: 1, bytes: 'x'},
        {kind: 'exit', id: 0, code: 0},
        {kind: 'deadline', id: 1},
        {kind: 'exit', id: 1, code: 143},
      ]);
    }
  });

  it('the words that start the program are one line, so that a csh as login shell takes it too', () => {
    expect(agentArgv().join(' ')).not.toContain('\n');
  });
});
