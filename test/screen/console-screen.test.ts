// The console in a real pty: what an operator sees, types and gets back, asserted on the emulated screen.

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

describe('the first picture', () => {
  it('is whole at 80x24 in the alternate screen', async () => {
    const console80 = await open();
    expect(console80.inAlternateScreen()).toBe(true);
    const lines = console80.grid();
    expect(lines[0]).toMatch(/^ my-cluster +✔ ok · may lose 1 more controller +LAB WATCH$/);
    expect(lines[1]).toMatch(/VIP 10\.77\.0\.100 on server1 +3 controllers · 1 node/);
    expect(lines.at(-1)).toMatch(/⏎ open .* \? help +q quit *$/);
  });

  it('survives a storm of resizes and ends with one header and one hints line', async () => {
    const stormy = await open();
    for (const [columns, rows] of [
      [200, 60],
      [60, 15],
      [120, 40],
      [59, 14],
      [200, 60],
      [80, 24],
    ] as const) {
      stormy.resize(columns, rows);
    }
    stormy.resize(120, 40);
    // The picture of an earlier size may pass by; the last one has its header at the top and its hints at the bottom, once.
    const once = (lines: readonly string[], text: string): boolean =>
      lines.filter((line) => line.includes(text)).length === 1;
    const whole = (lines: readonly string[]): boolean =>
      lines.length === 40 &&
      lines[0]?.startsWith(' my-cluster') === true &&
      / q quit *$/.test(lines.at(-1) ?? '') &&
      once(lines, 'my-cluster') &&
      once(lines, 'q quit');
    const settled = await stormy.see(whole);
    // Nothing of another size is left anywhere: drawing everything anew changes nothing.
    const before = stormy.bytes();
    stormy.press('\x0c');
    await stormy.see((lines) => stormy.bytes() > before + 1000 && whole(lines));
    expect(stormy.grid()).toEqual(settled);
    stormy.resize(59, 14);
    await stormy.see(/^hpcha-tui needs 60x15, has 59x14/);
  });
});

describe('getting around', () => {
  it('opens a service, why a finding, help, and comes back', async () => {
    const page = await open({env: {HPCHA_FAKE_SCENES: 'healthy,donor'}});
    page.press('2');
    await page.see(/mariadb +✔ ok/);
    page.press('\x1b');
    await page.see(/nothing to report/);
    page.signal('SIGUSR2');
    await page.see(/GaleraDonorTest/);
    page.press('\t');
    await page.see(/› ▲ server3: GaleraDonorTest/);
    page.press('\r');
    await page.see(/asked +SHOW GLOBAL STATUS LIKE 'wsrep_%'/);
    await page.see(/Donor\/Desynced/);
    page.press('?');
    await page.see(/everywhere/);
    page.press('\x1b');
    await page.see(/SHOW GLOBAL STATUS/);
  });

  it('loses no key that came in one packet', async () => {
    const fast = await open();
    fast.press('jjj');
    await fast.see(/› slurm/);
    fast.press('kkkkkkkkG');
    await fast.see(/› host/);
  });

  it('never takes pasted text for keys', async () => {
    const pasted = await open({env: {HPCHA_FAKE_MODE: 'operate'}});
    pasted.paste('qqq?2py\r\ny');
    pasted.press('j');
    await pasted.see(/› mariadb/);
    expect(pasted.grid().join('\n')).toMatch(/nothing to report/);
    expect(pasted.calls()).toEqual([]);
  });

  it('heals what another program wrote over the screen with ctrl-l', async () => {
    const damaged = await open();
    // A message of the kernel or of another user (wall) goes to the terminal, not through the program.
    const before = damaged.grid();
    damaged.damage('\x1b[5;5HBroadcast message from root');
    await damaged.see(/Broadcast message/);
    damaged.press('\x0c');
    await damaged.see(/^(?![\s\S]*Broadcast)[\s\S]*q quit/);
    expect(damaged.grid()).toEqual(before);
  });
});

