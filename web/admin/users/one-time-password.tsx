// A one-time password, shown once: it stays until somebody says that it was noted.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {CommandLine} from '../../shared/kit/command-line.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {useSay} from '../../shared/words/use-words.tsx';

export type Given = {readonly name: string; readonly password: string};

export function OneTimePassword({given, noted}: {readonly given: Given; readonly noted: () => void}): ReactNode {
  const say = useSay();
  return (
    <Note level="warning">
      <p style={{margin: '0 0 0.5rem'}}>{say('users.once', {name: given.name})}</p>
      <CommandLine command={given.password} />
      <Button variant="default" size="xs" mt="sm" onClick={noted}>
        {say('users.noted')}
      </Button>
    </Note>
  );
}
