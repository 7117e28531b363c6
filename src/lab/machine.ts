// One machine of a lab: its record, its places on the host, and whether it runs.

import {HpchaError} from '../model/error.ts';
import {isRunning} from './host-process.ts';
import {type MachinePlaces, machinePlaces} from './naming.ts';
import type {LabPaths} from './paths.ts';
import type {MachineState, StateStore} from './state.ts';

/** What every operation on a lab works with. The caller holds the lab's lock while it changes something. */
export type LabContext = {
  readonly paths: LabPaths;
  readonly store: StateStore;
  readonly signal?: AbortSignal | undefined;
};

/** The machine's record. Throws `usage` naming the machines there are. */
export function machineOf(context: LabContext, name: string): MachineState {
  const machine = context.store.get().machines.find((one) => one.name === name);
  if (machine !== undefined) return machine;
  const names = context.store.get().machines.map((one) => one.name);
  throw new HpchaError({
    code: 'usage',
    where: `lab ${context.store.get().name}`,
    what: `has no machine "${name}"`,
    hint: `its machines: ${names.join(', ')}`,
  });
}

/** Its namespace, port, disk and directories. */
export function placesOf(context: LabContext, machine: MachineState): MachinePlaces {
  return machinePlaces(context.paths, context.store.get().index, machine.name);
}

/** Whether its PID 1 runs now, whatever the record says it should do. */
export async function isOn(machine: MachineState): Promise<boolean> {
  return isRunning(machine.leader);
}

/** The record without the processes of the last boot. */
export function withoutMarks(machine: MachineState): MachineState {
  const {nspawn: _nspawn, leader: _leader, ...rest} = machine;
  return rest;
}

/** argv that runs inside a machine without its network: works when it is cut off. */
export function inMachine(leader: number, argv: readonly string[]): readonly string[] {
  return ['nsenter', '--target', String(leader), '--all', '--', ...argv];
}
