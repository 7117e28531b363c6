// The shell of every application: rail, strip, banner, and the page between them.

import {Drawer} from '@mantine/core';
import type {ReactNode} from 'react';
import {Suspense, useState} from 'react';
import {mayAs} from '../api/session.ts';
import {Note} from '../kit/failure-note.tsx';
import {PageHead} from '../kit/page-head.tsx';
import {Link, useRoute} from '../route/router.tsx';
import {useSession} from '../session/use-session.tsx';
import {useSay} from '../words/use-words.tsx';
import type {ApplicationName} from './applications.ts';
import {KeysDialog} from './keys-dialog.tsx';
import {useScheme} from './look-buttons.tsx';
import {Navigation} from './navigation.tsx';
import type {PageEntry} from './page-entry.ts';
import {PartBoundary} from './part-boundary.tsx';
import style from './shell.module.css';
import {useShortcuts} from './shortcuts.ts';
import {StaleBanner} from './stale-banner.tsx';
import {StatusStrip} from './status-strip.tsx';

type ShellProps = {readonly application: ApplicationName; readonly pages: readonly PageEntry[]};

export function Shell({application, pages}: ShellProps): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const [menu, setMenu] = useState(false);
  const [keys, setKeys] = useState(false);
  const [, toggleScheme] = useScheme();
  useShortcuts({pages, go, toggleScheme, showKeys: () => setKeys(true)});
  const rail = (
    <Navigation
      application={application}
      pages={pages}
      followed={() => setMenu(false)}
      showKeys={() => setKeys(true)}
    />
  );
  return (
    <div className={style['shell']}>
      <a className={style['skip']} href="#content">
        {say('frame.skip')}
      </a>
      <aside className={style['rail']}>{rail}</aside>
      {menu && (
        <Drawer
          opened
          onClose={() => setMenu(false)}
          size="16rem"
          withCloseButton={false}
          title={say('frame.menu')}
          styles={{
            header: {display: 'none'},
            body: {padding: 0, minHeight: '100%', display: 'grid'},
            content: {display: 'grid'},
          }}
        >
          {rail}
        </Drawer>
      )}
      <div className={style['main']}>
        <header className={style['top']}>
          <StatusStrip openMenu={() => setMenu(true)} />
          <StaleBanner />
        </header>
        <main id="content" tabIndex={-1} className={style['content']}>
          <CurrentPage pages={pages} />
        </main>
      </div>
      {keys && <KeysDialog pages={pages} opened close={() => setKeys(false)} />}
    </div>
  );
}

function CurrentPage({pages}: {readonly pages: readonly PageEntry[]}): ReactNode {
  const say = useSay();
  const {words} = useRoute();
  const {account} = useSession();
  const [first = '', ...rest] = words;
  const page = pages.find(({word}) => word === first);
  if (page === undefined) {
    return <PageHead title={say('frame.not-found')} lead={<Link to="">{say('frame.to-front')}</Link>} />;
  }
  if (page.role !== undefined && !mayAs(account.role, page.role)) {
    const params = {role: say(`role.${page.role}`), own: say(`role.${account.role}`)};
    return (
      <>
        <PageHead title={say(page.title)} />
        <Note level="critical">{say('role.needs', params)}</Note>
      </>
    );
  }
  return (
    <PartBoundary key={words.join('/')}>
      <Suspense fallback={<p role="status">{say('frame.loading')}</p>}>{page.draw(rest)}</Suspense>
    </PartBoundary>
  );
}
