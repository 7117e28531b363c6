// How a danger looks, wherever it is named.

import type {Danger} from '../../model/plan.ts';
import type {Tone} from '../kit/theme.ts';

const tones: Readonly<Record<Danger, Tone>> = {safe: 'dim', disruptive: 'warning', destructive: 'critical'};

export function dangerTone(danger: Danger): Tone {
  return tones[danger];
}
