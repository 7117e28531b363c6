// Users and their roles.

import {Button, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {Account} from '../../shared/api/session.ts';
import {askUsers} from '../../shared/api/users.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Asked} from '../../shared/kit/asked.tsx';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import {type Given, OneTimePassword} from './one-time-password.tsx';
import {UserDialog} from './user-dialog.tsx';

const firstLimit = 50;
const mostLimit = 200;

type Open = {readonly kind: 'new'} | {readonly kind: 'edit'; readonly user: Account};

export function UsersPage(): ReactNode {
  const say = useSay();
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(firstLimit);
  const [open, setOpen] = useState<Open | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const resource = useResource(askUsers(query.trim(), limit));
  const done = (password: Given | null): void => {
    setOpen(null);
    if (password !== null) setGiven(password);
    resource.again();
  };
  return (
    <>
      <PageHead title={say('users.title')}>
        <TextInput
          data-filter
          type="search"
          aria-label={say('users.filter')}
          placeholder={say('users.filter')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Button onClick={() => setOpen({kind: 'new'})}>{say('users.add')}</Button>
      </PageHead>
      {given !== null && <OneTimePassword given={given} noted={() => setGiven(null)} />}
      <Asked resource={resource}>
        {({users, next}) => (
          <Panel
            title={say('users.title')}
            flush
            aside={
              next !== null &&
              limit < mostLimit && (
                <Button variant="default" size="compact-xs" onClick={() => setLimit(mostLimit)}>
                  {say('frame.more')}
                </Button>
              )
            }
          >
            <UserTable users={users} edit={(user) => setOpen({kind: 'edit', user})} />
          </Panel>
        )}
      </Asked>
      {open !== null && (
        <UserDialog user={open.kind === 'edit' ? open.user : null} close={() => setOpen(null)} done={done} />
      )}
    </>
  );
}

function UserTable({
  users,
  edit,
}: {
  readonly users: readonly Account[];
  readonly edit: (user: Account) => void;
}): ReactNode {
  const say = useSay();
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th scope="col">{say('users.name')}</th>
          <th scope="col">{say('users.role')}</th>
          <th scope="col">{say('users.unix')}</th>
          <th scope="col">{say('users.state')}</th>
          <th scope="col">{say('users.last')}</th>
          <th scope="col">
            <span className="visually-hidden">{say('actions.title')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td data-label={say('users.name')}>
              <b>{user.name}</b>
              {user.displayName !== '' && <span className="quiet"> {user.displayName}</span>}
            </td>
            <td data-label={say('users.role')}>{say(`role.${user.role}`)}</td>
            <td data-label={say('users.unix')}>{user.unix ?? '–'}</td>
            <td data-label={say('users.state')}>
              <UserState user={user} />
            </td>
            <td data-label={say('users.last')} className="nowrap">
              {user.lastLoginAt === null ? say('frame.never') : momentText(user.lastLoginAt)}
            </td>
            <td className="end">
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => edit(user)}
                aria-label={say('users.edit-of', {name: user.name})}
              >
                {say('users.edit')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UserState({user}: {readonly user: Account}): ReactNode {
  const say = useSay();
  if (user.disabled) return <LevelMark level="none" word={say('users.disabled')} />;
  if (user.mustChange) return <LevelMark level="warning" word={say('users.must-change')} />;
  return <LevelMark level="ok" word={say('users.active')} />;
}
