// The state of a run and of a step: sign, word and colour, in the terminal's words.

import type {ReactNode} from 'react';
import type {FindingLevel} from '../../../src/model/level.ts';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {textIfAny} from '../../shared/words/catalogue.ts';
import {useWords} from '../../shared/words/use-words.tsx';

const runLevels: Readonly<Record<string, FindingLevel>> = {
  running: 'info',
  done: 'ok',
  failed: 'critical',
  cancelled: 'warning',
  unknown: 'unknown',
  orphaned: 'unknown',
};

/** `result` null: it has not ended. `gone`: its Runner left no end, so how it ended is not known. */
export function RunState({
  state,
  result,
}: {
  readonly state: 'running' | 'ended' | 'gone';
  readonly result: string | null;
}): ReactNode {
  const {language} = useWords();
  const word = state === 'gone' ? 'orphaned' : state === 'running' ? 'running' : (result ?? 'unknown');
  return <LevelMark level={runLevels[word] ?? 'unknown'} word={textIfAny(language, `run.state.${word}`) ?? word} />;
}

const stepLevels: Readonly<Record<string, FindingLevel | 'none'>> = {
  waiting: 'none',
  running: 'info',
  changed: 'ok',
  unchanged: 'ok',
  failed: 'critical',
  unknown: 'unknown',
  skipped: 'none',
};

export function StepState({result}: {readonly result: string}): ReactNode {
  const {language} = useWords();
  return (
    <LevelMark level={stepLevels[result] ?? 'unknown'} word={textIfAny(language, `step.state.${result}`) ?? result} />
  );
}
