// Gives a lab its number, its machines, its keys and its YAML; all of it is on disk before anything of it is on the host.

import {mkdir} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import {withLock} from './file-lock.ts';
import {makeLabKeys} from './identity.ts';
import {writeConfig} from './lab-config.ts';
import type {LabContext} from './machine.ts';
import {machineSpecs} from './naming.ts';
import {hostNetworks} from './network.ts';
import {HOST_LOCK, type LabPaths} from './paths.ts';
import type {Shared} from './shared-parts.ts';
import {type LabState, type MachineState, readAllStates, readState, stateStore, writeState} from './state.ts';
import {chooseIndex} from './subnet.ts';
import {DEFAULT_COMPUTE, DEFAULT_CONTROLLERS, type UpOptions} from './up-options.ts';

/** Writes the lab's state (before anything of it exists on the host), its keys and its YAML. */
export async function register(options: UpOptions, paths: LabPaths, shared: Shared): Promise<LabContext> {
  await mkdir(paths.dir, {recursive: true, mode: 0o700});
  await mkdir(paths.machines, {recursive: true});
  const state = await withLock(HOST_LOCK, () => claim(options, paths, shared));
  await makeLabKeys(paths);
  const store = stateStore(paths.state, state);
  await writeConfig({paths, store, signal: options.signal}, options.progress);
  return {paths, store, signal: options.signal};
}

async function claim(options: UpOptions, paths: LabPaths, shared: Shared): Promise<LabState> {
  const existing = await readState(paths.state);
  const host = await hostNetworks();
  if (existing === undefined) {
    const owned = (await readAllStates(options.root)).map((one) => one.index);
    const index = chooseIndex(options.name, owned, host);
    const machines = machineSpecs(
      index,
      options.controllers ?? DEFAULT_CONTROLLERS,
      options.compute ?? DEFAULT_COMPUTE,
    );
    const state: LabState = {
      schema: 1,
      name: options.name,
      index,
      ...shared,
      machines: machines.map(offMachine),
      configHash: '',
    };
    await writeState(paths.state, state);
    return state;
  }
  const state = {...existing, ...shared, machines: grown(existing, options)};
  await writeState(paths.state, state);
  return state;
}

function offMachine(spec: ReturnType<typeof machineSpecs>[number]): MachineState {
  return {...spec, power: 'off', link: 'up', groups: []};
}

/** The machines of an existing lab plus the new ones asked for; a lab never shrinks in place. */
function grown(existing: LabState, options: UpOptions): readonly MachineState[] {
  const count = (role: MachineState['role']): number =>
    existing.machines.filter((machine) => machine.role === role).length;
  const controllers = options.controllers ?? count('controller');
  const compute = options.compute ?? count('compute');
  if (controllers < count('controller') || compute < count('compute')) {
    throw new HpchaError({
      code: 'refused',
      where: `lab ${existing.name}`,
      what: `has ${count('controller')} controllers and ${count('compute')} compute nodes, and does not shrink`,
      hint: `wipe it first: hpcha-tui lab down --wipe --name ${existing.name}`,
    });
  }
  const known = new Map(existing.machines.map((machine) => [machine.name, machine]));
  return machineSpecs(existing.index, controllers, compute).map((spec) => known.get(spec.name) ?? offMachine(spec));
}
