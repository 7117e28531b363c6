// A lab as a whole: bring it up (making what is missing), take it down, and the handle through which tests and commands work it.

import {availableParallelism, totalmem} from 'node:os';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import {hostMirrors} from './apt-sources.ts';
import {ensureBase} from './base.ts';
import {clusterYaml, configHash, newPasswords} from './cluster-yaml.ts';
import {fileExists} from './disk.ts';
import {withLock} from './file-lock.ts';
import {assertNothingMissing, assertRootOnLinux, assertSpace, missingOnHost} from './host-check.ts';
import {installHostPackages} from './host-packages.ts';
import {makeLabKeys, writeKnownHosts} from './identity.ts';
import {clearRemains, isOn, type LabContext, powerOn, shutDown} from './machine.ts';
import {removeTree} from './mounts.ts';
import {assertLabName, MAX_COMPUTE, MAX_CONTROLLERS, machineSpecs} from './naming.ts';
import {hostNetworks, makeSwitch, removeSwitch} from './network.ts';
import {HOST_LOCK, type LabPaths, type LabRoot, labPaths} from './paths.ts';
import type {Progress} from './progress.ts';
import {ensureRepo} from './repo.ts';
import {type LabState, type MachineState, readAllStates, readState, stateStore, writeState} from './state.ts';
import {chooseIndex, isTaken} from './subnet.ts';
import {throwIfCancelled} from './wait-until.ts';

export type UpOptions = {
  readonly root: LabRoot;
  readonly name: string;
  /** How many of each; undefined keeps what the lab has (or 3 and 1 for a new one). */
  readonly controllers?: number | undefined;
  readonly compute?: number | undefined;
  readonly installHostPackages?: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
};

const SHUTDOWN_MS = 30_000;
const DEFAULT_CONTROLLERS = 3;
const DEFAULT_COMPUTE = 1;

/** Opens an existing lab for work. Throws `usage` when there is none of that name. */
export async function labContext(root: LabRoot, name: string, signal?: AbortSignal): Promise<LabContext> {
  assertLabName(name);
  const paths = labPaths(root, name);
  const state = await readState(paths.state);
  if (state === undefined) {
    const names = (await readAllStates(root)).map((one) => one.name);
    const hint = names.length === 0 ? `make it: hpcha-tui lab up --name ${name}` : `labs here: ${names.join(', ')}; make this one: hpcha-tui lab up --name ${name}`;
    throw new HpchaError({code: 'usage', where: `lab ${name}`, what: 'does not exist', hint});
  }
  return {paths, store: stateStore(paths.state, state), signal};
}

/** Brings a lab up: builds what is missing, clears what a dead one left, boots every machine that is off. Running machines are left alone. */
export async function bringUp(options: UpOptions): Promise<LabState> {
  assertLabName(options.name);
  assertCounts(options);
  assertRootOnLinux();
  await prepareHost(options);
  const paths = labPaths(options.root, options.name);
  return withLock(paths.lock, async () => {
    const built = await withLock(options.root.buildLock, () => build(options), BUILD_WAIT_S);
    const context = await register(options, paths, built);
    await bootAll(context, options.progress);
    return context.store.get();
  });
}

/** Another lab may be building the base right now; that takes minutes, not seconds. */
const BUILD_WAIT_S = 1800;

function assertCounts(options: UpOptions): void {
  const wrong = (count: number | undefined, min: number, max: number): boolean => count !== undefined && (!Number.isInteger(count) || count < min || count > max);
  if (wrong(options.controllers, 1, MAX_CONTROLLERS)) throw new HpchaError({code: 'usage', where: '--controllers', what: `must be a number from 1 to ${MAX_CONTROLLERS}`});
  if (wrong(options.compute, 0, MAX_COMPUTE)) throw new HpchaError({code: 'usage', where: '--compute', what: `must be a number from 0 to ${MAX_COMPUTE}`});
}

async function prepareHost(options: UpOptions): Promise<void> {
  let lacks = await missingOnHost(process.env);
  if (options.installHostPackages === true && lacks.length > 0) {
    await installHostPackages(lacks, options.progress, options.signal);
    lacks = await missingOnHost(process.env);
  }
  assertNothingMissing(lacks);
}

type Built = {readonly base: string; readonly repo: string};

/** Base and repository for this lab: an existing lab keeps the base that its machines' layers were written over. */
async function build(options: UpOptions): Promise<Built> {
  const {root, progress, signal} = options;
  const existing = await readState(labPaths(root, options.name).state);
  const newMachines = existing === undefined ? (options.controllers ?? DEFAULT_CONTROLLERS) + (options.compute ?? DEFAULT_COMPUTE) : 0;
  await assertSpace(root, newMachines);
  await mkdir(root.dir, {recursive: true, mode: 0o755});
  const context = {root, mirrors: await hostMirrors(), progress, signal};
  const keep = existing !== undefined && (await fileExists(join(root.base, existing.base)));
  const base = keep ? existing.base : await ensureBase(context);
  const repo = await ensureRepo(context, base);
  await prune(root, existing?.name, {base, repo});
  return {base, repo};
}

