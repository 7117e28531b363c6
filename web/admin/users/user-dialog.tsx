// A user new or known: name, role, Unix account; and for a known one what else can be done.

import {Button, Group, Modal, NativeSelect, TextInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import type {Question} from '../../shared/api/ask.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import type {Account} from '../../shared/api/session.ts';
import {role as roleShape} from '../../shared/api/session.ts';
import type {MadeUser} from '../../shared/api/users.ts';
import {addUser, changeUser} from '../../shared/api/users.ts';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import type {Given} from './one-time-password.tsx';
import {UserOrders} from './user-orders.tsx';

const roles = ['user', 'operator', 'admin'] as const;

type UserDialogProps = {
  /** null: a new one. */
  readonly user: Account | null;
  readonly close: () => void;
  readonly done: (given: Given | null) => void;
};

export function UserDialog({user, close, done}: UserDialogProps): ReactNode {
  const say = useSay();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await ask<MadeUser | Account>(questionOf(user, fields));
    setBusy(false);
    if (answer.kind === 'failed') setFailure(answer.failure);
    else done(givenIn(answer.value));
  };
  const title = user === null ? say('users.add') : say('users.edit-of', {name: user.name});
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{'aria-label': say('frame.close')}}>
      <form className="stack" onSubmit={(event) => void submit(event)} autoComplete="off">
        {user === null && (
          <TextInput
            name="name"
            label={say('users.name')}
            description={say('users.name-rule')}
            autoCapitalize="none"
            data-autofocus
            required
          />
        )}
        <TextInput
          name="displayName"
          label={say('users.display')}
          defaultValue={user?.displayName ?? ''}
          maxLength={120}
        />
        <NativeSelect
          name="role"
          label={say('users.role')}
          defaultValue={user?.role ?? 'user'}
          data={roles.map((role) => ({value: role, label: say(`role.${role}`)}))}
        />
        <TextInput
          name="unix"
          label={say('users.unix')}
          description={say('users.unix-rule')}
          defaultValue={user?.unix ?? ''}
          autoCapitalize="none"
        />
        {failure !== null && <FailureNote failure={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {say('frame.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {say('frame.save')}
          </Button>
        </Group>
      </form>
      {user !== null && <UserOrders user={user} done={done} />}
    </Modal>
  );
}

function questionOf(user: Account | null, fields: FormData): Question<MadeUser | Account> {
  const text = (name: string): string => String(fields.get(name) ?? '').trim();
  const values = {
    displayName: text('displayName'),
    role: roleShape(text('role'), 'role'),
    unix: text('unix') === '' ? null : text('unix'),
  };
  return user === null ? addUser({...values, name: text('name').toLowerCase()}) : changeUser(user.id, values);
}

function givenIn(answer: MadeUser | Account): Given | null {
  return 'oneTimePassword' in answer ? {name: answer.user.name, password: answer.oneTimePassword} : null;
}
