// Getting around and being alerted in a real pty: commands, filters, events, the bell, and a cluster that goes dark and comes back.

import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {OpenOptions, ScreenTest} from './terminal.ts';
import {fakeConsole, openScreen} from './terminal.ts';

let screen: ScreenTest | undefined;

beforeAll(async () => {
  await fakeConsole();
});
afterEach(() => {
  screen?.close();
  screen = undefined;
});

async function open(options: OpenOptions = {}): Promise<ScreenTest> {
  screen = await openScreen(options);
  await screen.see(/✔ Synced[\s\S]*q quit/);
  return screen;
}

describe('commands', () => {
  it('lead where they say, complete with Tab, and come back from the history', async () => {
    const page = await open();
    page.press(':');
    await page.see(/tab completes/);
    page.press('maria');
    page.press('\t');
    await page.see(/:mariadb /);
    page.press('\r');
    await page.see(/overview › mariadb/);
    page.press(':');
    page.press('\x1b[A');
    await page.see(/:mariadb/);
    page.press('\x1b');
    await page.see(/q quit/);
  });

  it('typed ahead with their Enter in one packet lose nothing', async () => {
    const page = await open();
    page.press(':redis\r');
    await page.see(/overview › redis/);
  });

  it('say what is wrong with them and stay to be put right', async () => {
    const page = await open();
    page.press(':start --phase 9\r');
    await page.see(/a phase is a number from 0 to 7/);
    page.press('\x7f2\r');
    await page.see(/overview › plan phases/);
  });

  it('quit with :q', async () => {
    const page = await open();
    page.press(':q\r');
    expect(await page.exited).toBe(0);
  });
});

describe('an alert', () => {
  it('rings once, stays after the trouble is over, and goes with a comment', async () => {
    const page = await open({env: {HPCHA_FAKE_SCENES: 'healthy,dark,healthy'}, columns: 120, rows: 40});
    page.signal('SIGUSR2');
    await page.see(/AllLostTest/);
    await page.see(/not acknowledged/);
    expect(page.output()).toMatch(/\x07\x1b\]9;my-cluster /);
    page.signal('SIGUSR2');
    await page.see(/✔ ok · may lose 1/);
    page.press('v');
    await page.see(/wait for somebody to acknowledge/);
    page.press('\r');
    await page.see(/comment/);
    page.press('switch rebooted');
    await page.see(/switch rebooted/);
    page.press('\r');
    await page.see(/root@console1 at [\d:]+: switch rebooted/);
    expect(page.calls()).toContain('alert acknowledged');
  });
});

describe('when nobody answers any more', () => {
  it('says so for every controller, keeps its keys, and shows what comes back', async () => {
    const page = await open({env: {HPCHA_FAKE_SCENES: 'healthy,dark,healthy'}});
    page.signal('SIGUSR2');
    await page.see(/\? unknown/);
    expect(page.grid().join('\n')).not.toMatch(/✔ ok/);
    page.press('2');
    await page.see(/overview › mariadb/);
    page.press('\x1b');
    page.signal('SIGUSR2');
    await page.see(/✔ Synced/);
  });
});

describe('a filter', () => {
  it('narrows a list while it is typed, and Esc shows all again', async () => {
    const page = await open();
    page.press('?');
    await page.see(/everywhere/);
    page.press('\x1b');
    await page.see(/nothing to report/);
    page.press('a');
    await page.see(/converge phases/);
    page.press('/');
    page.press('stop');
    await page.see(/stop services/);
    await page.see(/^(?![\s\S]*converge phases)/);
    page.press('\r');
    await page.see(/\/stop +esc shows all/);
    page.press('\x1b');
    await page.see(/converge phases/);
  });
});

describe('leaning on the keyboard in a real terminal', () => {
  it('never reaches a writer from a console that was started with --watch', async () => {
    const page = await open({env: {HPCHA_FAKE_MODE: 'watch-only', HPCHA_FAKE_DANGER: 'safe'}});
    const keys = ['p', '\r', 'y', 'a', 'o', ':stop --yes\r', 'j', '\x1b', 'O', 'u', 'x', '\t', 'v', 's', '/', 'y\ry\r'];
    for (let count = 0; count < 600; count += 1) {
      page.press(keys[(count * 7 + Math.floor(count / 16)) % keys.length] ?? 'j');
      if (count % 50 === 49) page.paste('y\ry\r:stop\r');
    }
    page.press('\x1b\x1b');
    page.resize(100, 30);
    await page.see(/WATCH ONLY/);
    expect(page.calls().filter((call) => call.startsWith('start') || call === 'cancel')).toEqual([]);
  });
});
