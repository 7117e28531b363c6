// What each `hpcha-tui lab` command does, on top of the lab's handle.

import {spawn} from 'node:child_process';
import type {Command, ParsedCall} from './arguments.ts';
import {bringUp} from './bring-up.ts';
import {labStatus, type MachineStatus, openLab, sshArgv} from './handle.ts';
import {assertRootOnLinux} from './host-check.ts';
import {prepareHost} from './host-packages.ts';
import {labContext} from './lab-context.ts';
import {machineOf} from './machine.ts';
import {vipAddress} from './naming.ts';
import {labPaths, labRoot} from './paths.ts';
import {type Progress, progressTo} from './progress.ts';
import {readAllStates} from './state.ts';
import {takeDown} from './take-down.ts';

export type CommandIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly signal?: AbortSignal;
};

export type LabCall = ParsedCall & {readonly io: CommandIo; readonly signal: AbortSignal | undefined};

type Subcommand = (call: LabCall) => Promise<number>;

export const SUBCOMMANDS: Readonly<Record<Command, Subcommand>> = {
  check,
  up,
  status,
  config,
  ssh,
  poweroff: (call) => onHost(call, 'poweroff', 'is without power'),
  poweron: (call) => onHost(call, 'poweron', 'is up'),
  cut: (call) => onHost(call, 'cut', 'is cut off'),
  mend: (call) => onHost(call, 'mend', 'is connected again'),
  save: (call) => onTag(call, 'save'),
  restore: (call) => onTag(call, 'restore'),
  down,
  list,
};

function progressOf(call: LabCall): Progress {
  return progressTo(call.io.stderr, Date.now);
}

async function check(call: LabCall): Promise<number> {
  const installHostPackages = call.flags.has('install-host-packages');
  await prepareHost({installHostPackages, progress: progressOf(call), signal: call.signal});
  call.io.stdout('this machine has what the lab needs\n');
  return 0;
}

async function up(call: LabCall): Promise<number> {
  const state = await bringUp({
    root: labRoot(process.env),
    name: call.name,
    controllers: call.controllers,
    compute: call.compute,
    installHostPackages: call.flags.has('install-host-packages'),
    progress: progressOf(call),
    signal: call.signal,
  });
  const paths = labPaths(labRoot(process.env), call.name);
  const flag = call.name === 'lab' ? '' : ` --name ${call.name}`;
  for (const machine of state.machines) call.io.stdout(`${machine.name.padEnd(10)} ${machine.address}\n`);
  call.io.stdout(`VIP        ${vipAddress(state.index)}\n`);
  call.io.stdout(`config     ${paths.config}\n`);
  call.io.stderr(
    `get in: hpcha-tui lab ssh server1${flag}   take it down: hpcha-tui lab down${flag} (with --wipe: its disks too)\n`,
  );
  return 0;
}

async function status(call: LabCall): Promise<number> {
  assertRootOnLinux();
  const machines = await labStatus(await labContext(labRoot(process.env), call.name));
  call.io.stdout(
    call.flags.has('json') ? `${JSON.stringify({name: call.name, machines})}\n` : machines.map(statusLine).join(''),
  );
  return machines.every((machine) => machine.power === 'on' && machine.link === 'up' && machine.ssh) ? 0 : 1;
}

function statusLine(machine: MachineStatus): string {
  const ssh = machine.ssh ? 'ssh answers' : 'no ssh';
  const cable = machine.link === 'none' ? 'no cable' : `cable ${machine.link}`;
  return `${machine.name.padEnd(10)} ${machine.address.padEnd(14)} ${machine.role.padEnd(10)} power ${machine.power.padEnd(4)}  ${cable.padEnd(9)}  ${ssh}\n`;
}

async function config(call: LabCall): Promise<number> {
  const {paths} = await labContext(labRoot(process.env), call.name);
  call.io.stdout(`${paths.config}\n`);
  return 0;
}

/** The terminal is handed to ssh itself, so that interactive programs and binary output work; its exit code is ours. */
async function ssh(call: LabCall): Promise<number> {
  const context = await labContext(labRoot(process.env), call.name);
  const [host = '', ...command] = call.words;
  const [file = 'ssh', ...args] = [...sshArgv(context.paths, 'root', machineOf(context, host).address), ...command];
  const child = spawn(file, args, {stdio: 'inherit', ...(call.signal === undefined ? {} : {signal: call.signal})});
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function onHost(call: LabCall, action: 'poweroff' | 'poweron' | 'cut' | 'mend', done: string): Promise<number> {
  assertRootOnLinux();
  const lab = await openLab(call.name, call.signal === undefined ? {} : {signal: call.signal});
  const [host = ''] = call.words;
  const progress = progressOf(call);
  await lab[action](host);
  progress(`${host}: ${done}`);
  return 0;
}

async function onTag(call: LabCall, action: 'save' | 'restore'): Promise<number> {
  assertRootOnLinux();
  const lab = await openLab(call.name, {
    progress: progressOf(call),
    ...(call.signal === undefined ? {} : {signal: call.signal}),
  });
  const [tag = ''] = call.words;
  await (action === 'save' ? lab.save(tag, call.flags.has('orderly')) : lab.restore(tag));
  return 0;
}

async function down(call: LabCall): Promise<number> {
  await takeDown(labRoot(process.env), call.name, call.flags.has('wipe'), progressOf(call));
  return 0;
}

async function list(call: LabCall): Promise<number> {
  const root = labRoot(process.env);
  const states = await readAllStates(root);
  const rows = await Promise.all(
    states.map(async (state) => {
      const machines = await labStatus(await labContext(root, state.name));
      return {
        name: state.name,
        network: `10.77.${state.index}.0/24`,
        machines: machines.length,
        on: machines.filter((machine) => machine.power === 'on').length,
      };
    }),
  );
  if (call.flags.has('json')) call.io.stdout(`${JSON.stringify(rows)}\n`);
  else
    for (const row of rows)
      call.io.stdout(`${row.name.padEnd(20)} ${row.network.padEnd(16)} ${row.on} of ${row.machines} machines on\n`);
  return 0;
}
