// Takes a machine down: in order, or the way a power failure does; either way nothing of it stays on the host.

import {rm} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import {removeGroups} from './cgroups.ts';
import {diskReleased} from './disk.ts';
import {findByArgument, findEntrants, findLeader, isRunning, signalProcess} from './host-process.ts';
import {type LabContext, machineOf, placesOf, withoutMarks} from './machine.ts';
import {portState, setPort, unplug} from './network.ts';
import type {MachineState} from './state.ts';
import {waitUntil} from './wait-until.ts';

/** systemd's "power off" in a container (SIGRTMIN+4, systemd(1)); glibc's SIGRTMIN is 34. */
const SIGNAL_POWEROFF = 34 + 4;

/**
 * Takes a machine's power away: first its cable, then PID 1. In the other order the dying kernel sends RSTs, and every failure
 * detector looks better than it is (lab-and-runtime §1). Killing nspawn instead would leave the machine running.
 * `onCut` is called when its cable has just gone down: the moment from which failure detectors are measured. Before it lies the start of
 * a process, which on a busy machine takes longer than some of them.
 */
export async function powerOff(context: LabContext, name: string, onCut = (): void => undefined): Promise<void> {
  const machine = machineOf(context, name);
  const places = placesOf(context, machine);
  await context.store.changeMachine(name, (old) => ({...old, power: 'off'}));
  const plugged = (await portState(context.store.get().index, places)) === 'up';
  if (plugged) await setPort(context.store.get().index, places, 'down');
  onCut();
  await signalProcess(machine.leader, 'SIGKILL');
  await clearRemains(context, name);
}

/**
 * Takes the power of several machines away at the same moment: all cables first, then every PID 1 in one go, so that none of
 * them has the time to notice that another is gone.
 */
export async function powerOffAll(context: LabContext, names: readonly string[]): Promise<void> {
  const {index} = context.store.get();
  const machines = names.map((name) => machineOf(context, name));
  await Promise.all(
    machines.map(async (machine) => {
      const places = placesOf(context, machine);
      if ((await portState(index, places)) === 'up') await setPort(index, places, 'down');
    }),
  );
  await Promise.all(machines.map((machine) => signalProcess(machine.leader, 'SIGKILL')));
  await Promise.all(names.map((name) => powerOff(context, name)));
}

/** Asks systemd to power off and waits; one that has not ended by then loses its power. Returns whether it ended by itself. */
export async function shutDown(context: LabContext, name: string, timeoutMs: number): Promise<boolean> {
  const machine = machineOf(context, name);
  await context.store.changeMachine(name, (old) => ({...old, power: 'off'}));
  let orderly = true;
  if (await signalProcess(machine.leader, SIGNAL_POWEROFF)) {
    try {
      await waitUntil(() => ended(machine), {
        what: 'it to shut down',
        where: name,
        timeoutMs,
        everyMs: 50,
        signal: context.signal,
      });
    } catch (error) {
      if (!(error instanceof HpchaError) || error.code !== 'timeout') throw error;
      orderly = false;
    }
  }
  await powerOff(context, name);
  return orderly;
}

/**
 * Whether PID 1 and nspawn have ended. A machine that shuts down stops everything in it for a moment (systemd-shutdown's SIGSTOP
 * to all), and nsenter stops with its child and is never continued: its child then stays a zombie that PID 1 waits for, even when
 * it is killed. So whoever entered is continued for as long as the machine has not ended.
 */
async function ended(machine: MachineState): Promise<boolean> {
  const runs = (await isRunning(machine.leader)) || (await isRunning(machine.nspawn));
  if (runs && machine.leader !== undefined) {
    for (const entrant of await findEntrants(machine.leader.pid)) await signalProcess(entrant, 'SIGCONT');
  }
  return !runs;
}

/** Removes whatever a machine still has on the host: processes, groups, mounts, loop device, port and namespace. Harmless when there is nothing. */
export async function clearRemains(context: LabContext, name: string): Promise<void> {
  const machine = machineOf(context, name);
  const places = placesOf(context, machine);
  const launchers = [
    ...(await findByArgument(`--directory=${places.root}`)),
    ...(machine.nspawn === undefined ? [] : [machine.nspawn]),
  ];
  for (const launcher of launchers) {
    // PID 1 first: nspawn killed alone would leave it running (until its own death signal, which not every version sets).
    await signalProcess(await findLeader(launcher.pid), 'SIGKILL');
  }
  await signalProcess(machine.leader, 'SIGKILL');
  await removeGroups(machine.groups);
  for (const launcher of launchers) await signalProcess(launcher, 'SIGKILL');
  await waitUntil(() => ended(machine), {what: 'its processes to end', where: name, timeoutMs: 30_000, everyMs: 50});
  await diskReleased(places);
  await unplug(context.store.get().index, places);
  await Promise.all(
    ['propagate', 'unix-export'].map((kind) =>
      rm(`/run/systemd/nspawn/${kind}/${places.unit}`, {recursive: true, force: true}),
    ),
  );
  await context.store.changeMachine(name, (old) => ({...withoutMarks(old), groups: []}));
}
