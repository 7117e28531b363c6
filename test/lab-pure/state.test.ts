// The lab's memory: what cannot be understood is refused, and changes are written one after another.

import {mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {machineSpecs} from '../../src/lab/naming.ts';
import {type LabState, parseState, readState, stateStore, writeState} from '../../src/lab/state.ts';

const state: LabState = {
  schema: 1,
  name: 'lab',
  index: 0,
  base: 'b',
  repo: 'r',
  configHash: '',
  machines: machineSpecs(0, 2, 0).map((spec) => ({...spec, power: 'off', link: 'up', groups: []})),
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lab-state-'));
});
afterEach(async () => {
  await rm(dir, {recursive: true});
});

describe('state of a lab', () => {
  it('reads back what was written, and is readable by its owner only', async () => {
    const file = join(dir, 'sub/state.json');
    await writeState(file, state);
    expect(await readState(file)).toEqual(state);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('tells "no such lab" from "cannot be read"', async () => {
    expect(await readState(join(dir, 'none.json'))).toBeUndefined();
    await expect(readState(dir)).rejects.toThrow();
  });

  it.each([
    ['half a file', JSON.stringify(state).slice(0, 60)],
    ['another schema', JSON.stringify({...state, schema: 2})],
    ['a machine without its groups', JSON.stringify({...state, machines: [{...state.machines[0], groups: null}]})],
    ['a mark that is no process', JSON.stringify({...state, machines: [{...state.machines[0], leader: 7}]})],
    ['a list', '[]'],
  ])('refuses %s instead of taking down the wrong things', (_, text) => {
    expect(() => parseState(text, 'state.json')).toThrow(/no state of a lab/);
  });

  it('loses no change when many are made at once', async () => {
    const file = join(dir, 'state.json');
    const store = stateStore(file, state);
    const changes = Array.from({length: 40}, (_, n) =>
      store.changeMachine('server1', (machine) => ({...machine, groups: [...machine.groups, String(n)]})),
    );
    await Promise.all(changes);
    expect(store.get().machines[0]?.groups).toHaveLength(40);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(store.get());
  });

  it('keeps the last written state when a write fails, and goes on afterwards', async () => {
    const store = stateStore(join(dir, 'state.json'), state);
    const failing = store.change(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await store.change((old) => ({...old, configHash: 'x'}));
    expect(store.get().configHash).toBe('x');
  });
});
