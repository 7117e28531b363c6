// The `unit` operation: a systemd unit started or stopped, enabled or not, masked or not; only what differs is touched.

import type {UnitOperation} from '../../model/operation.ts';
import type {ApplyContext, OperationKind} from './contract.ts';
import {mustRun} from './contract.ts';
import type {UnitState} from './unit-state.ts';
import {seeUnit} from './unit-state.ts';

type Change = 'unmask' | 'enable' | 'start' | 'reload' | 'stop' | 'disable' | 'mask';

export const unitKind: OperationKind<UnitOperation> = {
  async inspect(wanted, {inspector}, signal) {
    const changes = changesFor(wanted, await seeUnit(wanted.unit, inspector, signal));
    if (changes.length === 0) return {needed: false};
    return {needed: true, diff: `${wanted.unit}: ${changes.join(', ')}\n`};
  },

  async apply(wanted, context, signal) {
    const state = await seeUnit(wanted.unit, context.inspector, signal);
    if (state.needReload) await mustRun(context, ['systemctl', 'daemon-reload'], signal);
    const changes = changesFor(wanted, state);
    for (const change of changes) await carryOut(change, wanted, context, signal);
    return changes.includes('start') ? {clears: wanted.clears ?? []} : {};
  },
};

/** In the order in which they can be done: what is masked cannot start, what runs is stopped before it is masked. */
function changesFor(wanted: UnitOperation, state: UnitState): readonly Change[] {
  const maskedNow = state.file === 'masked' || state.file === 'masked-runtime' || state.load === 'masked';
  const changes: Change[] = [];
  if (wanted.masked === false && maskedNow) changes.push('unmask');
  if (wanted.enabled === true && !isEnabled(state.file)) changes.push('enable');
  if (wanted.state === 'started' && !['active', 'reloading'].includes(state.active)) changes.push('start');
  if (wanted.state === 'reloaded') changes.push('reload');
  if (wanted.state === 'stopped' && !['inactive', 'failed'].includes(state.active)) changes.push('stop');
  if (wanted.enabled === false && (state.file === 'enabled' || state.file === 'enabled-runtime'))
    changes.push('disable');
  if (typeof wanted.masked === 'string' && !isMasked(wanted.masked, state.file)) changes.push('mask');
  return changes;
}

/** Units without an [Install] section (static, generated …) cannot be enabled and need not be. */
function isEnabled(file: string): boolean {
  return ['enabled', 'static', 'alias', 'indirect', 'generated', 'transient'].includes(file);
}

function isMasked(how: 'runtime' | 'persistent', file: string): boolean {
  return file === 'masked' || (how === 'runtime' && file === 'masked-runtime');
}

async function carryOut(
  change: Change,
  wanted: UnitOperation,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<void> {
  const {unit} = wanted;
  switch (change) {
    case 'unmask':
      await mustRun(context, ['systemctl', '--runtime', 'unmask', unit], signal);
      await mustRun(context, ['systemctl', 'unmask', unit], signal);
      return;
    case 'mask': {
      const runtime = wanted.masked === 'runtime' ? ['--runtime'] : [];
      await mustRun(context, ['systemctl', ...runtime, 'mask', unit], signal);
      return;
    }
    default:
      await mustRun(context, ['systemctl', change, unit], signal);
  }
}
