// The confirmation by danger: one button for what is safe; for what interrupts, the target's name typed by hand, and a reason.

import {Button, TextInput} from '@mantine/core';
import type {ClipboardEvent, FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import type {ShownPlan} from '../../shared/api/actions.ts';
import {headOf} from '../../shared/words/head-of.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import style from './confirm.module.css';

type ConfirmProps = {
  readonly plan: ShownPlan;
  readonly typed: boolean;
  readonly busy: boolean;
  readonly run: (confirmed: {readonly confirm?: string; readonly reason?: string}) => void;
};

export function Confirm({plan, typed, busy, run}: ConfirmProps): ReactNode {
  const say = useSay();
  const [fault, setFault] = useState<'name' | 'reason' | null>(null);
  if (!typed) {
    return (
      <div className={style['safe']}>
        <Button loading={busy} onClick={() => run({})}>
          {say('plan.run')}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [name, reason] = [String(fields.get('name') ?? ''), String(fields.get('reason') ?? '').trim()];
    if (name !== plan.target) setFault('name');
    else if (reason === '') setFault('reason');
    else run({confirm: name, reason});
  };
  // Pasting is how the wrong name gets in: the terminal does not take it either.
  const noPaste = (event: ClipboardEvent): void => event.preventDefault();
  return (
    <form className={style['typed']} onSubmit={submit} autoComplete="off">
      <p>{say('plan.confirm-lead')}</p>
      <TextInput
        name="name"
        label={headOf(say('confirm.name', {target: plan.target}))}
        error={fault === 'name' ? say('confirm.wrong', {target: plan.target}) : undefined}
        onPaste={noPaste}
        onDrop={(event) => event.preventDefault()}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        name="reason"
        label={headOf(say('confirm.reason'))}
        maxLength={500}
        error={fault === 'reason' ? say('confirm.no-reason') : undefined}
      />
      <Button type="submit" color={plan.danger === 'destructive' ? 'red' : 'orange.9'} loading={busy}>
        {say('plan.run')}
      </Button>
    </form>
  );
}