/** Deletes bases and repositories that no lab stands on any more. */
async function prune(root: LabRoot, name: string | undefined, current: Built): Promise<void> {
  const states = (await readAllStates(root)).filter((state) => state.name !== name);
  const used = {base: new Set([current.base, ...states.map((one) => one.base)]), repo: new Set([current.repo, ...states.map((one) => one.repo)])};
  for (const kind of ['base', 'repo'] as const) {
    for (const entry of await readdir(root[kind])) if (!used[kind].has(entry)) await removeTree(join(root[kind], entry));
  }
}

/** Writes the lab's state (before anything of it exists on the host), its keys and its YAML. */
async function register(options: UpOptions, paths: LabPaths, built: Built): Promise<LabContext> {
  await mkdir(paths.dir, {recursive: true, mode: 0o700});
  await mkdir(paths.machines, {recursive: true});
  const state = await withLock(HOST_LOCK, () => claim(options, paths, built));
  await makeLabKeys(paths);
  const store = stateStore(paths.state, state);
  await writeConfig({paths, store, signal: options.signal}, options.progress);
  return {paths, store, signal: options.signal};
}

async function claim(options: UpOptions, paths: LabPaths, built: Built): Promise<LabState> {
  const existing = await readState(paths.state);
  const host = await hostNetworks();
  if (existing === undefined) {
    const owned = (await readAllStates(options.root)).map((one) => one.index);
    const index = chooseIndex(options.name, owned, host);
    const machines = machineSpecs(index, options.controllers ?? DEFAULT_CONTROLLERS, options.compute ?? DEFAULT_COMPUTE);
    const state: LabState = {schema: 1, name: options.name, index, ...built, machines: machines.map(offMachine), configHash: ''};
    await writeState(paths.state, state);
    return state;
  }
  const state = {...existing, ...built, machines: grown(existing, options)};
  await writeState(paths.state, state);
  return state;
}

function offMachine(spec: ReturnType<typeof machineSpecs>[number]): MachineState {
  return {...spec, power: 'off', link: 'up', groups: []};
}

/** The machines of an existing lab plus the new ones asked for; a lab never shrinks in place. */
function grown(existing: LabState, options: UpOptions): readonly MachineState[] {
  const count = (role: MachineState['role']): number => existing.machines.filter((machine) => machine.role === role).length;
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

/** Writes the YAML unless someone has edited it since; then the new version is put beside it. */
async function writeConfig(context: LabContext, progress: Progress): Promise<void> {
  const {paths, store} = context;
  const exists = await fileExists(paths.config);
  const old = exists ? await readFile(paths.config, 'utf8') : undefined;
  const passwords = old === undefined ? newPasswords() : passwordsIn(old);
  const hardware = {cpus: availableParallelism(), memoryMb: Math.min(1024, Math.floor(totalmem() / 2 ** 20 / 4))};
  const text = clusterYaml(paths, store.get(), {...newPasswords(), ...passwords}, hardware);
  if (old === text) return;
  if (old !== undefined && configHash(old) !== store.get().configHash) {
    await writeFile(`${paths.config}.new`, text, {mode: 0o600});
    progress(`config: ${paths.config} was edited and is kept; what the lab would write is beside it (.new)`);
    return;
  }
  await store.change((state) => ({...state, configHash: configHash(text)}));
  await writeFile(paths.config, text, {mode: 0o600});
}

/** The passwords of a YAML that the lab wrote, so that rewriting it for more machines keeps them. */
function passwordsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^ {2}([A-Z][A-Z0-9_]*): "([^"]*)"$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

async function bootAll(context: LabContext, progress: Progress): Promise<void> {
  const {store, signal} = context;
  const index = store.get().index;
  await withLock(HOST_LOCK, () => openSwitch(context));
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

/** Takes a lab down: machines shut down in order (with `wipe` they just lose their power), then everything on the host is removed. */
export async function takeDown(root: LabRoot, name: string, wipe: boolean, progress: Progress): Promise<void> {
  assertRootOnLinux();
  const context = await labContext(root, name);
  await withLock(context.paths.lock, async () => {
    const fresh = await labContext(root, name);
    await Promise.all(fresh.store.get().machines.map((machine) => stopForDown(fresh, machine.name, wipe, progress)));
    await removeSwitch(fresh.store.get().index);
    progress(`lab ${name}: down`);
  });
  if (!wipe) return;
  await removeTree(context.paths.dir);
  progress(`lab ${name}: wiped`);
}

async function stopForDown(context: LabContext, name: string, wipe: boolean, progress: Progress): Promise<void> {
  const orderly = wipe || (await shutDown(context, name, SHUTDOWN_MS));
  if (!orderly) progress(`${name}: did not shut down within ${SHUTDOWN_MS / 1000} s, so its power was taken away`);
  await clearRemains(context, name);
}
