// The profile: who I am here, how the pages look, and another password.

import {useMantineColorScheme} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {ChoiceRow} from '../../shared/kit/choice-row.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {PasswordForm} from '../../shared/session/password-form.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './profile-page.module.css';

export function ProfilePage(): ReactNode {
  const say = useSay();
  const {account} = useSession();
  const [changed, setChanged] = useState(false);
  return (
    <>
      <PageHead
        title={say('profile.title')}
        lead={say('frame.signed-in-as', {name: account.displayName || account.name})}
      />
      <div className={style['columns']}>
        <div className="stack">
          <Panel title={say('profile.title')}>
            <dl className={style['facts']}>
              <dt>{say('login.name')}</dt>
              <dd>{account.name}</dd>
              <dt>{say('profile.role')}</dt>
              <dd>{say(`role.${account.role}`)}</dd>
              <dt>{say('profile.unix')}</dt>
              <dd>{account.unix ?? say('profile.no-unix')}</dd>
            </dl>
          </Panel>
          <LookPanel />
        </div>
        <Panel title={say('password.button')}>
          {changed && <Note level="ok">{say('password.done')}</Note>}
          <PasswordForm name={account.name} changed={() => setChanged(true)} />
        </Panel>
      </div>
    </>
  );
}

function LookPanel(): ReactNode {
  const say = useSay();
  const {language, choose} = useWords();
  const {colorScheme, setColorScheme} = useMantineColorScheme();
  return (
    <Panel title={say('profile.look')}>
      <dl className={style['facts']}>
        <dt>{say('profile.colours')}</dt>
        <dd>
          <ChoiceRow
            label={say('profile.colours')}
            options={['auto', 'dark', 'light'] as const}
            word={(one) => say(`profile.colours-${one}`)}
            chosen={colorScheme}
            choose={setColorScheme}
          />
        </dd>
        <dt>{say('profile.language')}</dt>
        <dd>
          <ChoiceRow
            label={say('profile.language')}
            options={['ko', 'en'] as const}
            word={(one) => (one === 'ko' ? '한국어' : 'English')}
            chosen={language}
            choose={choose}
          />
        </dd>
      </dl>
    </Panel>
  );
}
