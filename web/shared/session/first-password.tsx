// The first visit: the password that was given works once, so nothing else is shown before it is replaced.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import type {Account} from '../api/session.ts';
import {useSay} from '../words/use-words.tsx';
import {OutsideFrame} from './outside-frame.tsx';
import {PasswordForm} from './password-form.tsx';

type FirstPasswordProps = {readonly account: Account; readonly changed: () => void; readonly leave: () => void};

export function FirstPassword({account, changed, leave}: FirstPasswordProps): ReactNode {
  const say = useSay();
  return (
    <OutsideFrame title={say('first.title')}>
      <p className="quiet">{say('first.lead')}</p>
      <PasswordForm name={account.name} changed={changed} />
      <Button variant="subtle" mt="md" size="xs" onClick={leave}>
        {say('frame.sign-out')}
      </Button>
    </OutsideFrame>
  );
}
