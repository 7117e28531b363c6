// Brings a lab up: checks the host, makes what is missing, boots all machines together.

import {HpchaError} from '../model/error.ts';
import {powerOn} from './boot.ts';
import {withLock} from './file-lock.ts';
import {raiseLimits} from './host-limits.ts';
import {prepareHost} from './host-packages.ts';
import {writeKnownHosts} from './identity.ts';
import {isOn, type LabContext} from './machine.ts';
import {assertLabName, MAX_COMPUTE, MAX_CONTROLLERS} from './naming.ts';
import {hostNetworks, makeSwitch, removeSwitch} from './network.ts';
import {HOST_LOCK, labPaths} from './paths.ts';
import {clearRemains} from './power-off.ts';
import type {Progress} from './progress.ts';
import {register} from './register.ts';
import {buildShared} from './shared-parts.ts';
import type {LabState} from './state.ts';
import {isTaken} from './subnet.ts';
import type {UpOptions} from './up-options.ts';
import {throwIfCancelled} from './wait-until.ts';

/** Brings a lab up: builds what is missing, clears what a dead one left, boots every machine that is off. Running machines are left alone. */
export async function bringUp(options: UpOptions): Promise<LabState> {
  assertLabName(options.name);
  assertCounts(options);
  await prepareHost(options);
  const paths = labPaths(options.root, options.name);
  return withLock(paths.lock, async () => {
    const built = await withLock(options.root.buildLock, () => buildShared(options), BUILD_WAIT_S);
    const context = await register(options, paths, built);
    await bootAll(context, options.progress);
    return context.store.get();
  });
}

/** Another lab may be building the base right now; that takes minutes, not seconds. */
const BUILD_WAIT_S = 1800;

function assertCounts(options: UpOptions): void {
  const wrong = (count: number | undefined, min: number, max: number): boolean =>
    count !== undefined && (!Number.isInteger(count) || count < min || count > max);
  if (wrong(options.controllers, 1, MAX_CONTROLLERS))
    throw new HpchaError({
      code: 'usage',
      where: '--controllers',
      what: `must be a number from 1 to ${MAX_CONTROLLERS}`,
    });
  if (wrong(options.compute, 0, MAX_COMPUTE))
    throw new HpchaError({code: 'usage', where: '--compute', what: `must be a number from 0 to ${MAX_COMPUTE}`});
}

async function bootAll(context: LabContext, progress: Progress): Promise<void> {
  const {store, signal} = context;
  const index = store.get().index;
  await withLock(HOST_LOCK, async () => {
    await raiseLimits(progress);
    await openSwitch(context);
  });
  progress(`network: 10.77.${index}.0/24 is up`);
  const names = store.get().machines.map((machine) => machine.name);
  // All at once, and all waited for: none is left half-way when another fails.
  const results = await Promise.allSettled(
    names.map(async (name) => {
      await powerOn(context, name);
      progress(`${name}: ready`);
    }),
  );
  await writeKnownHosts(context.paths, store.get());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  throwIfCancelled(signal, `lab ${store.get().name}`);
}

/** Makes the switch; a lab whose machines are all dead clears its remains first, so that a foreign network of the same number is noticed. */
async function openSwitch(context: LabContext): Promise<void> {
  const {store} = context;
  const {machines, index, name} = store.get();
  const alive = await Promise.all(machines.map((machine) => isOn(machine)));
  if (!alive.includes(true)) {
    for (const machine of machines) await clearRemains(context, machine.name);
    await removeSwitch(index);
    if (isTaken(index, await hostNetworks())) {
      throw new HpchaError({
        code: 'refused',
        where: `lab ${name}`,
        what: `its network 10.77.${index}.0/24 is now used by something else on this host`,
        hint: `see ip route and ip link; or make the lab anew: hpcha-tui lab down --wipe --name ${name}`,
      });
    }
  }
  await makeSwitch(index);
}
