// Signing in: name and password, and in words what is wrong or how long an account is locked.

import {Button, PasswordInput, TextInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useRef, useState} from 'react';
import {formatDuration} from '../../../src/model/quantity.ts';
import {ask} from '../api/ask.ts';
import type {Failure} from '../api/failure.ts';
import {failureText} from '../api/failure.ts';
import type {Account} from '../api/session.ts';
import {account} from '../api/session.ts';
import {Note} from '../kit/failure-note.tsx';
import type {Say} from '../words/use-words.tsx';
import {useSay} from '../words/use-words.tsx';
import {OutsideFrame} from './outside-frame.tsx';
import {OutsideProvider} from './outside-provider.tsx';
import {OutsideRefusal} from './outside-refusal.tsx';

type LoginPageProps = {readonly ended: boolean; readonly entered: (account: Account) => void};

export function LoginPage({ended, entered}: LoginPageProps): ReactNode {
  const say = useSay();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [name, word] = [String(fields.get('name') ?? '').trim(), String(fields.get('password') ?? '')];
    if (name === '' || word === '') return setFault(say('login.needed'));
    setBusy(true);
    const failure = await signIn(name, word, entered);
    setBusy(false);
    if (failure === null) return;
    setFault(loginFault(failure, say));
    if (password.current !== null) password.current.value = '';
    password.current?.focus();
  };

  return (
    <OutsideFrame title={say('login.title')}>
      {ended && fault === null && <Note level="info">{say('login.ended')}</Note>}
      {!ended && fault === null && <OutsideRefusal />}
      {fault !== null && <Note level="critical">{fault}</Note>}
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextInput name="name" label={say('login.name')} autoComplete="username" autoCapitalize="none" autoFocus />
        <PasswordInput
          ref={password}
          name="password"
          label={say('login.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{'aria-label': say('login.password')}}
        />
        <Button type="submit" loading={busy} fullWidth>
          {say('login.button')}
        </Button>
      </form>
      <OutsideProvider />
    </OutsideFrame>
  );
}

/** null: signed in. What Auth says of the account is asked of `me`, the same way as at every later visit. */
async function signIn(name: string, password: string, entered: (account: Account) => void): Promise<Failure | null> {
  const login = await ask({path: '/api/auth/login', method: 'POST', body: {name, password}, shape: () => null});
  if (login.kind === 'failed') return login.failure;
  const me = await ask({path: '/api/auth/me', shape: account});
  if (me.kind === 'failed') return me.failure;
  entered(me.value);
  return null;
}

/** What Auth says itself is best: it knows whether a password was wrong or the account is locked, and for how long. */
function loginFault(failure: Failure, say: Say): string {
  if (failure.kind === 'told' && (failure.status === 429 || failure.status === 423)) {
    if (failure.retryAfter === null) return failure.what || say('login.locked-some');
    return say('login.locked', {wait: formatDuration(failure.retryAfter * 1000)});
  }
  const {what, hint} = failureText(failure, say);
  if (failure.kind === 'status' && failure.status === 401) return say('login.wrong');
  return hint === null ? what : `${what} ${hint}`;
}