describe('changing something', () => {
  it('runs a safe plan: phases, plan, o, y, y, and shows its steps', async () => {
    const run = await open();
    run.press('p');
    await run.see(/which ones to converge/);
    run.press('\r');
    await run.see(/2 would change/);
    await run.see(/watch mode: o enters operate mode/);
    run.press('o');
    await run.see(/y enter operate mode/);
    run.press('y');
    await run.see(/y runs this plan now/);
    expect(run.grid()[0]).toMatch(/OPERATE$/);
    expect(run.calls()).toEqual([]);
    run.press('y');
    await run.see(/run 7f3[\s\S]*waiting for server2 wsrep Synced, 41 s of 120 s/);
    expect(run.calls()).toEqual(['start ']);
    run.press('q');
    await run.see(/will go on without this console/);
    run.press('y');
    expect(await run.exited).toBe(0);
    expect(run.output()).toMatch(/run 7f3 continues: hpcha-tui runs attach 7f3/);
  });

  it('asks a destructive plan for the cluster and a reason, typed, not pasted', async () => {
    const typed = await open({env: {HPCHA_FAKE_MODE: 'operate', HPCHA_FAKE_DANGER: 'destructive'}});
    typed.press('p');
    await typed.see(/which ones to converge/);
    typed.press('\r');
    await typed.see(/y asks for the name to type/);
    typed.press('y');
    await typed.see(/type my-cluster/);
    typed.paste('my-cluster');
    typed.press('\r');
    await typed.see(/that is not my-cluster/);
    typed.press('my-cluster');
    await typed.see(/type my-cluster +my-cluster/);
    typed.press('\r');
    await typed.see(/a reason is needed/);
    expect(typed.calls()).toEqual([]);
    typed.press('power cut in rack 2');
    await typed.see(/power cut in rack 2/);
    typed.press('\r');
    await typed.see(/run 7f3/);
    expect(typed.calls()).toEqual(['start power cut in rack 2']);
  });
});

describe('leaving', () => {
  it('restores the terminal and exits 0 with q', async () => {
    const left = await open();
    left.press('q');
    expect(await left.exited).toBe(0);
    // Its last words may still be on their way to the emulator when the process has ended.
    await until(() => !left.inAlternateScreen());
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('restores the terminal on %s and exits %i', async (signal, code) => {
    const left = await open();
    left.signal(signal);
    expect(await left.exited).toBe(code);
    // Its last words may still be on their way to the emulator when the process has ended.
    await until(() => !left.inAlternateScreen());
  });
});

describe('a dropped ssh', () => {
  it('ends the console with the code of a hang-up, and no stack trace', async () => {
    const dropped = await open();
    dropped.hangUp();
    await until(() => dropped.calls().length > 0);
    expect(dropped.calls()).toEqual(['exit 129']);
  });
});

describe('when things break', () => {
  it('shows the error of a pane that throws and lives on', async () => {
    const broken = await open({env: {HPCHA_FAKE_SCENES: 'healthy,throws,healthy'}});
    broken.press('2');
    await broken.see(/mariadb +✔ ok/);
    broken.signal('SIGUSR2');
    await broken.see(/this pane failed/);
    expect(broken.grid()[0]).toMatch(/my-cluster +✔ ok/);
    broken.press('?');
    await broken.see(/everywhere/);
    broken.press('\x1b');
    await broken.see(/this pane failed/);
    broken.press('\x1b');
    await broken.see(/✔ Synced/);
    broken.press('2');
    await broken.see(/this pane failed/);
    // With better data it comes back without being asked.
    broken.signal('SIGUSR2');
    await broken.see(/mariadb +✔ ok/);
  });

  it('shows the newest when a terminal that did not read for a while reads again', async () => {
    const stalled = await open({columns: 200, rows: 60, env: {HPCHA_FAKE_SCENES: 'flap,gone'}});
    stalled.stall(true);
    await elapsed(4000);
    stalled.signal('SIGUSR2');
    stalled.stall(false);
    await stalled.see(/NodeLostTest/);
    expect(stalled.grid().filter((line) => line.includes('q quit'))).toHaveLength(1);
  });

  it('is not frozen by a terminal that does not read', async () => {
    const stalled = await open({columns: 200, rows: 60, env: {HPCHA_FAKE_SCENES: 'flap', HPCHA_FAKE_POLL_MS: '50'}});
    stalled.stall(true);
    await elapsed(8000);
    // Were the program stuck in a write, it could not act on a signal.
    stalled.signal('SIGTERM');
    expect(await stalled.exited).toBe(143);
  });
});

describe('an idle console', () => {
  it('writes nothing at all while the cluster answers the same', async () => {
    const idle = await open({columns: 200, rows: 60, env: {HPCHA_FAKE_POLL_MS: '50'}});
    // Two polls after the last write, everything has settled.
    let settled = -1;
    while (settled !== idle.bytes()) {
      settled = idle.bytes();
      await elapsed(1000);
    }
    await elapsed(12_000);
    expect(idle.bytes() - settled).toBe(0);
  });
});

/** Waits for what happens outside of the screen. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it never happened');
    await elapsed(50);
  }
}

/** Idleness can only be seen by letting time pass. */
function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
