// `npm run pictures -- --name LAB`: the pictures of the README from a real, deployed, green lab. None is ever drawn by hand.
// The last one is of a controller without power; it is powered on again.

import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {openLab} from '../src/lab/handle.ts';
import type {WatchedConsole} from './bench/watched-console.ts';
import {watchConsole} from './bench/watched-console.ts';
import {gridSvg} from './screenshot/grid-svg.ts';

const {values} = parseArgs({
  options: {name: {type: 'string', default: 'lab'}, out: {type: 'string', default: 'docs/pictures'}},
});
const size = {columns: 110, rows: 32};
const program = 'bin/hpcha-tui';
const patience = 180_000;
const isGreen = (screen: string): boolean => /✔ ok/.test(screen.split('\n')[0] ?? '');

/** Waits until the screen fits and has stood still for a moment. */
async function settled(ui: WatchedConsole, wanted: RegExp | ((screen: string) => boolean)): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    await ui.see(wanted, Math.max(1, deadline - performance.now()));
    const before = ui.screen();
    await new Promise((resolve) => setTimeout(resolve, 800));
    if (ui.screen() === before || performance.now() > deadline) return;
  }
}

function take(ui: WatchedConsole, name: string, title: string): void {
  const file = path.join(values.out, `${name}.svg`);
  writeFileSync(file, gridSvg(ui.buffer(), size.columns, size.rows, title));
  console.error(file);
}

async function withConsole(argv: readonly string[], look: (ui: WatchedConsole) => Promise<void>): Promise<void> {
  // A state directory of its own: no alert or run of another day is in the picture.
  const state = mkdtempSync(path.join(tmpdir(), 'hpcha-pictures-'));
  const ui = watchConsole(program, argv, {...size, env: {XDG_STATE_HOME: state}});
  try {
    await look(ui);
  } finally {
    await ui.close();
    rmSync(state, {recursive: true, force: true});
  }
}

mkdirSync(values.out, {recursive: true});
const lab = await openLab(values.name);

await withConsole(['--config', lab.config], async (ui) => {
  await settled(ui, isGreen);
  take(ui, 'overview', 'The overview of a healthy cluster');
  ui.press('2');
  await settled(ui, (screen) => /mariadb/.test(screen) && /Synced/.test(screen) && !/not judged/.test(screen));
  take(ui, 'galera', 'Galera: state, members and flow control of every controller');
  ui.press('p');
  await settled(ui, /glusterfs[\s\S]*mariadb[\s\S]*keepalived/);
  ui.press('a');
  ui.press('\r');
  // Evidence from every controller and what each step would do take a while.
  await settled(ui, /\d+ steps · /);
  // A cluster that is as it should be has nothing to do: its steps are shown all the same.
  if (/ 0 would change/.test(ui.screen())) ui.press('a');
  await settled(ui, /\d+ steps · /);
  take(ui, 'plan', 'A plan: what each step would do now, before anything is done');
  ui.press('\x1b');
  await new Promise((resolve) => setTimeout(resolve, 300));
  ui.press('\x1b');
  await new Promise((resolve) => setTimeout(resolve, 300));
  ui.press('L');
  await settled(ui, /3 of 3 controllers heard/);
  take(ui, 'logs', 'The merged log of all controllers');
});

await withConsole(['--watch', '--config', lab.config], async (ui) => {
  await settled(ui, isGreen);
  const owner = /VIP \S+ on (\S+)/.exec(ui.screen())?.[1];
  if (owner === undefined) throw new Error(`nobody holds the VIP:\n${ui.screen()}`);
  await lab.poweroff(owner);
  try {
    // Until the others have taken over everything: that is the picture worth having.
    await settled(ui, (screen) => /2 of 3 answer/.test(screen) && /▲ warning/.test(screen.split('\n')[0] ?? ''));
    take(ui, 'controller-off', 'The holder of the VIP has lost its power; the others have taken over');
  } finally {
    await lab.poweron(owner);
  }
  await ui.see(isGreen, patience);
});

await withConsole(['replay', 'examples/failover.hpcha'], async (ui) => {
  await settled(ui, /REPLAY/);
  ui.press(' ');
  for (let step = 0; step < 40 && !/2 of 3 answer/.test(ui.screen()); step += 1) {
    ui.press('>');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await settled(ui, /2 of 3 answer[\s\S]*REPLAY paused/);
  take(ui, 'replay', 'A recorded failover, played again');
});
