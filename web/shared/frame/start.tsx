// Starts an application in its page: looks, words, session, live view, address, in this order.

import '@mantine/core/styles.css';
import '../look/tokens.css';
import '../look/base.css';
import {MantineProvider} from '@mantine/core';
import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {LiveProvider} from '../live/use-live.tsx';
import {theme, variables} from '../look/theme.ts';
import {RouteProvider} from '../route/router.tsx';
import {SessionGate} from '../session/session-gate.tsx';
import {WordsProvider} from '../words/use-words.tsx';
import type {ApplicationName} from './applications.ts';
import {applications} from './applications.ts';
import type {PageEntry} from './page-entry.ts';
import {Shell} from './shell.tsx';
import {styleNonce} from './style-nonce.ts';

export function start(application: ApplicationName, pages: readonly PageEntry[]): void {
  const place = document.getElementById('page');
  if (place === null) throw new Error('the page has no place for the application');
  const base = applications.find(({name}) => name === application)?.base ?? '';
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <WordsProvider>
          <RouteProvider base={base}>
            <SessionGate>
              <LiveProvider>
                <Shell application={application} pages={pages} />
              </LiveProvider>
            </SessionGate>
          </RouteProvider>
        </WordsProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
