// The console's figures (issue 3, done-when 1 to 3), measured on the child process in a real pty, on a real deployed lab.

import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {Lab} from '../../src/lab/handle.ts';
import {bundle, projectRoot} from '../build/bundle.ts';
import type {WatchedConsole} from './watched-console.ts';
import {rssOf, watchConsole} from './watched-console.ts';

const program = 'bin/hpcha-tui';
const settleMs = 20_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isGreen = (screen: string): boolean => /✔ ok/.test(screen.split('\n')[0] ?? '');

export type Figure = (name: string, value: number, unit: string, note?: string) => void;
type Given = {readonly lab: Lab; readonly figure: Figure; readonly node: string};

const groups = {keys: startAndKeys, idle, busy, stalled, logs: logFlood, changes, memory} as const;

/** All of them, or those named, one after another, each with a console of its own. */
export async function consoleFigures(given: Given, only: readonly string[] = []): Promise<void> {
  for (const [name, measure] of Object.entries(groups)) {
    if (only.length === 0 || only.includes(name)) await measure(given);
  }
}

async function withConsole<T>(
  {lab}: Given,
  work: (ui: WatchedConsole, lagFile: string) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const state = mkdtempSync(path.join(tmpdir(), 'hpcha-bench-'));
  const lagFile = path.join(state, 'lag');
  const probe = path.join(projectRoot, 'scripts/bench/lag-probe.mjs');
  const ui = watchConsole(program, ['--watch', '--config', lab.config], {
    env: {XDG_STATE_HOME: state, HPCHA_LAG_FILE: lagFile, NODE_OPTIONS: `--import=${probe}`, ...env},
  });
  try {
    return await work(ui, lagFile);
  } finally {
    await ui.close();
    rmSync(state, {recursive: true, force: true});
  }
}

async function startAndKeys(given: Given): Promise<void> {
  const {figure} = given;
  const first: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await withConsole(given, async (ui) => first.push(await ui.see(/q quit/, 30_000)), {NODE_OPTIONS: ''});
  }
  figure('first picture (median of 5)', quantile(first, 0.5), 'ms', 'at most 500');
  const pressed = async (ui: WatchedConsole): Promise<void> => {
    await ui.see(isGreen, 120_000);
    const times: number[] = [];
    for (let press = 0; press < 60; press += 1) {
      const before = ui.screen();
      const since = performance.now();
      ui.press(press % 2 === 0 ? 'j' : 'k');
      times.push(await ui.see((screen) => screen !== before, 5000, since));
      await pause(80);
    }
    figure('key to paint, p95 of 60', quantile(times, 0.95), 'ms', 'at most 60');
  };
  await withConsole(given, pressed, {NODE_OPTIONS: ''});
}

/** Without the probe of the event loop, which wakes two hundred times a second; its lag is measured in a console of its own. */
async function idle(given: Given): Promise<void> {
  const {figure} = given;
  await withConsole(
    given,
    async (ui) => {
      await ui.see(isGreen, 120_000);
      await pause(settleMs);
      const [cpu, written, since] = [ui.cpuMs(), ui.written(), performance.now()];
      await pause(60_000);
      const seconds = (performance.now() - since) / 1000;
      const now = ui.written();
      figure('unchanged for a minute: writes', now.pieces - written.pieces, '', '0');
      figure('unchanged for a minute: KB a second', (now.bytes - written.bytes) / 1024 / seconds, 'ratio', 'below 0.2');
      figure('unchanged for a minute: % of a core', (ui.cpuMs() - cpu) / 10 / seconds, 'ratio', 'at most 1.5');
    },
    {NODE_OPTIONS: ''},
  );
  await withConsole(given, async (ui, lagFile) => {
    await ui.see(isGreen, 120_000);
    await pause(settleMs);
    process.kill(ui.pid, 'SIGUSR2');
    await pause(20_000);
    figure('event loop lag, p99', lagOf(lagFile).p99, 'ms', 'at most 50');
  });
}

