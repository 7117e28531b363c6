// What helps against a finding: the action's plan in the admin pages for those who may, else the command.

import type {ReactNode} from 'react';
import {mayAs} from '../api/session.ts';
import {CommandLine} from '../kit/command-line.tsx';
import {useSession} from '../session/use-session.tsx';
import {useSay} from '../words/use-words.tsx';

export function Remedy({remedy}: {readonly remedy: string}): ReactNode {
  const say = useSay();
  const {account} = useSession();
  const action = remedy.split(' ')[0] ?? remedy;
  if (mayAs(account.role, 'operator')) {
    return <a href={`/admin/actions/${encodeURIComponent(action)}`}>{say('finding.plan', {remedy})}</a>;
  }
  return <CommandLine title={say('finding.on-terminal')} command={`hpcha-tui ${remedy}`} />;
}
