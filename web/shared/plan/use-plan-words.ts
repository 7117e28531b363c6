// Says titles and other texts of plans and runs in the reader's language: they are English in the plan, whoever made it.

import {useCallback} from 'react';
import {planWords} from '../../../src/model/plan-words.ts';
import {useWords} from '../words/use-words.tsx';

export function usePlanWords(): (text: string) => string {
  const {language} = useWords();
  return useCallback((text) => planWords(text, language), [language]);
}
