// Words that leave for a shell arrive as exactly those words.

import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {quoteArgv} from '../../src/model/argv.ts';

const awkward = [
  '',
  ' ',
  "'",
  '"',
  '\\',
  '$HOME',
  '`id`',
  '$(id)',
  '!',
  'a;b',
  '*',
  '~',
  '-n',
  'a\nb',
  '\t',
  'it\'s "so"',
  '#x',
  'é한',
  '&&',
  '\x1b[0m',
  "''",
  '{a,b}',
  '%s',
];

describe('quoting', () => {
  it.each(['/bin/sh', '/bin/bash'])('%s splits a quoted argv back into the very same words', (shell) => {
    const line = quoteArgv(['printf', '%s\\0', ...awkward]);
    const words = execFileSync(shell, ['-c', line]).toString('utf8').split('\0').slice(0, -1);
    expect(words).toEqual(awkward);
  });

  it('leaves plain words readable', () => {
    expect(quoteArgv(['systemctl', 'show', '-p', 'ActiveState', 'ssh.service'])).toBe(
      'systemctl show -p ActiveState ssh.service',
    );
  });
});
