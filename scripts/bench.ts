// `npm run bench`: deployment against raw package installation, a look cold and warm, the console. Prints figures and ratios, never
// judges. `-- --console --name LAB` measures only the console, `-- --web --name LAB` the web services under load, on a deployed lab.

import {cpus} from 'node:os';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {loadConfig} from '../src/config/load.ts';
import {openLab} from '../src/lab/handle.ts';
import {collect} from '../src/probes/collect.ts';
import {lookProbes} from '../src/probes/registry.ts';
import {openTransport} from '../src/transport/open-transport.ts';
import {consoleFigures} from './bench/console-figures.ts';
import {webFigures} from './bench/web-figures.ts';

const {values: flags} = parseArgs({
  options: {
    name: {type: 'string', default: 'bench'},
    keep: {type: 'boolean', default: false},
    deployed: {type: 'boolean', default: false},
    /** Only the console's figures; needs a lab that is deployed and green. */
    console: {type: 'boolean', default: false},
    /** Only the web services under load; needs the same. */
    web: {type: 'boolean', default: false},
    /** How often the load is repeated. */
    rounds: {type: 'string', default: '3'},
    /** Of the web load: requests a second, each measured in turn, and sockets that listen. */
    rates: {type: 'string', default: '200'},
    sockets: {type: 'string', default: '500'},
    /** Of the console's figures only these: keys, idle, busy, stalled, logs, changes, memory. */
    only: {type: 'string', multiple: true, default: []},
  },
});
const program = 'bin/hpcha-tui';

async function hpcha(
  ...argv: string[]
): Promise<{readonly stdout: string; readonly ms: number; readonly exitCode: number}> {
  const started = performance.now();
  const result = await execa(program, argv, {reject: false, stdin: 'ignore', env: {CI: ''}, timeout: 1_800_000});
  const ms = performance.now() - started;
  if (result.exitCode === undefined || result.exitCode > 3)
    throw new Error(`${argv.join(' ')}: ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  return {stdout: result.stdout, ms, exitCode: result.exitCode};
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function figure(name: string, value: number, unit: string, note = ''): void {
  process.stdout.write(
    `${name.padEnd(52)} ${value.toFixed(unit === 'ratio' ? 2 : 0).padStart(8)} ${unit}${note === '' ? '' : `   ${note}`}\n`,
  );
}

async function freshLab(): Promise<string> {
  // There may be none yet, which `lab down` says with 64.
  await execa(program, ['lab', 'down', '--wipe', '--name', flags.name], {reject: false, timeout: 120_000});
  await hpcha('lab', 'up', '--install-host-packages', '--name', flags.name, '--controllers', '3', '--compute', '1');
  return (await hpcha('lab', 'config', '--name', flags.name)).stdout.trim();
}

type PlannedStep = {
  readonly on: string;
  readonly operation: {readonly kind: string; readonly names?: readonly string[]};
};

/** The floor of a deployment: the plan's own packages, installed by apt-get alone on all hosts at once. */
async function rawInstall(config: string): Promise<number> {
  const plan: {readonly steps: readonly PlannedStep[]} = JSON.parse(
    (await hpcha('setup', '--dry-run', '--json', '--config', config)).stdout,
  );
  const wanted = new Map<string, Set<string>>();
  for (const step of plan.steps) {
    if (step.operation.kind !== 'package') continue;
    const names = wanted.get(step.on) ?? new Set<string>();
    for (const name of step.operation.names ?? []) names.add(name);
    wanted.set(step.on, names);
  }
  const lab = await openLab(flags.name);
  const started = performance.now();
  await Promise.all(
    [...wanted].map(async ([host, names]) => {
      const command = `apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends ${[...names].join(' ')}`;
      const result = await lab.ssh(host, command, {timeoutMs: 900_000});
      if (result.exitCode !== 0) throw new Error(`${host}: apt-get: ${result.stderr}`);
    }),
  );
  return performance.now() - started;
}

async function deployment(): Promise<string> {
  const raw = await rawInstall(await freshLab());
  const config = await freshLab();
  const setup = await hpcha('setup', '--yes', '--config', config);
  if (setup.exitCode !== 0) throw new Error(setup.stdout);
  const again = await hpcha('setup', '--yes', '--config', config);
  figure('apt-get install of the same packages, in parallel', raw / 1000, 's');
  figure('setup on bare machines', setup.ms / 1000, 's', setup.stdout.trimEnd().split('\n').at(-1));
  figure('setup / apt-get', setup.ms / raw, 'ratio', 'at most 2.5');
  figure('setup again', again.ms / 1000, 's', again.stdout.trimEnd().split('\n').at(-1));
  return config;
}

async function looks(config: string): Promise<void> {
  await hpcha('status', '--json', '--config', config);
  const cold: number[] = [];
  for (let round = 0; round < 5; round += 1) cold.push((await hpcha('status', '--json', '--config', config)).ms);
  figure('status, cold, three controllers (median of 5)', median(cold), 'ms', 'at most 1000');
  const bare: number[] = [];
  for (let round = 0; round < 5; round += 1) bare.push((await hpcha('version')).ms);
  figure('starting the program at all (median of 5)', median(bare), 'ms');

  const loaded = await loadConfig(config, process.env);
  const transport = openTransport(loaded.config, {secrets: loaded.secrets});
  const signal = AbortSignal.timeout(60_000);
  const deps = {config: loaded.config, transport, now: () => Date.now()};
  try {
    const warm: number[] = [];
    let previous = await collect(lookProbes, deps, signal);
    for (let round = 0; round < 11; round += 1) {
      const started = performance.now();
      previous = await collect(lookProbes, {...deps, previous}, signal);
      if (round > 0) warm.push(performance.now() - started);
    }
    figure('full refresh, warm, three controllers (median of 10)', median(warm), 'ms', 'at most 200');
  } finally {
    await transport.close();
  }
}

process.stdout.write(
  `${new Date().toISOString()}  ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}\n`,
);
const ready = flags.deployed || flags.console || flags.web;
const config = ready ? (await hpcha('lab', 'config', '--name', flags.name)).stdout.trim() : await deployment();
const given = {lab: await openLab(flags.name), figure, node: process.execPath};
if (flags.web) {
  const rates = flags.rates.split(',').map(Number);
  await webFigures(given, {rounds: Number(flags.rounds), sockets: Number(flags.sockets), rates});
} else {
  if (!flags.console) await looks(config);
  await consoleFigures(given, flags.only);
}
if (!flags.keep && !ready) await hpcha('lab', 'down', '--wipe', '--name', flags.name);
