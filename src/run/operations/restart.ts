// The `restart` operation: acts while a restart mark is pending, so a run that died before its restart does not forget it.

import type {RestartOperation} from '../../model/operation.ts';
import type {OperationKind} from './contract.ts';
import {mustRun} from './contract.ts';
import {hasMark} from './marks.ts';
import {seeUnit} from './unit-state.ts';

export const restartKind: OperationKind<RestartOperation> = {
  async inspect(restart, {inspector}, signal) {
    if (!(await hasMark(restart.mark, inspector, signal))) return {needed: false};
    return {needed: true, diff: `${restart.unit}: ${restart.how} (its configuration changed)\n`};
  },

  async apply(restart, context, signal) {
    const state = await seeUnit(restart.unit, context.inspector, signal);
    if (state.needReload) await mustRun(context, ['systemctl', 'daemon-reload'], signal);
    // A unit that is stopped reads its configuration when it is started: whoever stopped it decides when.
    const verb = restart.how === 'reload' ? 'try-reload-or-restart' : 'try-restart';
    await mustRun(context, ['systemctl', verb, restart.unit], signal);
    return {clears: [restart.mark]};
  },
};
