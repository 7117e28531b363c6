// The gate before every page: who is asking, and the way in for those whom nobody knows yet.

import type {ReactNode} from 'react';
import {useCallback, useEffect, useMemo, useState} from 'react';
import {ask, onSessionEnd} from '../api/ask.ts';
import type {Failure} from '../api/failure.ts';
import {statusOf} from '../api/failure.ts';
import type {Account} from '../api/session.ts';
import {account as accountShape} from '../api/session.ts';
import {FailureNote} from '../kit/failure-note.tsx';
import {useSay} from '../words/use-words.tsx';
import {FirstPassword} from './first-password.tsx';
import {LoginPage} from './login-page.tsx';
import {OutsideFrame} from './outside-frame.tsx';
import {SessionContext} from './use-session.tsx';

type Gate =
  | {readonly kind: 'looking'}
  | {readonly kind: 'out'; readonly ended: boolean}
  | {readonly kind: 'failed'; readonly failure: Failure}
  | {readonly kind: 'in'; readonly account: Account};

export function SessionGate({children}: {readonly children: ReactNode}): ReactNode {
  const [gate, setGate] = useState<Gate>({kind: 'looking'});
  const look = useCallback(() => {
    setGate({kind: 'looking'});
    void ask({path: '/api/auth/me', shape: accountShape}).then((answer) => {
      if (answer.kind === 'ok') setGate({kind: 'in', account: answer.value});
      else if (statusOf(answer.failure) === 401) setGate({kind: 'out', ended: false});
      else setGate({kind: 'failed', failure: answer.failure});
    });
  }, []);
  useEffect(look, [look]);
  useEffect(() => onSessionEnd(() => setGate((now) => ({kind: 'out', ended: now.kind === 'in'}))), []);
  return (
    <GateView
      gate={gate}
      look={look}
      enter={(account) => setGate({kind: 'in', account})}
      leave={() => setGate({kind: 'out', ended: false})}
    >
      {children}
    </GateView>
  );
}

type GateViewProps = {
  readonly gate: Gate;
  readonly look: () => void;
  readonly enter: (account: Account) => void;
  readonly leave: () => void;
  readonly children: ReactNode;
};

function GateView({gate, look, enter, leave, children}: GateViewProps): ReactNode {
  const say = useSay();
  const account = gate.kind === 'in' ? gate.account : null;
  const session = useMemo(() => (account === null ? null : {account, signOut: () => signOut(leave)}), [account, leave]);
  if (gate.kind === 'looking') {
    return (
      <OutsideFrame title={say('login.title')}>
        <p role="status">{say('login.checking')}</p>
      </OutsideFrame>
    );
  }
  if (gate.kind === 'failed') {
    return (
      <OutsideFrame title={say('login.title')}>
        <FailureNote failure={gate.failure} again={look} />
      </OutsideFrame>
    );
  }
  if (gate.kind === 'out') return <LoginPage ended={gate.ended} entered={enter} />;
  if (gate.account.mustChange)
    return <FirstPassword account={gate.account} changed={look} leave={() => signOut(leave)} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The cookies end on the server; whatever it answers, nothing of the account is shown any more. */
function signOut(leave: () => void): void {
  void ask({path: '/api/auth/logout', method: 'POST', shape: () => null}).finally(leave);
}
