// What making and removing the web test's Unix account promises: locked, with an end, and never somebody else's account.

import {describe, expect, test} from 'vitest';
import type {CommandOutput} from '../../../src/web/round-trip/run-command.ts';
import {ensureTestAccount, removeTestAccount} from '../../../src/web/round-trip/unix-account.ts';

const now = Date.parse('2026-11-23T22:00:00Z');
const ours = 'hpcha-test:x:61100:61100:hpcha-tui test --test web:/nonexistent:/bin/sh';

/** A machine whose databases say this; useradd and userdel change them. */
function machine(passwd: readonly string[], group: readonly string[] = []) {
  const lines = {passwd: [...passwd], group: [...group]};
  const done: string[] = [];
  const answer = (code: number, stdout = '', stderr = ''): CommandOutput => ({code, stdout, stderr});
  const run = async (command: string, words: readonly string[]): Promise<CommandOutput> => {
    if (command === 'getent') {
      const [database, key] = words;
      const found = lines[database === 'group' ? 'group' : 'passwd'].find((line) => {
        const [name, , number] = line.split(':');
        return name === key || number === key;
      });
      return found === undefined ? answer(2) : answer(0, `${found}\n`);
    }
    done.push([command, ...words].join(' '));
    if (command === 'useradd') lines.passwd.push(ours);
    if (command === 'userdel') lines.passwd.splice(0);
    return answer(0);
  };
  return {run, done};
}

describe('the account of the web test', () => {
  test('is made without a password and a home, with a number of its own, and ends by itself', async () => {
    const {run, done} = machine([]);
    expect(await ensureTestAccount(run, now)).toMatch(/uid 61100.* ends 2026-11-25/);
    expect(done).toEqual([
      'useradd --uid 61100 --user-group --no-create-home --home-dir /nonexistent --shell /bin/sh --no-log-init ' +
        '--expiredate 2026-11-25 --comment hpcha-tui test --test web hpcha-test',
    ]);
  });

  test('that a run before has left gets a new end, and nothing else', async () => {
    const {run, done} = machine([ours]);
    await ensureTestAccount(run, now);
    expect(done).toEqual(['usermod --expiredate 2026-11-25 hpcha-test']);
  });

  test.each([
    ['its number', ['kim:x:61100:100:Kim:/home/kim:/bin/bash'], [], /61100 of passwd is taken by kim/],
    ['its group’s number', [], ['students:x:61100:'], /61100 of group is taken by students/],
    ['its group’s name', [], ['hpcha-test:x:1500:'], /hpcha-test of group is taken/],
    ['its name', ['hpcha-test:x:1500:1500::/home/t:/bin/bash'], [], /that no test has made/],
  ])('is not made where %s is somebody else’s, and it is said what to do', async (_what, passwd, group, says) => {
    const {run, done} = machine(passwd, group);
    await expect(ensureTestAccount(run, now)).rejects.toMatchObject({
      code: 'refused',
      what: expect.stringMatching(says),
      hint: expect.stringContaining('--web-user'),
    });
    expect(done).toEqual([]);
  });

  test('is removed, and somebody else’s of that name is not', async () => {
    const {run, done} = machine([ours]);
    expect(await removeTestAccount(run)).toBe(true);
    expect(done).toEqual(['userdel hpcha-test']);
    expect(await removeTestAccount(run)).toBe(false);
    const other = machine(['hpcha-test:x:1500:1500::/home/t:/bin/bash']);
    await expect(removeTestAccount(other.run)).rejects.toMatchObject({code: 'refused'});
    expect(other.done).toEqual([]);
  });

  test('is not called gone where the name service does not answer', async () => {
    const run = async (): Promise<CommandOutput> => ({code: 1, stdout: '', stderr: 'no answer'});
    await expect(removeTestAccount(run)).rejects.toMatchObject({code: 'command', what: 'no answer'});
  });
});
