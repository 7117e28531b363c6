// Words, signs and tones for the states of steps and runs.

import type {RunState} from '../../state/console-deps.ts';
import type {StepState} from '../../state/run-view.ts';
import type {Style} from '../kit/style.ts';
import type {Tone} from '../kit/theme.ts';

const stepTones: Readonly<Record<StepState, Tone>> = {
  waiting: 'dim',
  running: 'accent',
  changed: 'ok',
  unchanged: 'dim',
  failed: 'critical',
  unknown: 'unknown',
  skipped: 'dim',
};

export function stepTone(state: StepState): Tone {
  return stepTones[state];
}

export function stepSign(state: StepState, style: Style): string {
  const {level, running, waiting, dash} = style.glyphs;
  const signs: Readonly<Record<StepState, string>> = {
    waiting,
    running,
    changed: level.ok,
    unchanged: '=',
    failed: level.critical,
    unknown: level.unknown,
    skipped: dash,
  };
  return signs[state];
}

const runTones: Readonly<Record<RunState, Tone>> = {
  running: 'accent',
  orphaned: 'warning',
  done: 'ok',
  failed: 'critical',
  unknown: 'unknown',
  cancelled: 'warning',
};

export function runTone(state: RunState): Tone {
  return runTones[state];
}

export function runSign(state: RunState, style: Style): string {
  const {level, running} = style.glyphs;
  const signs: Readonly<Record<RunState, string>> = {
    running,
    orphaned: level.warning,
    done: level.ok,
    failed: level.critical,
    unknown: level.unknown,
    cancelled: level.warning,
  };
  return signs[state];
}
