// The lab's memory: everything that it makes on the host, written before it is made, so that taking it down is exact.

import {mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {HpchaError} from '../model/error.ts';
import type {ProcessMark} from './host-process.ts';
import {isMissing} from './missing-file.ts';
import type {MachineSpec} from './naming.ts';
import {type LabRoot, labPaths} from './paths.ts';

/** One machine. `power` and `link` are what was asked for; whether it really runs is asked of the kernel. */
export type MachineState = MachineSpec & {
  readonly power: 'on' | 'off';
  readonly link: 'up' | 'cut';
  /** Control groups that were or are about to be made for its current boot. */
  readonly groups: readonly string[];
  readonly nspawn?: ProcessMark;
  readonly leader?: ProcessMark;
};

export type LabState = {
  readonly schema: 1;
  readonly name: string;
  /** The K of 10.77.K.0/24 and of every name on the host. */
  readonly index: number;
  readonly base: string;
  readonly repo: string;
  readonly machines: readonly MachineState[];
  /** SHA-256 of the YAML as the lab wrote it: one that was edited is never overwritten. */
  readonly configHash: string;
};

/** Reads a lab's state; undefined when there is no such lab. Throws `bad-data` when the file cannot be understood. */
export async function readState(file: string): Promise<LabState | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseState(text, file);
}

/** Checks the fields that taking a lab down depends on. */
export function parseState(text: string, file: string): LabState {
  try {
    const value: unknown = JSON.parse(text);
    if (isState(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new HpchaError({
    code: 'bad-data',
    where: file,
    what: 'is no state of a lab that this version understands',
    hint: 'if its machines are gone (ip netns list), delete that directory',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isState(value: unknown): value is LabState {
  if (!isRecord(value) || value['schema'] !== 1 || !Array.isArray(value['machines'])) return false;
  const texts = ['name', 'base', 'repo', 'configHash'].every((key) => typeof value[key] === 'string');
  return texts && Number.isInteger(value['index']) && value['machines'].every(isMachine);
}

function isMachine(value: unknown): value is MachineState {
  if (!isRecord(value) || !Array.isArray(value['groups'])) return false;
  const marks = ['nspawn', 'leader'].every((key) => value[key] === undefined || isMark(value[key]));
  const texts = ['name', 'address', 'mac'].every((key) => typeof value[key] === 'string');
  const words =
    ['controller', 'compute'].includes(String(value['role'])) && ['on', 'off'].includes(String(value['power']));
  return marks && texts && words && ['up', 'cut'].includes(String(value['link']));
}

function isMark(value: unknown): value is ProcessMark {
  return isRecord(value) && Number.isInteger(value['pid']) && typeof value['start'] === 'string';
}

/** Replaces the file in one step, so that a reader or a crash never sees half of it. */
export async function writeState(file: string, state: LabState): Promise<void> {
  await mkdir(dirname(file), {recursive: true, mode: 0o700});
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 1)}\n`, {mode: 0o600, flush: true});
  await rename(`${file}.new`, file);
}

/** All labs of a lab directory, by name. */
export async function readAllStates(root: LabRoot): Promise<readonly LabState[]> {
  const names = await readdir(root.labs).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const states = await Promise.all(names.sort().map((name) => readState(labPaths(root, name).state)));
  return states.filter((state) => state !== undefined);
}

/** A lab's state in memory and on disk: changes are applied one after another, each written before it takes effect. */
export type StateStore = {
  readonly get: () => LabState;
  readonly change: (how: (state: LabState) => LabState) => Promise<void>;
  readonly changeMachine: (name: string, how: (machine: MachineState) => MachineState) => Promise<void>;
};

export function stateStore(file: string, initial: LabState): StateStore {
  let current = initial;
  let queue: Promise<void> = Promise.resolve();
  const change = (how: (state: LabState) => LabState): Promise<void> => {
    const turn = queue.then(async () => {
      const next = how(current);
      await writeState(file, next);
      current = next;
    });
    // A failed write is reported to its own caller; the next change tries again from the last written state.
    queue = turn.catch(() => undefined);
    return turn;
  };
  return {
    get: () => current,
    change,
    changeMachine: (name, how) =>
      change((state) => ({
        ...state,
        machines: state.machines.map((machine) => (machine.name === name ? how(machine) : machine)),
      })),
  };
}
