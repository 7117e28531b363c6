// The rail: where one is, where one can go, and who one is.

import {ActionIcon, Kbd} from '@mantine/core';
import {IconKeyboard, IconLogout} from '@tabler/icons-react';
import type {ReactNode} from 'react';
import {mayAs} from '../api/session.ts';
import {useLive} from '../live/use-live.tsx';
import {Link, useRoute} from '../route/router.tsx';
import {useSession} from '../session/use-session.tsx';
import {useSay} from '../words/use-words.tsx';
import type {ApplicationName} from './applications.ts';
import {applications} from './applications.ts';
import {LanguageButton, SchemeButton} from './look-buttons.tsx';
import {Mark} from './mark.tsx';
import style from './navigation.module.css';
import type {PageEntry} from './page-entry.ts';

type NavigationProps = {
  readonly application: ApplicationName;
  readonly pages: readonly PageEntry[];
  readonly followed: () => void;
  readonly showKeys: () => void;
};

export function Navigation({application, pages, followed, showKeys}: NavigationProps): ReactNode {
  const say = useSay();
  const {account} = useSession();
  const {status} = useLive();
  return (
    <div className={style['rail']}>
      <p className={style['brand']}>
        <Mark size={28} />
        <span className={style['names']}>
          <b>hpcha</b>
          <span>{status?.cluster ?? say('login.lead')}</span>
        </span>
      </p>
      <nav className={style['apps']} aria-label={say('frame.apps')}>
        {applications
          .filter(({role}) => mayAs(account.role, role))
          .map(({name, base, title}) => (
            <a key={name} href={base === '' ? '/' : base} aria-current={name === application ? 'true' : undefined}>
              {say(title)}
            </a>
          ))}
      </nav>
      <Pages pages={pages} followed={followed} />
      <Foot showKeys={showKeys} />
    </div>
  );
}

function Pages({pages, followed}: Pick<NavigationProps, 'pages' | 'followed'>): ReactNode {
  const say = useSay();
  const {words} = useRoute();
  const {account} = useSession();
  return (
    <nav className={style['pages']} aria-label={say('frame.navigation')}>
      {pages
        .filter(({role}) => role === undefined || mayAs(account.role, role))
        .map(({word, title, icon: Icon, key}) => (
          <Link key={word} to={word} current={(words[0] ?? '') === word} onFollow={followed}>
            <Icon size={17} stroke={1.7} aria-hidden />
            <span>{say(title)}</span>
            <Kbd className={style['key']} aria-hidden="true">
              g {key}
            </Kbd>
          </Link>
        ))}
    </nav>
  );
}

function Foot({showKeys}: Pick<NavigationProps, 'showKeys'>): ReactNode {
  const say = useSay();
  const {account, signOut} = useSession();
  return (
    <div className={style['foot']}>
      <div className={style['who']}>
        <span>
          <b>{account.name}</b>
          <span>{say(`role.${account.role}`)}</span>
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--quiet)"
          onClick={signOut}
          aria-label={say('frame.sign-out')}
          title={say('frame.sign-out')}
        >
          <IconLogout size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className={style['switches']}>
        <LanguageButton />
        <span className={style['spring']} />
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--quiet)"
          onClick={showKeys}
          aria-label={say('frame.keys')}
          title={`${say('frame.keys')} (?)`}
        >
          <IconKeyboard size={17} aria-hidden />
        </ActionIcon>
        <SchemeButton />
      </div>
    </div>
  );
}
