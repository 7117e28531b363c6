// The shipped recording of a real failover, played by the built program in a real terminal: no cluster, no rights.

import {statSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {bundle, projectRoot} from '../../scripts/build/bundle.ts';
import type {ScreenTest} from './terminal.ts';
import {openScreen} from './terminal.ts';

const example = path.join(projectRoot, 'examples/failover.hpcha');
const program = path.join(projectRoot, 'bin/hpcha-tui');
let screen: ScreenTest | undefined;

beforeAll(async () => {
  await bundle({entry: 'src/main.ts', name: 'hpcha-tui', outdir: 'dist', split: true});
});

afterEach(() => {
  screen?.close();
  screen = undefined;
});

describe('the recorded failover', () => {
  it('is small enough to be shipped', () => {
    expect(statSync(example).size).toBeLessThan(300 * 1024);
  });

  it('shows the controller that is lost, goes back to before it, and to its end where all is well', async () => {
    screen = await openScreen({command: [program, 'replay', example], columns: 120, rows: 34});
    await screen.see(/✔ ok[\s\S]*REPLAY 1x/, 30_000);
    screen.press(' ');
    await screen.see(/REPLAY paused/);
    for (let step = 0; step < 40 && !/2 of 3 answer/.test(screen.grid().join('\n')); step += 1) {
      const before = screen.grid().join('\n');
      screen.press('>');
      await screen.see((lines) => lines.join('\n') !== before);
    }
    await screen.see(/✖ critical[\s\S]*2 of 3 answer[\s\S]*lost/);
    for (let step = 0; step < 30; step += 1) screen.press('[');
    await screen.see(/3 controllers[\s\S]*REPLAY paused/);
    // One by one: so many characters at once are taken for pasted text, which is never a key.
    for (let step = 0; step < 15; step += 1) {
      const before = screen.grid().join('\n');
      screen.press(']');
      await screen.see((lines) => lines.join('\n') !== before || /✔ ok/.test(lines[0] ?? ''));
    }
    const last = await screen.see(/✔ ok[\s\S]*3 controllers[\s\S]*REPLAY paused/);
    expect(last).toHaveLength(34);
  });

  it('can be looked at everywhere, and offers nothing that would change a cluster', async () => {
    screen = await openScreen({command: [program, 'replay', '--speed', '64', example], columns: 120, rows: 34});
    await screen.see(/WATCH ONLY[\s\S]*REPLAY/, 30_000);
    await screen.see(/REPLAY paused/, 30_000);
    screen.press('2');
    await screen.see(/mariadb[\s\S]*Synced/);
    screen.press('o');
    await screen.see(/--watch|watch/i);
    screen.press('q');
    expect(await screen.exited).toBe(0);
  });

  it('is told in lines where there is no terminal', async () => {
    screen = await openScreen({
      command: ['sh', '-c', `${program} replay ${example} --json | cat`],
      columns: 200,
      rows: 60,
    });
    await screen.exited;
    const told: {readonly schema: number; readonly events: readonly {readonly kind: string}[]} = JSON.parse(
      screen.output(),
    );
    expect(told.schema).toBe(1);
    expect(told.events.map(({kind}) => kind)).toEqual(expect.arrayContaining(['verdict', 'vip', 'reach', 'cell']));
  });
});
