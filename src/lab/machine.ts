// One machine's life: boot it from its own disk, shut it down in order, or take its power away as a power failure does.

import {spawn} from 'node:child_process';
import {mkdir, open, readFile, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import {hierarchies, machineGroups, makeGroups, removeGroups} from './cgroups.ts';
import {attempt, lastLines} from './command-line.ts';
import {checkDisk, diskReleased, makeDisk} from './disk.ts';
import {findByArgument, findLeader, isRunning, markOf, signalProcess} from './host-process.ts';
import {makeIdentity} from './identity.ts';
import {dataOf, launcherArgv, launcherEnv} from './launcher.ts';
import {currentMounts} from './mounts.ts';
import {type MachinePlaces, machinePlaces} from './naming.ts';
import {plugIn, portState, setPort, unplug} from './network.ts';
import type {LabPaths} from './paths.ts';
import type {MachineState, StateStore} from './state.ts';
import {waitUntil} from './wait-until.ts';

export type LabContext = {readonly paths: LabPaths; readonly store: StateStore; readonly signal?: AbortSignal | undefined};

const SSH_READY_MS = 60_000;
/** systemd's "power off" in a container (SIGRTMIN+4, systemd(1)); glibc's SIGRTMIN is 34. */
const SIGNAL_POWEROFF = 34 + 4;

export function machineOf(context: LabContext, name: string): MachineState {
  const machine = context.store.get().machines.find((one) => one.name === name);
  if (machine !== undefined) return machine;
  const names = context.store.get().machines.map((one) => one.name);
  throw new HpchaError({code: 'usage', where: `lab ${context.store.get().name}`, what: `has no machine "${name}"`, hint: `its machines: ${names.join(', ')}`});
}

export function placesOf(context: LabContext, machine: MachineState): MachinePlaces {
  return machinePlaces(context.paths, context.store.get().index, machine.name);
}

export async function isOn(machine: MachineState): Promise<boolean> {
  return isRunning(machine.leader);
}

/** Boots a machine and waits until its sshd answers. One that runs already is left alone. */
export async function powerOn(context: LabContext, name: string): Promise<void> {
  const machine = machineOf(context, name);
  if (await isOn(machine)) return;
  const places = placesOf(context, machine);
  await clearRemains(context, name);
  const mounted = hierarchies(await currentMounts());
  const groups = machineGroups(mounted, `${context.store.get().index}-${context.store.get().name}`, name);
  await context.store.changeMachine(name, (old) => ({...withoutMarks(old), power: 'on', groups}));
  await prepareDisk(context, machine, places);
  await plugIn(context.store.get().index, machine, places, machine.link === 'up');
  await makeGroups(mounted, groups);
  await launch(context, name, places, groups);
}

function withoutMarks(machine: MachineState): MachineState {
  const {nspawn: _nspawn, leader: _leader, ...rest} = machine;
  return rest;
}

async function prepareDisk(context: LabContext, machine: MachineState, places: MachinePlaces): Promise<void> {
  const {paths, signal} = context;
  await makeDisk(places, signal);
  await checkDisk(places, signal);
  await makeIdentity(paths, machine, places);
  await Promise.all([places.disk, places.root].map((dir) => mkdir(dir, {recursive: true})));
}

function nspawnArgv(context: LabContext, name: string, places: MachinePlaces): readonly string[] {
  return [
    ...['systemd-nspawn', '--boot', '--quiet', '--settings=no', `--directory=${places.root}`],
    ...[`--network-namespace-path=/run/netns/${places.netns}`, '--register=no', '--keep-unit'],
    ...[`--machine=${places.unit}`, `--hostname=${name}`, '--capability=all', '--bind=/dev/fuse'],
    `--bind-ro=${join(context.paths.root.repo, context.store.get().repo)}:/srv/apt`,
    `--bind=${dataOf(places)}:/data`,
    ...['--resolv-conf=off', '--timezone=off', '--link-journal=no', '--console=read-only'],
  ];
}

async function launch(context: LabContext, name: string, places: MachinePlaces, groups: readonly string[]): Promise<void> {
  const {paths, store} = context;
  const log = await open(places.console, 'w', 0o600);
  const argv = launcherArgv({
    places,
    base: join(paths.root.base, store.get().base),
    operatorPassword: paths.operatorPassword,
    groups,
    nspawn: nspawnArgv(context, name, places),
  });
  const [file = 'unshare', ...args] = argv;
  const child = spawn(file, args, {detached: true, stdio: ['ignore', log.fd, log.fd], env: launcherEnv(process.env['PATH'])});
  // Listened for before anything is awaited: the event comes on the next tick, and a missed one never comes again.
  const spawned = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? -1));
  });
  child.unref();
  await log.close();
  const pid = await spawned;
  const nspawn = await markOf(pid);
  if (nspawn === undefined) throw await bootFailure(name, places);
  await context.store.changeMachine(name, (old) => ({...old, nspawn}));
  await awaitBoot(context, name, places, pid);
}

