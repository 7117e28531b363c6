// Two switches that stand everywhere: the other language, and dark or light.

import {ActionIcon, Button, useComputedColorScheme, useMantineColorScheme} from '@mantine/core';
import {IconMoon, IconSun} from '@tabler/icons-react';
import type {ReactNode} from 'react';
import {useCallback} from 'react';
import {useSay, useWords} from '../words/use-words.tsx';

export function LanguageButton(): ReactNode {
  const say = useSay();
  const {language, choose} = useWords();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      c="var(--quiet)"
      lang={language === 'en' ? 'ko' : 'en'}
      onClick={() => choose(language === 'en' ? 'ko' : 'en')}
      title={say('frame.language-label')}
    >
      {say('frame.language')}
    </Button>
  );
}

export function SchemeButton(): ReactNode {
  const say = useSay();
  const [dark, toggle] = useScheme();
  const label = say(dark ? 'frame.to-light' : 'frame.to-dark');
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--quiet)"
      size="md"
      onClick={toggle}
      aria-label={label}
      title={label}
    >
      {dark ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />}
    </ActionIcon>
  );
}

/** Whether it is dark, and how to change that. */
export function useScheme(): readonly [boolean, () => void] {
  const {setColorScheme} = useMantineColorScheme();
  const dark = useComputedColorScheme('dark') === 'dark';
  const toggle = useCallback(() => setColorScheme(dark ? 'light' : 'dark'), [dark, setColorScheme]);
  return [dark, toggle];
}