/** An ordinary working hour: a job every two seconds, a row and a file every second, while the overview is open. */
async function busy(given: Given): Promise<void> {
  const {figure, lab} = given;
  const job = 'for i in $(seq 40); do sbatch -Q -o /dev/null --wrap "sleep 1" || exit 1; sleep 2; done';
  const rows =
    'mariadb -e "CREATE DATABASE hpcha_bench; CREATE TABLE hpcha_bench.t (id INT AUTO_INCREMENT PRIMARY KEY, n INT)"; ' +
    'for i in $(seq 80); do mariadb -e "INSERT INTO hpcha_bench.t (n) VALUES ($i)"; sleep 1; done; ' +
    'mariadb -e "DROP DATABASE hpcha_bench"';
  const files =
    'cd /mnt/glusterfs && mkdir -p hpcha-bench && ' +
    'for i in $(seq 80); do echo $i > hpcha-bench/$((i % 10)); sleep 1; done; rm -r hpcha-bench';
  await withConsole(
    given,
    async (ui) => {
      await ui.see(isGreen, 120_000);
      await pause(settleMs);
      const work = Promise.all(
        [['server1', job] as const, ['server2', rows] as const, ['server3', files] as const].map(([host, command]) =>
          lab.ssh(host, command, {timeoutMs: 180_000}),
        ),
      );
      await pause(10_000);
      const [cpu, written, since] = [ui.cpuMs(), ui.written(), performance.now()];
      await pause(60_000);
      const seconds = (performance.now() - since) / 1000;
      const frames = (ui.written().pieces - written.pieces) / seconds;
      figure('normal change for a minute: writes a second', frames, 'ratio', 'at most 2 frames');
      figure('normal change for a minute: % of a core', (ui.cpuMs() - cpu) / 10 / seconds, 'ratio', 'at most 8');
      for (const {exitCode, stderr} of await work) if (exitCode !== 0) throw new Error(`the work failed: ${stderr}`);
    },
    {NODE_OPTIONS: ''},
  );
}

/** The terminal does not read for 8 s, while somebody presses keys. */
async function stalled(given: Given): Promise<void> {
  const {figure} = given;
  await withConsole(given, async (ui, lagFile) => {
    await ui.see(isGreen, 120_000);
    await pause(5000);
    process.kill(ui.pid, 'SIGUSR2');
    ui.stall();
    for (let press = 0; press < 80; press += 1) {
      ui.press(['2', '3', '4', '\x1b'][press % 4] ?? 'j');
      await pause(100);
    }
    ui.resume();
    await pause(1500);
    const lag = lagOf(lagFile);
    figure('event loop lag while the terminal is stalled for 8 s, p99', lag.p99, 'ms', 'at most 300');
    figure('event loop lag while the terminal is stalled for 8 s, most', lag.max, 'ms');
  });
}

/** A thousand lines a second, written into the journals of the controllers. */
async function logFlood(given: Given): Promise<void> {
  const {figure, lab} = given;
  await withConsole(given, async (ui) => {
    await ui.see(isGreen, 120_000);
    await pause(5000);
    ui.press('L');
    await ui.see(/3 of 3 controllers heard/, 15_000);
    const line =
      '$|=1;for(1..7000){print "a line of the flood, number $_ with some words\\n";select undef,undef,undef,0.0025}';
    const flood = Promise.all(
      ['server1', 'server2', 'server3'].map((host) =>
        lab.ssh(host, `timeout 21 perl -e '${line}' | logger -t flood`, {timeoutMs: 60_000}),
      ),
    );
    await pause(4000);
    const [cpu, written, since] = [ui.cpuMs(), ui.written(), performance.now()];
    await pause(12_000);
    const seconds = (performance.now() - since) / 1000;
    figure('log at about 1,000 lines a second: % of a core', (ui.cpuMs() - cpu) / 10 / seconds, 'ratio', 'at most 35');
    figure(
      'log at about 1,000 lines a second: writes a second',
      (ui.written().pieces - written.pieces) / seconds,
      'ratio',
      'at most 5 frames',
    );
    const before = ui.screen();
    const key = performance.now();
    ui.press(' ');
    figure(
      'log at about 1,000 lines a second: key to paint',
      await ui.see((screen) => screen !== before && /held/.test(screen), 5000, key),
      'ms',
    );
    await flood;
  });
}

