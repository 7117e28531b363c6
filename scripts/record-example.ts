// Records examples/failover.hpcha anew from a real lab: `node scripts/record-example.ts --name LAB` (deployed and green).
// The holder of the VIP loses its power, and comes back half a minute later. Nothing in the recording is made up.

import {copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {openLab} from '../src/lab/handle.ts';
import {watchConsole} from './bench/watched-console.ts';

const {values} = parseArgs({
  options: {name: {type: 'string', default: 'lab'}, out: {type: 'string', default: 'examples/failover.hpcha'}},
});
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isGreen = (screen: string): boolean => /✔ ok/.test(screen.split('\n')[0] ?? '');

const lab = await openLab(values.name);
const state = mkdtempSync(path.join(tmpdir(), 'hpcha-record-'));
const ui = watchConsole('bin/hpcha-tui', ['--watch', '--config', lab.config], {env: {XDG_STATE_HOME: state}});
try {
  await ui.see(isGreen, 120_000);
  await pause(5000);
  const owner = /VIP \S+ on (\S+)/.exec(ui.screen())?.[1];
  if (owner === undefined) throw new Error(`nobody holds the VIP:\n${ui.screen()}`);
  await lab.poweroff(owner);
  const since = performance.now();
  const [lost, moved] = await Promise.all([
    ui.see(/\d of \d answer/, 30_000, since),
    ui.see((screen) => /VIP \S+ on (\S+)/.exec(screen)?.[1] !== owner, 30_000, since),
  ]);
  console.error(`${owner} off: seen after ${Math.round(lost)} ms, the VIP elsewhere after ${Math.round(moved)} ms`);
  await pause(20_000);
  await lab.poweron(owner);
  console.error(`green again after ${Math.round(await ui.see(isGreen, 180_000))} ms`);
  await pause(5000);
} finally {
  await ui.close();
}
const folder = path.join(state, 'hpcha', 'recordings', values.name);
const [file] = readdirSync(folder);
if (file === undefined) throw new Error(`nothing was recorded in ${folder}`);
mkdirSync(path.dirname(values.out), {recursive: true});
copyFileSync(path.join(folder, file), values.out);
rmSync(state, {recursive: true, force: true});
