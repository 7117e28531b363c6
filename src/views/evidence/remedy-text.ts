// What helps against a finding, as the key or the command that does it.

import type {Style} from '../kit/style.ts';

/** `start` and `setup` have a key here; everything else is a word of the command line. */
export function remedyText(remedy: string, style: Style): string {
  return remedy === 'start' || remedy === 'setup' ? style.say('remedy.start') : style.say('remedy.other', {remedy});
}
