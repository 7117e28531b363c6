// What a flag that takes one value promises when it is given twice: an error that names it, never one of the two in silence.

import type {Command} from 'commander';
import {describe, expect, it} from 'vitest';
import {buildProgram, runProgram} from '../../src/cli/program.ts';
import {fakeIo} from './fake-io.ts';

async function run(...argv: readonly string[]): Promise<{code: number; out: string; err: string}> {
  const io = fakeIo();
  const code = await runProgram(argv, io);
  return {code, out: io.out(), err: io.err()};
}

type Flag = {readonly words: readonly string[]; readonly flag: string; readonly value: string; readonly many: boolean};

/** Every flag with a value of every command, with the words that lead there. */
function flagsOf(command: Command, words: readonly string[]): readonly Flag[] {
  const own = command.options
    .filter(({required, optional}) => required || optional)
    .map(({long, argChoices, name, defaultValue}): Flag => {
      const value = argChoices?.[0] ?? '1';
      return {words, flag: long ?? name(), value, many: Array.isArray(defaultValue)};
    });
  return [...own, ...command.commands.flatMap((each) => flagsOf(each, [...words, each.name()]))];
}

const all = flagsOf(
  buildProgram(fakeIo(), () => undefined),
  [],
);
const single = all.filter(({many}) => !many);

describe('a flag that takes one value', () => {
  it('is known of every command', () => {
    expect(single.length).toBeGreaterThan(40);
    expect([...new Set(all.filter(({many}) => many).map(({flag}) => flag))].sort()).toEqual(['--config', '--override']);
  });

  it.each(single.map((each) => [[...each.words, each.flag].join(' '), each] as const))(
    '%s is refused when it is given twice',
    async (_, {words, flag, value}) => {
      const {code, out, err} = await run(...words, flag, value, `${flag}=${value}`);
      expect(code).toBe(64);
      expect(out).toBe('');
      expect(err).toContain(`${flag} was given twice: it takes one value`);
    },
  );

  it('is refused in Korean and as JSON too, before the command and after it', async () => {
    const korean = await run('start', '--phase', '3', '--phase', '6', '--lang', 'ko');
    expect(korean).toEqual({
      code: 64,
      out: '',
      err: [
        '오류: start: --phase가 두 번 지정되었습니다. 값은 하나만 줄 수 있습니다',
        '  조치: 값이 여럿이면 값마다 명령을 한 번씩 실행하십시오',
        '',
      ].join('\n'),
    });
    const json = await run('--timeout', '5', 'status', '--json', '--timeout', '6');
    expect(json.code).toBe(64);
    expect(JSON.parse(json.out)).toMatchObject({error: {code: 'usage', what: expect.stringMatching(/^--timeout /)}});
  });

  it('is read as before when it is given once, and flags that gather may repeat', async () => {
    expect((await run('start', '--phase', '9')).err).toContain('a phase is a number from 0 to 7');
    expect((await run('--lang', 'fr', 'status')).err).toContain('Allowed choices are en, ko');
    const gathered = await run(
      'start',
      '--phase',
      '9',
      '--override',
      'A',
      '--override',
      'B',
      '--config',
      'a',
      '--config',
      'b',
    );
    expect(gathered.err).toContain('a phase is a number from 0 to 7');
  });
});
