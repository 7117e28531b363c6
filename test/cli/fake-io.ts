// A CliIo that remembers what was written, for tests of commands without a process of their own.

import type {CliIo} from '../../src/cli/io.ts';

export type FakeIo = CliIo & {readonly out: () => string; readonly err: () => string};

/** No terminal; questions are answered from `answers` in order, and one too many rejects. */
export function fakeIo(given: Partial<CliIo> & {readonly answers?: readonly string[]} = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const answers = [...(given.answers ?? [])];
  return {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    env: {},
    cwd: '/nonexistent',
    stdoutIsTty: false,
    stdinIsTty: false,
    ask: async (question) => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers: ${question}`);
      return answer;
    },
    signal: new AbortController().signal,
    ...given,
    out: () => out.join(''),
    err: () => err.join(''),
  };
}
