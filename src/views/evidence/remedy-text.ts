// What helps against a finding: the key that opens its plan where there is such an action, else the command.

import type {ConsoleState} from '../../state/console-state.ts';
import type {Style} from '../kit/style.ts';

/** The same words that the key takes (state/reduce-action.ts): an action's id, or `start` for the phase of its service. */
export function remedyText(remedy: string, state: ConsoleState, style: Style): string {
  const [word = ''] = remedy.split(' ', 1);
  if (word === 'start' || word === 'setup') return style.say('remedy.start');
  const offer = state.summary.actions.find(({id}) => id === word);
  if (offer === undefined) return style.say('remedy.other', {remedy});
  return `${style.say('remedy.key', {title: style.read(offer.title)})} (${style.say('remedy.other', {remedy})})`;
}
