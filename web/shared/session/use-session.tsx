// Who is signed in, for every component below the gate.

import {createContext, useContext} from 'react';
import type {Account} from '../api/session.ts';

export type Session = {readonly account: Account; readonly signOut: () => void};

export const SessionContext = createContext<Session | null>(null);

/** Only below SessionGate, which shows nothing else until somebody is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession stands outside of SessionGate');
  return session;
}
