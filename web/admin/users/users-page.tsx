// Users and their roles.

import {Button, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {Account} from '../../shared/api/session.ts';
import {askUsers} from '../../shared/api/users.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Asked} from '../../shared/kit/asked.tsx';
import {type Column, DataTable} from '../../shared/kit/data-table.tsx';
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
  const columns: readonly Column<Account>[] = [
    {title: say('users.name'), cell: (user) => <UserName user={user} />},
    {title: say('users.role'), cell: ({role}) => say(`role.${role}`)},
    {title: say('users.unix'), cell: ({unix}) => unix ?? '–'},
    {title: say('users.state'), cell: (user) => <UserState user={user} />},
    {
      title: say('users.last'),
      nowrap: true,
      cell: ({lastLoginAt}) => (lastLoginAt === null ? say('frame.never') : momentText(lastLoginAt)),
    },
    {
      title: say('actions.title'),
      buttons: true,
      cell: (user) => (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => edit(user)}
          aria-label={say('users.edit-of', {name: user.name})}
        >
          {say('users.edit')}
        </Button>
      ),
    },
  ];
  return <DataTable columns={columns} rows={users} keyOf={({id}) => id} />;
}

function UserName({user: {name, displayName}}: {readonly user: Account}): ReactNode {
  return (
    <>
      <b>{name}</b>
      {displayName !== '' && <span className="quiet"> {displayName}</span>}
    </>
  );
}

function UserState({user}: {readonly user: Account}): ReactNode {
  const say = useSay();
  if (user.disabled) return <LevelMark level="none" word={say('users.disabled')} />;
  if (user.mustChange) return <LevelMark level="warning" word={say('users.must-change')} />;
  return <LevelMark level="ok" word={say('users.active')} />;
}
