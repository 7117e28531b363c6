// What else can be done to a user; what cannot be taken back is asked once more.

import {Button, Group} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {Question} from '../../shared/api/ask.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import type {Account} from '../../shared/api/session.ts';
import {changeUser, removeUser, resetPassword, userOrder} from '../../shared/api/users.ts';
import {FailureNote, Note} from '../../shared/kit/failure-note.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import type {Given} from './one-time-password.tsx';
import style from './user-orders.module.css';

type UserOrdersProps = {readonly user: Account; readonly done: (given: Given | null) => void};

export function UserOrders({user, done}: UserOrdersProps): ReactNode {
  const say = useSay();
  const {account} = useSession();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState<'reset' | 'remove' | null>(null);
  const [said, setSaid] = useState(false);
  const carryOut = async <T,>(question: Question<T>, then: (value: T) => void): Promise<void> => {
    setSaid(false);
    const answer = await ask(question);
    if (answer.kind === 'failed') setFailure(answer.failure);
    else then(answer.value);
  };
  const reset = (): void =>
    void carryOut(resetPassword(user.id), ({oneTimePassword}) => done({name: user.name, password: oneTimePassword}));
  const plain = (order: 'sign-out' | 'unlock'): void => void carryOut(userOrder(user.id, order), () => setSaid(true));
  const isSelf = account.id === user.id;
  return (
    <div className={style['orders']}>
      {said && <Note level="ok">{say('users.done')}</Note>}
      {failure !== null && <FailureNote failure={failure} />}
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => plain('unlock')}>
          {say('users.unlock')}
        </Button>
        <Button variant="default" size="xs" onClick={() => plain('sign-out')}>
          {say('users.sign-out')}
        </Button>
        <Button variant="default" size="xs" onClick={() => setAsking('reset')}>
          {say('users.reset')}
        </Button>
        {!isSelf && (
          <>
            <Button
              variant="default"
              size="xs"
              onClick={() => void carryOut(changeUser(user.id, {disabled: !user.disabled}), () => done(null))}
            >
              {say(user.disabled ? 'users.enable' : 'users.disable')}
            </Button>
            <Button variant="default" size="xs" onClick={() => setAsking('remove')}>
              {say('users.remove')}
            </Button>
          </>
        )}
      </Group>
      {asking !== null && (
        <Note level="warning">
          <p style={{margin: '0 0 0.6rem'}}>{say(`users.${asking}-ask`, {name: user.name})}</p>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setAsking(null)}>
              {say('frame.cancel')}
            </Button>
            <Button
              color="red"
              size="xs"
              onClick={asking === 'reset' ? reset : () => void carryOut(removeUser(user.id), () => done(null))}
            >
              {say(`users.${asking}`)}
            </Button>
          </Group>
        </Note>
      )}
    </div>
  );
}
