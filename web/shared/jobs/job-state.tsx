// A job's state: sign, word and colour; a held job says so.

import type {ReactNode} from 'react';
import type {FindingLevel} from '../../../src/model/level.ts';
import {LevelMark} from '../kit/level-mark.tsx';
import {textIfAny} from '../words/catalogue.ts';
import {useWords} from '../words/use-words.tsx';

const levels: Readonly<Record<string, FindingLevel>> = {
  COMPLETED: 'ok',
  FAILED: 'critical',
  NODE_FAIL: 'critical',
  OUT_OF_MEMORY: 'critical',
  BOOT_FAIL: 'critical',
  TIMEOUT: 'warning',
  CANCELLED: 'warning',
  DEADLINE: 'warning',
  GONE: 'unknown',
};

export function JobState({state}: {readonly state: string}): ReactNode {
  const {language} = useWords();
  return <LevelMark level={levels[state] ?? 'info'} word={jobStateWord(state, language)} />;
}

/** Slurm has more states than anybody names: those stay as it writes them. */
export function jobStateWord(state: string, language: 'en' | 'ko'): string {
  return textIfAny(language, `job.state.${state}`) ?? state.toLowerCase().replaceAll('_', ' ');
}