/** From the fault to the screen. The clock starts before the fault is made, so the figures are upper bounds. */
async function changes(given: Given): Promise<void> {
  const {figure, lab} = given;
  const owner = (screen: string): string | undefined => /VIP \S+ on (\S+)/.exec(screen)?.[1];
  await withConsole(given, async (ui) => {
    await ui.see(isGreen, 180_000);
    await pause(15_000);
    const dead = performance.now();
    void lab.ssh('server2', 'systemctl kill --signal=KILL mariadb', {timeoutMs: 20_000});
    figure(
      'killed mariadbd on the screen',
      await ui.see((screen) => !isGreen(screen), 15_000, dead),
      'ms',
      'at most 1500',
    );
    await ui.see(isGreen, 180_000);
    await pause(15_000);
    const holder = owner(ui.screen()) ?? 'server1';
    const moved = performance.now();
    void lab.ssh(holder, 'systemctl restart keepalived', {timeoutMs: 20_000});
    figure(
      'moved VIP on the screen',
      await ui.see((screen) => ![undefined, holder].includes(owner(screen)), 15_000, moved),
      'ms',
      'at most 1500',
    );
    await ui.see(isGreen, 180_000);
    await pause(15_000);
    const off = performance.now();
    const victim = ['server3', 'server2'].find((host) => host !== owner(ui.screen())) ?? 'server3';
    void lab.poweroff(victim);
    figure('controller without power on the screen', await ui.see(/2 of 3 answer/, 20_000, off), 'ms', 'at most 6000');
    await lab.poweron(victim);
    await ui.see(isGreen, 240_000);
  });
}

async function memory(given: Given): Promise<void> {
  const {figure, node, lab} = given;
  figure('memory: node alone', await rssOfScript(node, ''), 'MiB');
  figure(
    'memory: node with Ink imported',
    await rssOfScript(node, "await import('ink');"),
    'MiB',
    'V8 grows as it likes',
  );
  await withConsole(
    given,
    async (ui) => {
      await ui.see(/q quit/, 30_000);
      figure('memory: the first picture', ui.rssMiB(), 'MiB');
      await ui.see(isGreen, 120_000);
      figure('memory: one connection a controller, first answers', ui.rssMiB(), 'MiB');
      await pause(60_000);
      figure('memory: a minute later', ui.rssMiB(), 'MiB', 'at most 220');
    },
    {NODE_OPTIONS: ''},
  );
  await soak(figure, node, lab.config);
}

export async function rssOfScript(node: string, script: string): Promise<number> {
  const child = execa(
    node,
    ['--input-type=module', '-e', `${script} console.log('ready'); setTimeout(() => {}, 60000)`],
    {
      cwd: projectRoot,
      env: {NODE_ENV: 'production'},
      reject: false,
    },
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await pause(500);
  const found = rssOf(child.pid ?? 0);
  child.kill();
  await child;
  return found;
}

/** Twelve thousand polls, about an hour of watching three controllers; the first two thousand warm up. */
export async function soak(figure: Figure, node: string, config: string): Promise<void> {
  await bundle({entry: 'scripts/bench/soak-child.ts', name: 'soak-child', outdir: 'dist/bench', split: true});
  const state = mkdtempSync(path.join(tmpdir(), 'hpcha-soak-'));
  const count = path.join(state, 'count');
  const ui = watchConsole(node, ['dist/bench/soak-child.mjs'], {
    env: {XDG_STATE_HOME: state, NODE_ENV: 'production', HPCHA_SOAK_CONFIG: config, HPCHA_SOAK_COUNT: count},
  });
  const polls = (): number => Number(readIf(count));
  const least: number[] = [];
  try {
    for (const until of [2000, 4000, 6000, 8000, 10_000, 12_000]) {
      let lowest = Number.POSITIVE_INFINITY;
      // The lowest of each stretch: what is left after the collector has been there.
      while (polls() < until) {
        await pause(200);
        lowest = Math.min(lowest, ui.rssMiB());
      }
      least.push(lowest);
    }
  } finally {
    await ui.close();
    rmSync(state, {recursive: true, force: true});
  }
  const after = least.slice(1);
  figure('memory: soak of 12,000 polls, most', Math.max(...after), 'MiB', after.map((one) => one.toFixed(0)).join(' '));
  figure(
    'memory: growth over the last 8,000 polls',
    (after.at(-1) ?? 0) - (after[0] ?? 0),
    'MiB',
    'at most 5 an hour (about 10,000 polls)',
  );
}

function readIf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not written yet.
    return '0';
  }
}

function lagOf(file: string): {readonly p99: number; readonly max: number} {
  const read: {readonly p99: number; readonly max: number} = JSON.parse(readFileSync(file, 'utf8'));
  return read;
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
