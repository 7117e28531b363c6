// The old password, the new one twice, and what is wrong with them before anybody is asked.

import {Button, PasswordInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../api/ask.ts';
import {failureText} from '../api/failure.ts';
import {Note} from '../kit/failure-note.tsx';
import type {Say} from '../words/use-words.tsx';
import {useSay} from '../words/use-words.tsx';

/** Auth has the last word; this only saves a way. */
const leastCharacters = 12;

type PasswordFormProps = {readonly name: string; readonly changed: () => void};

export function PasswordForm({name, changed}: PasswordFormProps): ReactNode {
  const say = useSay();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const of = (field: string): string => String(fields.get(field) ?? '');
    const wrong = faultOf(of('old'), of('new'), of('again'), say);
    setFault(wrong);
    if (wrong !== null) return;
    setBusy(true);
    const answer = await ask({
      path: '/api/auth/password',
      method: 'POST',
      body: {current: of('old'), next: of('new')},
      shape: () => null,
    });
    setBusy(false);
    if (answer.kind === 'failed') return setFault(failureText(answer.failure, say).what);
    form.reset();
    changed();
  };

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {fault !== null && <Note level="critical">{fault}</Note>}
      <input type="text" name="name" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput name="old" label={say('password.old')} autoComplete="current-password" />
      <PasswordInput
        name="new"
        label={say('password.new')}
        description={say('password.rule', {count: leastCharacters})}
        autoComplete="new-password"
      />
      <PasswordInput name="again" label={say('password.again')} autoComplete="new-password" />
      <div>
        <Button type="submit" loading={busy}>
          {say('password.button')}
        </Button>
      </div>
    </form>
  );
}

function faultOf(old: string, next: string, again: string, say: Say): string | null {
  if ([...next].length < leastCharacters) return say('password.short', {count: leastCharacters});
  if (next !== again) return say('password.differ');
  return next === old ? say('password.same') : null;
}
