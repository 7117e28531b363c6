// Boots a machine from its own disk, and knows when it has come up.

import {spawn} from 'node:child_process';
import {mkdir, open, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import {hierarchies, machineGroups, makeGroups} from './cgroups.ts';
import {attempt, lastLines} from './command-line.ts';
import {checkDisk, makeDisk} from './disk.ts';
import {findLeader, isRunning, markOf} from './host-process.ts';
import {makeIdentity} from './identity.ts';
import {dataOf, launcherArgv, launcherEnv} from './launcher.ts';
import {inMachine, isOn, type LabContext, machineOf, placesOf, withoutMarks} from './machine.ts';
import {currentMounts} from './mounts.ts';
import type {MachinePlaces} from './naming.ts';
import {plugIn} from './network.ts';
import {clearRemains} from './power-off.ts';
import {searchPath} from './search-path.ts';
import {sshBanner} from './ssh-banner.ts';
import type {MachineState} from './state.ts';
import {waitUntil} from './wait-until.ts';

/** Generous, because several labs may boot on two busy cores at once. */
const BOOT_MS = 180_000;
/** One try: shorter ones would be given up, on a busy host, just before sshd gets to answer. */
const BANNER_MS = 5000;

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

async function launch(
  context: LabContext,
  name: string,
  places: MachinePlaces,
  groups: readonly string[],
): Promise<void> {
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
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: launcherEnv(searchPath(process.env)),
  });
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
  const wait = {where: name, timeoutMs: BOOT_MS, signal: context.signal, hint: `its console: ${places.console}`};
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
    return sshBanner(machineOf(context, name).address, BANNER_MS);
  };
  await waitUntil(sshAnswers, {...wait, what: 'its sshd to answer', everyMs: 50});
  await settle(context, name);
}

/** Waits until systemd has finished booting, whatever came of its units: who logs in at once would meet pam_nologin and half-started units. */
async function settle(context: LabContext, name: string): Promise<void> {
  const leader = machineOf(context, name).leader;
  if (leader === undefined) return;
  await attempt(inMachine(leader.pid, ['systemctl', 'is-system-running', '--wait']), {
    timeoutMs: BOOT_MS,
    signal: context.signal,
  });
}

async function bootFailure(name: string, places: MachinePlaces): Promise<HpchaError> {
  const text = await readFile(places.console, 'utf8');
  return new HpchaError({
    code: 'command',
    where: name,
    what: `its nspawn ended while booting: ${lastLines(text, 5)}`,
    hint: `read ${places.console}`,
  });
}
