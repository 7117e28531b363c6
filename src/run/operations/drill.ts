// The `drill` operation: hands the drill to the engine that the Runner was given (src/run/drill).

import {HpchaError} from '../../model/error.ts';
import type {DrillOperation} from '../../model/operation.ts';
import type {OperationKind} from './contract.ts';

export const drillKind: OperationKind<DrillOperation> = {
  async inspect({spec}) {
    const done = spec.injections.map((each) =>
      each.via === 'power' ? `${each.on}: power off` : `${each.on}:\n${each.script}`,
    );
    return {needed: true, diff: `${done.join('\n')}\nrestore:\n${spec.restore}\n`};
  },

  async apply({spec}, {drill, writer}, signal) {
    if (drill !== undefined) return drill(spec, signal);
    throw new HpchaError({code: 'bug', where: writer.host, what: 'this Runner was not given what a drill takes'});
  },
};
