// The keys of a replay and of the ticket: they ask the world for something, and mean nothing where there is no recording.

import type {CommandId} from '../model/command.ts';
import type {ConsoleState} from './console-state.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';
import {replayControls} from './replay-view.ts';

export function reduceReplay(state: ConsoleState, id: CommandId): Reduction | undefined {
  if (id === 'save-ticket') return withEffect(state, {type: 'save-ticket'});
  const control = replayControls.find((one) => `replay-${one}` === id);
  if (control === undefined) return undefined;
  return state.replay === null ? settled(state) : withEffect(state, {type: 'replay', control});
}
