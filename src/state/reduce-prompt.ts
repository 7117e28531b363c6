// Keys while something is typed at the bottom: they are about that and about nothing else.

import type {CommandId} from '../model/command.ts';
import type {ConsoleState} from './console-state.ts';
import {acceptPrompt, closePrompt, completePrompt, leafHistory} from './prompt.ts';
import {editText} from './reduce-text.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';

export function reducePrompt(state: ConsoleState, id: CommandId): Reduction {
  switch (id) {
    case 'accept':
      return acceptPrompt(state);
    case 'back':
      return settled(closePrompt(state));
    case 'complete':
      return completePrompt(state);
    case 'older':
      return settled(leafHistory(state, 1));
    case 'newer':
      return settled(leafHistory(state, -1));
    case 'redraw':
      return withEffect({...state, drawing: state.drawing + 1}, {type: 'redraw'});
    case 'quit':
      return settled(closePrompt(state));
    default:
      return settled(editText(state, id) ?? state);
  }
}
