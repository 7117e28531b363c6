// Opens a lab that exists.

import {HpchaError} from '../model/error.ts';
import type {LabContext} from './machine.ts';
import {assertLabName} from './naming.ts';
import {type LabRoot, labPaths} from './paths.ts';
import {readAllStates, readState, stateStore} from './state.ts';

/** Opens an existing lab for work. Throws `usage` when there is none of that name. */
export async function labContext(root: LabRoot, name: string, signal?: AbortSignal): Promise<LabContext> {
  assertLabName(name);
  const paths = labPaths(root, name);
  const state = await readState(paths.state);
  if (state === undefined) {
    const names = (await readAllStates(root)).map((one) => one.name);
    const hint =
      names.length === 0
        ? `make it: hpcha-tui lab up --name ${name}`
        : `labs here: ${names.join(', ')}; make this one: hpcha-tui lab up --name ${name}`;
    throw new HpchaError({code: 'usage', where: `lab ${name}`, what: 'does not exist', hint});
  }
  return {paths, store: stateStore(paths.state, state), signal};
}
