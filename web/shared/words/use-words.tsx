// Hands the chosen language to every component: `const say = useSay()`.

import type {ReactNode} from 'react';
import {createContext, useCallback, useContext, useEffect, useMemo, useState} from 'react';
import type {FindingParams} from '../../../src/model/finding.ts';
import type {Language} from '../../../src/model/message.ts';
import type {TextId} from './catalogue.ts';
import {textOf} from './catalogue.ts';
import {chosenLanguage, keepLanguage} from './languages.ts';

type Words = {readonly language: Language; readonly choose: (language: Language) => void};

const WordsContext = createContext<Words>({language: 'en', choose: () => undefined});

export function WordsProvider({children}: {readonly children: ReactNode}): ReactNode {
  const [language, setLanguage] = useState(chosenLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        keepLanguage(next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}

export type Say = (id: TextId, params?: FindingParams) => string;

export function useSay(): Say {
  const {language} = useWords();
  return useCallback((id, params) => textOf(language, id, params), [language]);
}