async function awaitBoot(context: LabContext, name: string, places: MachinePlaces, nspawn: number): Promise<void> {
  const alive = async (): Promise<void> => {
    if (!(await isRunning(machineOf(context, name).nspawn))) throw await bootFailure(name, places);
  };
  const wait = {where: name, timeoutMs: SSH_READY_MS, signal: context.signal, hint: `its console: ${places.console}`};
  const hasLeader = async (): Promise<boolean> => {
    await alive();
    const leader = await findLeader(nspawn);
    if (leader !== undefined) await context.store.changeMachine(name, (old) => ({...old, leader}));
    return leader !== undefined;
  };
  await waitUntil(hasLeader, {...wait, what: 'its PID 1 to start'});
  if (machineOf(context, name).link === 'cut') return;
  const sshAnswers = async (): Promise<boolean> => {
    await alive();
    return sshBanner(machineOf(context, name).address, 500);
  };
  await waitUntil(sshAnswers, {...wait, what: 'its sshd to answer', everyMs: 50});
  await settle(context, name);
}

/** Waits until systemd has finished booting, whatever came of its units: who logs in at once would meet pam_nologin and half-started units. */
async function settle(context: LabContext, name: string): Promise<void> {
  const leader = machineOf(context, name).leader;
  if (leader === undefined) return;
  await attempt(inMachine(leader.pid, ['systemctl', 'is-system-running', '--wait']), {timeoutMs: SSH_READY_MS, signal: context.signal});
}

/** argv that runs inside a machine without its network: works when it is cut off. */
export function inMachine(leader: number, argv: readonly string[]): readonly string[] {
  return ['nsenter', '--target', String(leader), '--all', '--', ...argv];
}

async function bootFailure(name: string, places: MachinePlaces): Promise<HpchaError> {
  const text = await readFile(places.console, 'utf8');
  return new HpchaError({code: 'command', where: name, what: `its nspawn ended while booting: ${lastLines(text, 5)}`, hint: `read ${places.console}`});
}

/** Whether something that speaks ssh answers there within `timeoutMs`. */
export function sshBanner(address: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: address, port: 22});
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', (data) => end(data.toString('latin1').startsWith('SSH-')));
    socket.once('close', () => end(false));
  });
}

/**
 * Takes a machine's power away: first its cable, then PID 1. In the other order the dying kernel sends RSTs, and every failure
 * detector looks better than it is (lab-and-runtime §1). Killing nspawn instead would leave the machine running.
 */
export async function powerOff(context: LabContext, name: string): Promise<void> {
  const machine = machineOf(context, name);
  const places = placesOf(context, machine);
  await context.store.changeMachine(name, (old) => ({...old, power: 'off'}));
  if ((await portState(context.store.get().index, places)) === 'up') await setPort(context.store.get().index, places, 'down');
  await signalProcess(machine.leader, 'SIGKILL');
  await clearRemains(context, name);
}

/** Asks systemd to power off and waits; one that has not ended by then loses its power. Returns whether it ended by itself. */
export async function shutDown(context: LabContext, name: string, timeoutMs: number): Promise<boolean> {
  const machine = machineOf(context, name);
  await context.store.changeMachine(name, (old) => ({...old, power: 'off'}));
  let orderly = true;
  if (await signalProcess(machine.leader, SIGNAL_POWEROFF)) {
    const ended = async (): Promise<boolean> => !(await isRunning(machine.leader)) && !(await isRunning(machine.nspawn));
    try {
      await waitUntil(ended, {what: 'it to shut down', where: name, timeoutMs, everyMs: 50, signal: context.signal});
    } catch (error) {
      if (!(error instanceof HpchaError) || error.code !== 'timeout') throw error;
      orderly = false;
    }
  }
  await powerOff(context, name);
  return orderly;
}

/** Removes whatever a machine still has on the host: processes, groups, mounts, loop device, port and namespace. Harmless when there is nothing. */
export async function clearRemains(context: LabContext, name: string): Promise<void> {
  const machine = machineOf(context, name);
  const places = placesOf(context, machine);
  const launchers = [...(await findByArgument(`--directory=${places.root}`)), ...(machine.nspawn === undefined ? [] : [machine.nspawn])];
  for (const launcher of launchers) {
    // PID 1 first: nspawn killed alone would leave it running (until its own death signal, which not every version sets).
    await signalProcess(await findLeader(launcher.pid), 'SIGKILL');
  }
  await signalProcess(machine.leader, 'SIGKILL');
  await removeGroups(machine.groups);
  for (const launcher of launchers) await signalProcess(launcher, 'SIGKILL');
  const gone = async (): Promise<boolean> => !(await isRunning(machine.leader)) && !(await isRunning(machine.nspawn));
  await waitUntil(gone, {what: 'its processes to end', where: name, timeoutMs: 30_000});
  await diskReleased(places);
  await unplug(context.store.get().index, places);
  await Promise.all(['propagate', 'unix-export'].map((kind) => rm(`/run/systemd/nspawn/${kind}/${places.unit}`, {recursive: true, force: true})));
  await context.store.changeMachine(name, (old) => ({...withoutMarks(old), groups: []}));
}
