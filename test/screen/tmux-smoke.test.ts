// Operators live in tmux: the console in a real one, driven by its own keys and read from its own screen.

import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {fakeConsole} from './terminal.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const socket = `hpcha-test-${process.pid}`;
const folder = mkdtempSync(path.join(tmpdir(), 'hpcha-tmux-'));

function tmux(...args: readonly string[]): string {
  const env = {...process.env, LC_ALL: 'C.UTF-8', HOME: folder};
  return execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {encoding: 'utf8', env});
}

async function see(pattern: RegExp): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const screen = tmux('capture-pane', '-p', '-t', 'console');
    if (pattern.test(screen)) return screen;
    if (Date.now() > deadline) throw new Error(`never saw ${pattern}:\n${screen}`);
    // tmux tells nobody when a pane changes; asking again is the only way.
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

describe.skipIf(!hasTmux)('in tmux', () => {
  beforeAll(async () => {
    const script = await fakeConsole();
    const command = `HPCHA_FAKE_SCENES=healthy '${process.execPath}' '${script}'; echo left with $?; exec cat`;
    tmux('new-session', '-d', '-s', 'console', '-x', '120', '-y', '40', command);
  });
  afterAll(() => {
    spawnSync('tmux', ['-L', socket, 'kill-server']);
    rmSync(folder, {recursive: true, force: true});
  });

  it('draws, takes keys, follows the window and leaves the screen as it was', async () => {
    await see(/✔ ok · may lose 1 more controller[\s\S]*q quit/);
    tmux('send-keys', '-t', 'console', 'j', 'Enter');
    await see(/mariadb +✔ ok/);
    tmux('resize-window', '-t', 'console', '-x', '80', '-y', '24');
    const small = await see(/mariadb +✔ ok[\s\S]*q quit/);
    expect(small.trimEnd().split('\n')).toHaveLength(24);
    expect(small.match(/q quit/g)).toHaveLength(1);
    tmux('send-keys', '-t', 'console', 'q');
    const after = await see(/left with 0/);
    expect(after).not.toMatch(/q quit/);
  });
});
