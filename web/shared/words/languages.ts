// The language of the pages: what the reader chose, else what the browser asks for, else English.

import type {Language} from '../../../src/model/message.ts';

const key = 'hpcha:language';

export function chosenLanguage(): Language {
  const kept = window.localStorage.getItem(key);
  if (kept === 'en' || kept === 'ko') return kept;
  return window.navigator.languages.some((one) => one.toLowerCase().startsWith('ko')) ? 'ko' : 'en';
}

export function keepLanguage(language: Language): void {
  window.localStorage.setItem(key, language);
}
